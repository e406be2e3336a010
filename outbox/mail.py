"""The mail channel: one letter to one person through the configured server, and what came of it.

Flask-Mail's own connection checks no certificate and would wait for ever; this one does neither.
"""

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from typing import NamedTuple

from flask_mail import Connection, Mail

from outbox.message import ascii_domain
from outbox.sender import Server, mailbox, server_of

TIMEOUT = 10.0
SHOWN = "shown in Parlor"


class Outcome(NamedTuple):
    """What came of one try: `state` is sent, waiting (to be tried again), dropped or dead. With `server` the trouble is
    the mail server's and not this letter's."""

    state: str
    text: str
    server: bool = False


class Trouble(Exception):
    """The server could not be reached, or would not have us."""


class SafeConnection(Connection):
    """Flask-Mail's connection with a time-out and verified certificates."""

    def __init__(self, server: Server):
        config = {
            "MAIL_SERVER": server.host, "MAIL_PORT": server.port,
            "MAIL_USERNAME": server.user, "MAIL_PASSWORD": server.password,
            "MAIL_USE_TLS": server.tls == "starttls", "MAIL_USE_SSL": server.tls == "implicit",
        }  # fmt: skip
        super().__init__(Mail().init_mail(config))

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in as the settings ask; closed again where that does not succeed."""
        mail = self.mail
        trusted = ssl.create_default_context()
        if mail.use_ssl:
            host = smtplib.SMTP_SSL(mail.server, mail.port, timeout=TIMEOUT, context=trusted)
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT)
        try:
            if mail.use_tls:
                host.starttls(context=trusted)
            if mail.username:
                host.login(mail.username, mail.password)
        except Exception:
            host.close()
            raise
        return host

    def post(self, message: EmailMessage, sender: str, address: str) -> None:
        """Hand over one message for one recipient, on a connection that is opened when the first one comes."""
        if self.host is None:
            try:
                self.host = self.configure_host()
            except (OSError, smtplib.SMTPException) as problem:
                raise Trouble(said(problem)) from problem
        try:
            self.host.send_message(message, sender, [address])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            if self.host.sock is None:  # it said 421 and hung up
                self.host = None
            raise
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Leave, whether or not the other side still listens."""
        if self.host is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.host.quit()
            self.host.close()
            self.host = None


class Post:
    """Where letters go: to the server, or, while there is none, to /outbox only."""

    def __init__(self, settings):
        server = server_of(settings.smtp_url)
        self.sender = mailbox(settings)[1]
        self.connection = SafeConnection(server) if server else None

    def send(self, message: EmailMessage, address: str) -> Outcome:
        """Try once; never raises for what a mail server, a network or a certificate does."""
        if self.connection is None:
            return Outcome("sent", SHOWN)
        try:
            self.connection.post(message, self.sender, ascii_domain(address))
        except Trouble as problem:
            return Outcome("waiting", str(problem), server=True)
        except smtplib.SMTPRecipientsRefused as problem:
            code, text = next(iter(problem.recipients.values()))
            return refused(code, text)
        except smtplib.SMTPDataError as problem:
            return refused(problem.smtp_code, problem.smtp_error)
        except (ValueError, smtplib.SMTPNotSupportedError):
            return Outcome("dead", "the mail server can not be given such an address or letter")
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome("waiting", said(problem), server=True)
        return Outcome("sent", "")

    def close(self) -> None:
        """Let the server go."""
        if self.connection is not None:
            self.connection.close()


def refused(code: int, text: bytes | str) -> Outcome:
    """The server's answer to this letter: 5xx is for good, 4xx is for now (RFC 5321, 4.2.1)."""
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return Outcome("dead" if 500 <= code < 600 else "waiting", " ".join(words.split()))


def said(problem: Exception) -> str:
    """A trouble in a few words, without a password or a letter's text in it."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the mail server's certificate is not trusted: {problem.verify_message}"
    if isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError):
        return "the mail server did not answer in time"
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return f"the mail server refused the sign-in ({problem.smtp_code})"
    if isinstance(problem, smtplib.SMTPResponseException):
        return refused(problem.smtp_code, problem.smtp_error).text
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "the mail server offers no encryption or no sign-in"
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        return "the mail server hung up"
    return f"the mail server can not be reached ({getattr(problem, 'strerror', None) or type(problem).__name__})"
