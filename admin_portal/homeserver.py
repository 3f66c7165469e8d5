"""Checks a password with the homeserver (Matrix client-server API, `POST /login`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import httpx

LOGIN = "/_matrix/client/v3/login"
FORWARDED = "X-Forwarded-For"
REASONS, NETWORK = "district.homeroom.reasons", "trusted_network"
LOGOUT = "/_matrix/client/v3/logout"
TIMEOUT = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the homeserver said: whose password it is, or why there is no answer."""

    outcome: Literal["right", "wrong", "network", "busy", "unreachable"]
    user_id: str = ""


class Homeserver:
    """The homeserver as the portal uses it: to check a password, and for nothing else."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def check(self, account: str, password: str, address: str) -> Answer:
        """Sign in with a password and out again at once: no device or token stays behind."""
        identifier = {"type": "m.id.user", "user": account}
        return self._sign_in(
            {"type": "m.login.password", "identifier": identifier, "password": password}, address
        )

    def redeem(self, login_token: str, address: str) -> Answer:
        """Whose login token it is, which comes of the district's sign-on; good once."""
        return self._sign_in({"type": "m.login.token", "token": login_token}, address)

    def _sign_in(self, request: dict[str, Any], address: str) -> Answer:
        """For the browser at this address: it counts where we are one of the trusted proxies."""
        try:
            named = {**request, "initial_device_display_name": "Homeroom portal"}
            response = self._client.post(LOGIN, json=named, headers={FORWARDED: address})
            answer = _read(response)
            if answer.outcome == "right":
                self._sign_out(response.json()["access_token"])
        except (httpx.HTTPError, KeyError, TypeError, ValueError):
            return Answer(outcome="unreachable")
        return answer

    def _sign_out(self, token: str) -> None:
        self._client.post(
            LOGOUT, json={}, headers={"Authorization": f"Bearer {token}"}
        ).raise_for_status()


def account_name(given: str, server_name: str) -> str:
    """`teacher1` for `teacher1`, `@teacher1` and `@teacher1:district.example`."""
    return given.strip().lower().removeprefix("@").removesuffix(f":{server_name}")


def _read(response: httpx.Response) -> Answer:
    if response.status_code == 200:
        content: Any = response.json()
        return Answer(outcome="right", user_id=str(content["user_id"]))
    if response.status_code == 429:
        return Answer(outcome="busy")
    if response.status_code == 403 and NETWORK in _rules(response.json()):
        return Answer(outcome="network")
    if response.status_code in (400, 401, 403):
        return Answer(outcome="wrong")
    return Answer(outcome="unreachable")


def _rules(refused: Any) -> set[str]:
    """The rules of ours that a refusal names."""
    reasons = refused.get(REASONS, ()) if isinstance(refused, dict) else ()
    return {str(reason["rule"]) for reason in reasons}
