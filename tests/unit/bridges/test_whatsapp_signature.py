"""Who may hand in a webhook."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest

from bridges.whatsapp import signature

BODY = b'{"object":"whatsapp_business_account","entry":[]}'


def test_the_vendors_own_formula_signs() -> None:
    digest = hmac.new(b"secret", BODY, sha256).hexdigest()
    assert signature.valid("secret", BODY, f"sha256={digest}")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        signature.sign("other", BODY),
        signature.sign("secret", BODY + b" "),
        signature.sign("secret", BODY).upper(),
        signature.sign("secret", BODY).removeprefix("sha256="),
        "sha1=" + "0" * 40,
        "sha256=\udcff",
    ],
)
def test_a_forged_header_is_refused(header: str | None) -> None:
    assert not signature.valid("secret", BODY, header)
