"""Mail to somebody's school address, over the district's own server."""

from __future__ import annotations

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from homeroom.config import HomeroomConfig, SmtpSection
from homeroom.errors import HomeroomError

TIMEOUT = 10.0


def send(config: HomeroomConfig, to: str, subject: str, body: str) -> None:
    """Send one message; `HomeroomError` where it was not taken. Only call it with a server set."""
    server = config.alerts.smtp
    if server is None:
        raise HomeroomError("mail: no server is set; write alerts.smtp in homeroom.yaml")
    message = written(server.sender, to, subject, body)
    try:
        with smtplib.SMTP(server.host, server.port, timeout=TIMEOUT) as session:
            if server.starttls:
                session.starttls(context=_trust(config, server))
            if server.user is not None:
                session.login(server.user, config.secret("smtp"))
            session.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise HomeroomError(
            f"mail: {server.host} did not take it: {type(error).__name__}"
        ) from None


def written(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    """A message to one address, read as one address and nothing else: no second recipient, no
    header of its own. `HomeroomError` where it is none, without repeating it.
    """
    message = EmailMessage()
    try:
        message["From"], message["To"] = Address(addr_spec=sender), Address(addr_spec=to)
        message["Subject"] = subject
    except (MessageError, ValueError, IndexError):
        raise HomeroomError("mail: an address is none; correct it in the roster") from None
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=Address(addr_spec=sender).domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def _trust(config: HomeroomConfig, server: SmtpSection) -> ssl.SSLContext:
    """The server must show a certificate for its name, signed by whom the district trusts."""
    return ssl.create_default_context(cafile=config.path(server.ca) if server.ca else None)
