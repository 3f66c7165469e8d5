"""What is said at a sign-in with a password: Synapse would lose our words, or have its own.

An error of a module's check of a password counts for Synapse as "not by this one": it would go on
to the passwords of its own. And of a locked account it says so in English, before it asks anybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from synapse.api.constants import LoginType
from synapse.api.errors import Codes, SynapseError, UserLockedError
from synapse.handlers.auth import AuthHandler
from synapse.module_api import ModuleApi
from synapse.rest.client.login import LoginRestServlet

from synapse_module.guard.contract import Pin

PINS = (
    Pin(
        place="synapse.handlers.auth:PasswordAuthProvider.check_auth",
        digest="a5da8ae518d44029",
        why="a directory's answer is asked for by it, and an error is no answer",
    ),
    Pin(
        place="synapse.handlers.auth:AuthHandler._validate_userid_login",
        digest="c9d3dbe637f8eba5",
        why="Synapse's own passwords come after the directory's",
    ),
    Pin(
        place="synapse.rest.client.login:LoginRestServlet._complete_login",
        digest="33efb0c14d1ae384",
        why="a locked account is told so by it",
    ),
)

Check = Callable[[str, str, dict[str, Any]], Awaitable[Any]]
"""Name as typed, type of the sign-in, its secrets; None leaves it to Synapse's own passwords."""
Explain = Callable[[str, str | None, str, str | None], Awaitable[SynapseError | None]]
"""Account, user agent, client address, provider; None where nothing stands against it."""


def first(check: Callable[[str, str], Awaitable[Any]]) -> None:
    """Ask this check of name and password before a directory's and Synapse's own."""
    validate = AuthHandler._validate_userid_login

    async def validated(handler: AuthHandler, username: str, login_submission: Any) -> Any:
        password = login_submission.get("password")
        if login_submission.get("type") == LoginType.PASSWORD and isinstance(password, str):
            found = await check(username, password)
            if found is not None:
                return found
        return await validate(handler, username, login_submission)

    AuthHandler._validate_userid_login = validated  # type: ignore[method-assign,assignment]


def only(api: ModuleApi, check: Check) -> None:
    """Have Synapse ask this check alone, and hear what it raises."""
    provider = api._hs.get_password_auth_provider()
    provider.check_auth = check  # type: ignore[method-assign,assignment]


def explain_locked(explain: Explain) -> None:
    """Tell whoever signs in to a locked account why, in our words and their language."""
    complete = LoginRestServlet._complete_login

    async def completed(servlet: LoginRestServlet, user_id: str, *rest: Any, **named: Any) -> Any:
        try:
            return await complete(servlet, user_id, *rest, **named)
        except UserLockedError as locked:
            asked = named["request_info"]
            way = named.get("auth_provider_id")
            refusal = await explain(user_id, asked.user_agent, asked.ip, way)
            if refusal is None:
                raise
            fields = {**locked._additional_fields, **refusal._additional_fields}
            raise SynapseError(locked.code, refusal.msg, Codes.USER_LOCKED, fields) from None

    LoginRestServlet._complete_login = completed  # type: ignore[method-assign,assignment]
