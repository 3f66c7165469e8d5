"""The doors: each request goes by a row of the table of ways in, and what has none is refused.

A route is looked up when Synapse registers it, by the pattern that Synapse itself will match, so
that no spelling of an address finds a way between our reading and Synapse's.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import uuid
from collections.abc import Iterable
from re import Pattern
from typing import Any, NoReturn

from synapse.http.server import DirectServeJsonResource, JsonResource
from synapse.http.site import SynapseRequest
from synapse.module_api import ModuleApi
from synapse.server import HomeServer
from twisted.web.resource import EncodingResourceWrapper

from homeroom.policy.detect import Found
from homeroom.policy.facts import DoorFacts
from homeroom.registry import pages
from homeroom.registry.leaves import leaves
from homeroom.registry.searching import searched
from homeroom.registry.seeing import Lens
from homeroom.ways_in import BY_ROUTE, PAGES, Way
from homeroom.ways_in.model import Caller, closed
from homeroom.ways_in.pages import ROUTED
from homeroom.ways_in.paths import path_of
from synapse_module.guard.callers import Callers
from synapse_module.guard.contract import Pin
from synapse_module.guard.delegated import Gateway, without_names
from synapse_module.guard.limits import FILTERS, JUDGED, LIMITS, SMALL_BYTES, Asked
from synapse_module.guard.reports import recorded, reports
from synapse_module.guard.unanswered import Callback, answer_of, heard
from synapse_module.judge import Judge
from synapse_module.reading import Reader

logger = logging.getLogger(__name__)
UNKNOWN = "Synapse answers here, and nobody has judged what it does"
PINS = (
    Pin(
        place="synapse.http.server:JsonResource",
        digest="9d3278b7b46cd671",
        why="every route is registered by `register_paths`, and found by its pattern",
    ),
    Pin(
        place="synapse.http.site:SynapseRequest.render",
        digest="85455089a97708b5",
        why="every request is rendered by it",
    ),
    Pin(
        place="synapse.http.servlet:RestServlet.register",
        digest="605a997aacf3c32c",
        why="every servlet registers its routes by it",
    ),
)


class Doors:
    """One a process. `install` before Synapse listens."""

    def __init__(
        self,
        api: ModuleApi,
        judge: Judge,
        reader: Reader,
        steward: str,
        gateway_secret: str | None = None,
    ) -> None:
        """`gateway_secret` where nothing may come past the gateway."""
        self._hs = api._hs
        self._judge = judge
        self._reader = reader
        self._callers = Callers(api._hs, steward)
        self._gateway = Gateway(self._callers, gateway_secret) if gateway_secret else None
        self._nothing_here = ClosedPage(self, api._hs)

    def install(self) -> None:
        """Put the doors into Synapse's own registration of routes, and rendering of pages."""
        register, render = JsonResource.register_paths, SynapseRequest.render

        def register_guarded(
            resource: JsonResource,
            method: str,
            path_patterns: Iterable[Pattern[str]],
            callback: Callback,
            servlet_classname: str,
        ) -> None:
            for pattern in path_patterns:
                answer = self.guarded(method, pattern.pattern, callback)
                register(resource, method, [pattern], answer, servlet_classname)

        def register_routed(resource: JsonResource, *route: Any) -> None:
            # Resources that are open or closed as a whole have no rows for their routes.
            routed = PAGES.get(_name(resource)) is ROUTED
            (register_guarded if routed else register)(resource, *route)

        def render_guarded(request: SynapseRequest, resource: Any) -> None:
            page = _name(resource)
            if self._gateway is not None:
                without_names(request, page)
                if not self._gateway.passed(request, page):
                    resource = self._nothing_here
            render(request, self.served(resource))

        JsonResource.register_paths = register_routed  # type: ignore[method-assign,assignment]
        SynapseRequest.render = render_guarded  # type: ignore[method-assign,assignment]

    def served(self, resource: Any) -> Any:
        """The page that is served where one is asked for: itself, or the refusal."""
        page = PAGES.get(_name(resource))
        return resource if page and page.open else self._nothing_here

    def guarded(self, method: str, pattern: str, callback: Callback) -> Callback:
        """What answers a route: Synapse, Synapse within limits, or the refusal."""
        path = path_of(pattern)
        way = BY_ROUTE.get((method, path))
        if way is None:
            logger.critical("ALARM %s %s is in no row of the ways in: refused", method, path)
            way = closed(f"{method} {path}", "", UNKNOWN)
        if way.decision == "closed":
            return self._closed(way, callback)
        answer = self._limited(way, callback) if way.limits else callback
        if reports(way):
            answer = recorded(self._judge, way, answer, self._sender_of)
        return heard(self._judge, method, way, answer)

    async def refuse(self, request: SynapseRequest, way: Way) -> NoReturn:
        """Raise the refusal, recorded with what would have been said."""
        lens, user_id = self._judge.lens(), await self._callers.user_id(request)
        party = lens.party(user_id)
        said = _said(request) if way.keeps else {}
        text, findings = await self._searched(said, lens)
        facts = DoorFacts(party=party, way=way.name, text=text, findings=findings)
        attempt = {"sender": party.user_id, "way": way.name, **said}
        digest = hashlib.sha256(repr(sorted(attempt.items())).encode()).hexdigest()
        await self._judge.turn_away(facts, attempt, same=digest)

    async def _searched(self, said: Any, lens: Lens) -> tuple[tuple[str, ...], tuple[Found, ...]]:
        return await self._reader.read(lambda: searched(leaves(said), lens), said)

    async def _sender_of(self, event_id: str) -> str:
        store = self._hs.get_datastores().main
        event = await store.get_event(event_id, allow_none=True)
        return event.sender if event else ""

    def _closed(self, way: Way, callback: Callback) -> Callback:
        async def closed_way(request: SynapseRequest, **parts: str) -> Any:
            service = self._callers.service(request)
            if service is None or service not in way.callers:
                return await self.refuse(request, way)
            if service == "bridge":
                await self._within(way, request, parts, service)
            return await answer_of(callback, request, parts)

        return closed_way

    def _limited(self, way: Way, callback: Callback) -> Callback:
        filters = [FILTERS[limit] for limit in way.limits if limit in FILTERS]

        @functools.wraps(callback)  # Synapse's mark that it may be cancelled included
        async def limited_way(request: SynapseRequest, **parts: str) -> Any:
            service = self._callers.service(request)
            await self._within(way, request, parts, service)
            answer = await answer_of(callback, request, parts)
            for taken in filters:
                status, content = answer
                answer = status, taken(content, str(request.get_authenticated_entity()[0]))
            return answer

        return limited_way

    async def _within(
        self, way: Way, request: SynapseRequest, parts: dict[str, str], service: Caller | None
    ) -> None:
        """Raise where a request is beyond a limit of its way, or the rules refuse what it holds."""
        asked = Asked(hs=self._hs, request=request, parts=parts, service=service)
        for limit in way.limits:
            if limit in LIMITS and not await LIMITS[limit](asked):
                await self.refuse(request, way)
        if not JUDGED.isdisjoint(way.limits):
            await self._judged(way, asked)

    async def _judged(self, way: Way, asked: Asked) -> None:
        lens, said = self._judge.lens(), asked.body()
        party = lens.party(await self._callers.user_id_before(asked.request))
        words = said if "clean_name" in way.limits else {}
        text, findings = await self._searched(words, lens)
        kind = asked.parts.get("account_data_type", "")
        facts = DoorFacts(
            party=party,
            way=way.name,
            open=True,
            text=text,
            findings=findings,
            uses=tuple(pages.of_own(kind, said, lens)) if "approved" in way.limits else (),
        )
        attempt = {"sender": party.user_id, "way": way.name, **_said(asked.request)}
        await self._judge.judge(facts, party, uuid.uuid4().hex, attempt)


class ClosedPage(DirectServeJsonResource):
    """Stands where a page is closed, or unknown."""

    isLeaf = True  # noqa: N815 - Twisted's name

    def __init__(self, doors: Doors, hs: HomeServer) -> None:
        super().__init__(clock=hs.get_clock())
        self._doors = doors

    async def _async_render(self, request: SynapseRequest) -> None:
        method = request.get_method()
        await self._doors.refuse(request, closed(f"{method} another page", "", UNKNOWN))


def _name(resource: Any) -> str:
    """The full name of a resource's class, whatever it is wrapped in for compression."""
    if isinstance(resource, EncodingResourceWrapper):
        resource = resource.original
    kind = type(resource)
    return f"{kind.__module__}.{kind.__qualname__}"


def _said(request: SynapseRequest) -> dict[str, Any]:
    """The address and the body of a request, as far as they can be read. No tokens."""
    said: dict[str, Any] = {"path": request.path.decode("ascii", "replace")}
    if request.content is not None:
        said["body"] = request.content.read(SMALL_BYTES).decode("utf-8", "replace")
        request.content.seek(0)
    return said
