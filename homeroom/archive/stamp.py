"""RFC 3161 time stamps over checkpoints: a third party says that a note was there at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from homeroom.errors import HomeroomError, InputError


class StampError(HomeroomError):
    """An answer that stamps nothing, or something else."""


def request(note: str) -> TimeStampRequest:
    """What an authority is asked: the hash of a note, a nonce, and its certificate with it."""
    asking = TimestampRequestBuilder(data=note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return asking.nonce(nonce=True).cert_request(cert_request=True).build()


def opened(answer: bytes, note: str, roots: Sequence[Certificate]) -> datetime:
    """When the note was there, as the authority says; `StampError` where it does not say so.

    The authority's certificate must lead to one of the roots.
    """
    return _holds(_decoded(answer), note, VerifierBuilder(roots=list(roots)))


def answered(
    answer: bytes, asked: TimeStampRequest, note: str, roots: Sequence[Certificate]
) -> datetime:
    """The same for an answer that has just come: it must repeat the nonce that was sent."""
    builder = VerifierBuilder(roots=list(roots), nonce=asked.nonce)
    return _holds(_decoded(answer), note, builder)


def load_roots(file: Path) -> list[Certificate]:
    """The certificates of a PEM file; `InputError` says what is wrong with it."""
    try:
        return load_pem_x509_certificates(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError:
        raise InputError(f"{file}: holds no certificate in PEM; take the authority's") from None


def _decoded(answer: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(answer)
    except ValueError:
        raise StampError("the answer is no time stamp") from None


def _holds(response: TimeStampResponse, note: str, builder: VerifierBuilder) -> datetime:
    try:
        builder.build().verify_message(response, note.encode())
    except (VerificationError, ValueError) as error:
        raise StampError(f"the stamp does not hold: {error}") from None
    return response.tst_info.gen_time
