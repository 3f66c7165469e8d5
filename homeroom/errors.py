"""The one base of our own errors."""

from __future__ import annotations


class HomeroomError(Exception):
    """Something a person must act on: the message says what, where, and what to do."""


class InputError(HomeroomError):
    """Input that was refused; nothing of it was carried out."""
