"""What the team's log and the operator's log have in common: the filters in the address, the lines, the file."""

import csv
import io
import json
from collections.abc import Iterator

from flask import Response, request
from markupsafe import Markup

from lifecycle.words import _, reader, reading
from models import audit
from models.audit import Line, Looked, Wanted
from rules import times
from rules.cells import harmless
from views.access import PLURALS
from views.audit_words import BESIDE, KEPT, NOUNS, OF_ALL, PARTS, by_words, sentence
from views.contributor.rights import WHAT
from views.customer import asking
from views.happened import SENTENCES

COLUMNS = ("at", "who", "part", "what", "noun", "event", "row", "study", "team", "details")
PATHS = {noun: plural for plural, noun in PLURALS.items()} | {"message": "sessions"}
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
# What was read, for the team.
READ = {
    "answers": _("Answers"),
    "messages": _("Messages"),
    "notes": _("Notes of the team"),
    "file": _("A file with answers"),
}
assert set(READ) == set(WHAT)


def wanted(workspace: int | None) -> tuple[Wanted, dict]:
    """What the address asks for, and the same as it was typed; a row that is not there finds nothing."""
    what = request.args.get("what", "")
    noun, _dot, event = what.partition(".")
    known = noun in {**NOUNS, **OF_ALL} and (not event or event in KEPT or (noun, event) in {**SENTENCES, **BESIDE})
    noun, event = (noun, event) if known else ("", "")
    first, last, code = asking.day("from"), asking.day("to"), asking.text("row")
    typed = {"who": asking.text("who"), "what": what if known else "", "from": first, "to": last, "row": code}
    since, until = asking.between(first, last)
    row = (audit.row_of(code) or ("", 0)) if code else None
    return Wanted(workspace, typed["who"], noun, event, since, until, row), typed


def drawn(found: list[Line], operator: bool = False) -> Markup:
    """The lines as rows of a table."""
    return Markup("").join([_row(line, operator) for line in found])


def _row(line: Line, operator: bool) -> Markup:
    who, what = reader(), sentence(line.noun, line.event)
    url = f"{request.script_root}/{PATHS[line.noun]}/{line.code}" if line.code and line.noun in PATHS else ""
    if operator and url:
        url += "?as=operator"
    return ROW.format(
        say=(str(_("When")), str(_("Who"))),
        hour=times.show_hour(line.at, who.zone, who.language),
        day=times.show_date(line.at, who.zone, who.language),
        what=LINK.format(url=url, what=what) if url else what,
        title=SMALL.format(line.title) if line.title else "",
        by=by_words(line.by, line.role),
        team=SMALL.format(line.team) if operator and line.team else "",
    )


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
        url=f"{request.script_root}/participants/{one.code}",
    )  # fmt: skip


def file(found: Wanted, name: str) -> Response:
    """The log as a file, sent while it is read."""
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    who = reader()
    return Response(rows(found, who.language, who.zone), content_type="text/csv; charset=utf-8", headers=headers)


def rows(found: Wanted, language: str, zone: str) -> Iterator[str]:
    """The lines of the file."""
    yield _written(COLUMNS)
    for line in audit.every(found):
        with reading(language, zone):
            yield _written(cells(line))


def cells(line: Line) -> tuple:
    """An entry as cells; instants are UTC."""
    details = json.loads(line.details or "{}")
    return (
        times.from_epoch(line.at).isoformat(), by_words(line.by, line.role), line.role,
        sentence(line.noun, line.event), line.noun, line.event, line.code, line.title, line.team,
        json.dumps(details, ensure_ascii=False) if details else "",
    )  # fmt: skip


def _written(values) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(str(value)) if value is not None else "" for value in values])
    return out.getvalue()
