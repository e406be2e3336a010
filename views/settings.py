"""The settings of an installation: environment variables PARLOR_*, each with its default (docs/operations.md)."""

import os
import pathlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlparse


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    home: pathlib.Path
    database_url: str
    secret: bytes
    base_url: str
    demo: bool
    smtp_url: str
    mail_from: str
    shown_time: str
    testing: bool
    proxies: int
    feed_hosts: frozenset = frozenset()
    target_hosts: frozenset = frozenset()
    help_contact: str = ""
    tremendous_key: str = ""
    tremendous_live: bool = False
    tremendous_campaign: str = ""
    tremendous_funding: str = "balance"
    tremendous_secret: str = ""
    tremendous_url: str = ""

    @property
    def secure(self) -> bool:
        """Whether the public address is https: cookies are bound to it then."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The public host name."""
        return urlparse(self.base_url).hostname or "localhost"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings; creates the home folder and, where none is given, a secret in it."""
    home = pathlib.Path(environment.get("PARLOR_HOME") or "var").resolve()
    home.mkdir(parents=True, exist_ok=True)
    port = environment.get("PARLOR_PORT") or "8000"
    base = (environment.get("PARLOR_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    demo, testing = environment.get("PARLOR_DEMO") == "1", environment.get("PARLOR_TESTING") == "1"
    shown = environment.get("PARLOR_NOW", "")
    if shown and not (demo or testing):
        raise SystemExit(
            "PARLOR_NOW moves the clock and is for demos and tests only. Set PARLOR_DEMO=1, or leave it out."
        )
    if shown and not is_time(shown):
        raise SystemExit(f"PARLOR_NOW is neither an instant like 2026-11-24T09:00Z nor a file: {shown}")
    return Settings(
        home=home,
        database_url=environment.get("PARLOR_DATABASE_URL") or f"sqlite:///{home / 'parlor.db'}",
        secret=(environment.get("PARLOR_SECRET") or _kept_secret(home)).encode(),
        base_url=base,
        demo=demo,
        smtp_url=environment.get("PARLOR_SMTP_URL", ""),
        mail_from=environment.get("PARLOR_MAIL_FROM") or f"Parlor <parlor@{urlparse(base).hostname or 'localhost'}>",
        shown_time=shown or (str(home / "now") if demo else ""),
        testing=testing,
        proxies=int(environment.get("PARLOR_PROXIES") or 0),
        feed_hosts=_hosts(environment.get("PARLOR_FEED_HOSTS", "")),
        target_hosts=_hosts(environment.get("PARLOR_TARGET_HOSTS", "")),
        help_contact=environment.get("PARLOR_HELP_CONTACT", "").strip(),
        **_tremendous(environment, testing),
    )


def _tremendous(environment: Mapping[str, str], testing: bool) -> dict:
    """The account at Tremendous: its sandbox, unless the environment says that it is live."""
    names = {"key": "KEY", "campaign": "CAMPAIGN", "secret": "WEBHOOK_SECRET"}
    found = {f"tremendous_{name}": environment.get(f"PARLOR_TREMENDOUS_{word}", "") for name, word in names.items()}
    return found | {
        "tremendous_live": environment.get("PARLOR_TREMENDOUS_LIVE") == "1",
        "tremendous_funding": environment.get("PARLOR_TREMENDOUS_FUNDING") or "balance",
        "tremendous_url": environment.get("PARLOR_TREMENDOUS_URL", "") if testing else "",
    }


def _hosts(named: str) -> frozenset:
    return frozenset(named.lower().replace(",", " ").split())


def is_time(shown: str) -> bool:
    """Whether this is an instant, or a file that may hold one."""
    try:
        return bool(datetime.fromisoformat(shown))
    except ValueError:
        return pathlib.Path(shown).is_file()


def _kept_secret(home: pathlib.Path) -> str:
    path = home / "secret"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
