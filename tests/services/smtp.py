"""A real SMTP server in a thread of the test, that keeps what it gets and fails when told to."""

import asyncio
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Received(NamedTuple):
    """One message as it arrived: the envelope's sender and recipients, and the parsed message."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    encrypted: bool
    user: str | None


class Failure(NamedTuple):
    """What to answer instead of 250: at which command, to whom (None: anybody), how often still (None: always)."""

    answer: str
    at: str
    recipient: str | None
    times: int | None


class Inbox:
    """What the server got so far (`received`), and the knobs of a test: `fail`, `mend`, `delay`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.delay = 0.0
        self.failures: list[Failure] = []

    def fail(self, answer: str, at: str = "RCPT", recipient: str | None = None, times: int | None = None) -> None:
        """From now on answers `at` (MAIL, RCPT or DATA) with this line, for example "451 4.3.0 Try again later"."""
        self.failures.append(Failure(answer, at, recipient, times))

    def mend(self) -> None:
        """Takes everything again, at once."""
        self.failures.clear()
        self.delay = 0.0

    def to(self, address: str) -> list[EmailMessage]:
        """The messages that arrived for this address, oldest first."""
        return [one.message for one in self.received if address in one.recipients]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if answer := await self._answer("MAIL", None):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := await self._answer("RCPT", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := await self._answer("DATA", envelope.rcpt_tos[0]):
            return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        user = getattr(session, "auth_data", None)
        encrypted = session.ssl is not None
        self.received.append(Received(envelope.mail_from, list(envelope.rcpt_tos), message, encrypted, user))
        return "250 OK"

    async def _answer(self, command: str, recipient: str | None) -> str | None:
        await asyncio.sleep(self.delay)
        for place, failure in enumerate(self.failures):
            if failure.at == command and failure.recipient in (None, recipient) and failure.times != 0:
                if failure.times is not None:
                    self.failures[place] = failure._replace(times=failure.times - 1)
                return failure.answer
        return None


class Server(Controller):
    """The listening side; `port` is the one the system gave."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> SMTP:
        """The protocol for one connection."""
        return SMTP(self.handler, **self.SMTP_kwargs)


def start(inbox: Inbox, tls: ssl.SSLContext | None = None, users: dict[str, str] | None = None) -> Server:
    """Listens on a free port of 127.0.0.1. `tls` requires STARTTLS, `users` {name: password} a sign-in."""
    knobs = {"hostname": "mail.test", "data_size_limit": 10_000_000}
    if tls:
        knobs |= {"tls_context": tls, "require_starttls": True}
    if users is not None:
        knobs |= {"authenticator": _checker(users), "auth_required": True, "auth_require_tls": tls is not None}
    server = Server(inbox, hostname="127.0.0.1", port=0)
    server.SMTP_kwargs = knobs
    server.start()
    return server


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for these host names, and the file of the authority that a client would have to trust."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    return context, trusted


def _checker(users: dict[str, str]):
    def check(server, session, envelope, mechanism, credentials):
        name, password = credentials.login.decode(), credentials.password.decode()
        good = users.get(name) == password
        return AuthResult(success=good, handled=good, auth_data=name if good else None)

    return check
