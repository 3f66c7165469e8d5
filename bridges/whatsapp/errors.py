"""What an error code of the Cloud API asks for: try later, stop, or stop everything.

Source: Meta, WhatsApp Business Platform, "Error codes"; keyed on `code`, never on the text.
"""

from __future__ import annotations

from bridges.base.network import StopAllError, StopError, TryLaterError, VendorError

LATER = {
    1: "WhatsApp has a fault",
    2: "WhatsApp is not available for the moment",
    4: "the district's limit of calls to WhatsApp is reached",
    80007: "the district's limit of calls to WhatsApp is reached",
    130429: "too many messages are being sent at once",
    131000: "WhatsApp has a fault",
    131016: "WhatsApp is not available for the moment",
    131056: "too many messages to this number in a short time",
}
STOP_ALL = {
    0: "WhatsApp refuses the district's access; IT has to renew it",
    10: "WhatsApp refuses the district's permission; IT has to renew it",
    190: "the district's access to WhatsApp has expired; IT has to renew it",
    368: "WhatsApp has blocked the district's account for a breach of its policy",
    131031: "WhatsApp has locked the district's account",
    131042: "WhatsApp asks for a payment method",
    131048: "WhatsApp limits the district's number, because people reported its messages",
}
STOP = {
    100: "WhatsApp did not understand the message",
    131026: "this number cannot receive it: it may not use WhatsApp or an old version",
    131047: "the family last wrote more than 24 hours ago; WhatsApp lets them begin again",
    131051: "WhatsApp does not carry this type of message",
    131053: "WhatsApp could not take the file",
}


def known_reason(code: int | None) -> str:
    """What a code means, in words for the sender; empty where it is not known."""
    return (LATER | STOP_ALL | STOP).get(-1 if code is None else code, "")


def classed(code: int | None, status: int, text: str) -> VendorError:
    """The error to raise for an answer with this code and HTTP status."""
    if code in LATER or (code is None and (status == 429 or status >= 500)):
        return TryLaterError(known_reason(code) or f"WhatsApp answered {status}", code=code)
    if code in STOP_ALL or (code is not None and 200 <= code <= 299) or status == 401:
        return StopAllError(known_reason(code) or STOP_ALL[10], code=code)
    return StopError(
        known_reason(code) or f"WhatsApp refused it ({code or status}: {text[:200]})", code=code
    )
