"""Mail to somebody's school address, over the district's own server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError

TIMEOUT = 10.0


def send(config: HomeroomConfig, to: str, subject: str, body: str) -> None:
    """Send one message; `HomeroomError` where it was not taken. Only call it with a server set."""
    server = config.alerts.smtp
    if server is None:
        raise HomeroomError("mail: no server is set; write alerts.smtp in homeroom.yaml")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message.set_content(body)
    try:
        with smtplib.SMTP(server.host, server.port, timeout=TIMEOUT) as session:
            if server.starttls:
                session.starttls(context=ssl.create_default_context())
            if server.user is not None:
                session.login(server.user, config.secret("smtp"))
            session.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise HomeroomError(
            f"mail: {server.host} did not take it: {type(error).__name__}"
        ) from None
