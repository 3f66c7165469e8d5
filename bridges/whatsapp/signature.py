"""The signature of a webhook, over its raw bytes.

Source: Meta, "Webhooks: validating payloads", header `X-Hub-Signature-256: sha256=<hex>`.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="


def sign(app_secret: str, body: bytes) -> str:
    """The header's value for a body."""
    return _PREFIX + hmac.new(app_secret.encode(), body, sha256).hexdigest()


def valid(app_secret: str, body: bytes, header: str | None) -> bool:
    """Whether the header signs exactly these bytes; takes the same time whatever differs."""
    return hmac.compare_digest(
        sign(app_secret, body).encode(), (header or "").encode(errors="replace")
    )
