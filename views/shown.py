"""How values look in templates: filters for times, zones and money in the reader's language and zone, and what
every page knows."""

import functools
import hashlib
import pathlib
from datetime import datetime
from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from markupsafe import Markup

from lifecycle import words
from lifecycle.words import _
from rules import money, times
from rules.times import from_epoch
from views import access, asker, reply

STATIC = pathlib.Path(__file__).parent.parent / "static"
NAV = (
    ("today", _("Today"), "/today"),
    ("studies", _("Studies"), "/studies"),
    ("search", _("Search"), "/search"),
    ("people", _("People"), "/people"),
    ("projects", _("Recruiting"), "/projects"),
    ("board", _("Board"), "/board"),
    ("availability", _("Availability"), "/availability"),
    ("payouts", _("Payouts"), "/payouts"),
    ("plan", _("Plan"), "/plan"),
    ("team", _("Team"), "/team"),
    ("settings", _("Settings"), "/settings"),
)
OPERATORS = (
    ("operator", _("Operator"), "/operator"),
    ("workspaces", _("Workspaces"), "/operator/workspaces"),
    ("members", _("Members"), "/operator/members"),
    ("reports", _("Reports"), "/reports"),
    ("standings", _("Standing"), "/standings"),
    ("failed", _("Payouts that failed"), "/operator/failed"),
    ("outbox", _("Letters"), "/outbox"),
    ("audit", _("Audit log"), "/operator/audit"),
    ("health", _("Health"), "/operator/health"),
)
RULES = (("rules", _("Rules"), "/rules"), ("help", _("Help"), "/help"))


def install(app: Flask) -> None:
    """Give the templates their filters and their globals."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(_text, _counted, newstyle=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        hour=lambda at: times.show_hour(aware(at), words.reader().zone, words.reader().language),
        day=lambda at: times.show_day(aware(at), words.reader().zone, words.reader().language),
        date=lambda at: times.show_date(aware(at), words.reader().zone, words.reader().language),
        moment=lambda at: times.show_moment(aware(at), words.reader().zone, words.reader().language),
        hour_in=lambda at, zone: times.show_hour(aware(at), zone, words.reader().language),
        day_in=lambda at, zone: times.show_day(aware(at), zone, words.reader().language),
        city=lambda zone: times.city(zone, words.reader().language),
        iso=lambda at: aware(at).strftime("%Y-%m-%dT%H:%M:%SZ"),
        money=lambda owed: money.show(owed.amount, owed.currency, words.reader().language),
        span=lambda length: times.span_words(abs(length), words.reader().language),
        grouped=lambda told: words.grouped(told, words.reader().language) if isinstance(told, int) else told,
    )
    app.jinja_env.globals.update(url=url, asset=asset, address=reply.address, here_is_htmx=lambda: bool(request.htmx))
    app.context_processor(known_to_all)
    app.after_request(reply.forget_said)


def _text(message: str) -> str:
    return words.translate(message, words.reader().language)


def _counted(one: str, more: str, number: int) -> str:
    return words.translate_many(one, more, number, words.reader().language)


def aware(at) -> datetime:
    """An instant, or its epoch."""
    return from_epoch(at) if isinstance(at, int) else at


def url(path: str, **query) -> str:
    """A path of ours below the prefix that the app is mounted at."""
    return request.script_root + path + (f"?{urlencode(query)}" if query else "")


@functools.cache
def _stamp(path: str, changed: float) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]


def asset(path: str) -> str:
    """A file of static/, with a stamp so that it can be kept for long."""
    file = STATIC / path
    stamp = _stamp(path, file.stat().st_mtime) if file.exists() else ""
    return url(f"/static/{path}") + f"?v={stamp}"


def known_to_all() -> dict:
    """What every template may ask for."""
    me = g.get("me")
    return {
        "me": person(me) if me else None,
        "lang": words.reader().language,
        "text_dir": "rtl" if words.reader().language == "ar" else "ltr",
        "zone": words.reader().zone,
        "form_token": asker.form_token() if "browser" in g else "",
        "posted": request.method == "POST" and current_app.create_url_adapter(request).test(method="GET"),
        "now": g.get("at"),
        "said": reply.said(),
        "languages": tuple(words.LANGUAGES.items()),
        "nav": rail(me) if me else [],
        "tour": url("/demo") if current_app.config["SETTINGS"].demo else "",
        "Markup": Markup,
    }


def rail(me) -> list[SimpleNamespace]:
    """Where this person can go: a team's pages, an operator's, and the rule book."""
    places = (*(NAV if person(me).roles else ()), *(OPERATORS if me.operator else ()), *RULES)
    known = {"board": g.get("board_open")}  # where the page had counted it anyway
    return [SimpleNamespace(key=key, label=label, url=url(path), count=known.get(key)) for key, label, path in places]


def person(me) -> SimpleNamespace:
    """Who is signed in, as the layouts show them; the workspaces came along with the sign-in."""
    if "shown_person" not in g:
        members, now = access.memberships(), access.current()
        g.shown_person = SimpleNamespace(
            name=me.name or me.shown,
            workspace_name=now.workspace.name if now else "",
            house=now.workspace if now else None,
            houses=[member.workspace for member in members],
            zone=me.zone,
            language=me.language,
            roles=[member.role for member in members],
            operator=me.operator,
            code=me.code,
            email=me.email,
            unsubscribed_at=me.unsubscribed_at,
            bounced_at=me.bounced_at,
        )
    return g.shown_person
