"""Between the Cloud API's JSON and the base's values: pure, in both directions."""

from __future__ import annotations

from bridges.whatsapp.convert.inbound import to_message, to_status
from bridges.whatsapp.convert.outbound import MEDIA_TYPES, to_request
from bridges.whatsapp.convert.webhook import open_webhook

__all__ = ["MEDIA_TYPES", "open_webhook", "to_message", "to_request", "to_status"]
