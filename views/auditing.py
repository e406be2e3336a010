"""What the team's log and the operator's log have in common: the filters in the address, the lines, the file."""

import json
from collections.abc import Iterator

from flask import Response, request
from markupsafe import Markup

from commands import tombstones
from lifecycle.roles import ROLES
from lifecycle.words import _, reader, reading
from models import audit
from models.audit import Line, Looked, Wanted
from rules import cells, times
from views import filters, reply
from views.access import PLURALS
from views.audit_words import BESIDE, KEPT, NOUNS, OF_ALL, PARTS, READ, by_words, sentence
from views.happened import FOLLOWED, SENTENCES

COLUMNS = ("at", "who", "part", "what", "noun", "event", "row", "study", "about", "team", "details")
PATHS = {noun: plural for plural, noun in PLURALS.items()} | {"message": "sessions", "recording": "participants"}
ROW = Markup(
    '<tr><td data-label="{say[0]}">{hour}<small>{day}</small></td><th scope="row">{what}{title}</th>'
    '<td data-label="{say[1]}"><bdi>{by}</bdi>{team}</td></tr>\n'
)
LINK = Markup('<a class="link" href="{url}">{what}</a>')
SMALL = Markup("<small><bdi>{}</bdi></small>")
LOOK = Markup(
    '<tr><td data-label="{say[0]}">{hour}<small>{day}</small></td><th scope="row"><bdi>{by}</bdi></th>'
    '<td data-label="{say[1]}">{what}</td><td data-label="{say[2]}"><a class="link" href="{url}"><bdi>{who}</bdi></a>'
    "<small><bdi>{title}</bdi></small></td></tr>\n"
)


def wanted(workspace: int | None) -> tuple[Wanted, dict]:
    """What the address asks for, and the same as it was typed; a row that is not there finds nothing."""
    what = request.args.get("what", "")
    noun, _dot, event = what.partition(".")
    known = noun in {**NOUNS, **OF_ALL} and (not event or event in KEPT or (noun, event) in {**SENTENCES, **BESIDE})
    noun, event = (noun, event) if known else ("", "")
    first, last, code = filters.day("from"), filters.day("to"), filters.text("row")
    typed = {"who": filters.text("who"), "what": what if known else "", "from": first, "to": last, "row": code}
    since, until = filters.between(first, last)
    row = (audit.row_of(code) or ("", 0)) if code else None
    return Wanted(workspace, typed["who"], noun, event, since, until, row), typed


def drawn(found: list[Line], operator: bool = False) -> Markup:
    """The lines as rows of a table."""
    whom = audit.whom(found)
    return Markup("").join([_row(line, operator, *whom.get(line.id, ("", ""))) for line in found])


def _row(line: Line, operator: bool, name: str, role: str) -> Markup:
    who, what = reader(), sentence(line.noun, line.event, line.role)
    url = f"{request.script_root}/{PATHS[line.noun]}/{line.code}" if line.code and line.noun in PATHS else ""
    if operator and url:
        url += "?as=operator"
    return ROW.format(
        say=(str(_("When")), str(_("Who"))),
        hour=times.show_hour(line.at, who.zone, who.language),
        day=times.show_date(line.at, who.zone, who.language),
        what=LINK.format(url=url, what=what) if url else what,
        title=SMALL.format(line.title) if line.title else _pair(line) or _about(name, role),
        by=_by(line),
        team=SMALL.format(line.team) if operator and line.team else "",
    )


def _by(line: Line) -> str:
    """Who did it; where it came by itself, on whose wish."""
    after = json.loads(line.details or "{}").get("after", "")
    if (line.noun, line.event, after) in FOLLOWED and line.by:
        return str(_("By itself, as %(who)s had asked", who=line.by))
    return by_words(line.by, line.role)


def _pair(line: Line) -> Markup | str:
    """Both IDs of somebody who was removed, which no page shows any more."""
    if line.event != tombstones.EVENT:
        return ""
    kept = json.loads(line.details or "{}")
    return SMALL.format(" · ".join(dict.fromkeys(filter(None, (kept.get("recruiter_id"), kept.get("study_side_id"))))))


def _about(name: str, role: str) -> Markup | str:
    """Whom a change of a team was about."""
    words = _about_words(name, role)
    return SMALL.format(words) if words else ""


def _about_words(name: str, role: str) -> str:
    words = [str(ROLES[role])] if role in ROLES else []
    return ", ".join([*words, name] if name else words)


def looks_drawn(found: list[Looked]) -> Markup:
    """Who looked, as rows of a table."""
    return Markup("").join([_look(one) for one in found])


def _look(one: Looked) -> Markup:
    who = reader()
    return LOOK.format(
        say=(str(_("When")), str(_("What")), str(_("About"))),
        hour=times.show_hour(one.at, who.zone, who.language),
        day=times.show_date(one.at, who.zone, who.language),
        by=one.by or PARTS["operator"], what=READ.get(one.what, one.what), who=one.who, title=one.title,
        url=f"{request.script_root}/{one.where}/{one.code}",
    )  # fmt: skip


def file(found: Wanted, name: str) -> Response:
    """The log as a file, sent while it is read."""
    who = reader()
    return reply.table(name, rows(found, who.language, who.zone))


def rows(found: Wanted, language: str, zone: str) -> Iterator[str]:
    """The lines of the file."""
    yield cells.line(COLUMNS)
    for portion in audit.every(found):
        whom = audit.whom(portion)
        for line in portion:
            with reading(language, zone):
                yield cells.line(told(line, _about_words(*whom.get(line.id, ("", "")))))


def told(line: Line, about: str) -> tuple:
    """An entry as cells; instants are UTC. `about` names whom the numbers of the details only count."""
    details = json.loads(line.details or "{}")
    return (
        times.from_epoch(line.at).isoformat(), _by(line), line.role,
        sentence(line.noun, line.event, line.role), line.noun, line.event, line.code, line.title, about, line.team,
        json.dumps(details, ensure_ascii=False) if details else "",
    )  # fmt: skip
