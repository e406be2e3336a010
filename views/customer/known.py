"""Everybody whom the team knows: in its studies, its own people, and on each of its lists; filters in the address,
pages by key."""

from functools import lru_cache
from types import SimpleNamespace

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from lifecycle.participant import ParticipantLifecycle
from lifecycle.words import _, ngettext, reader, reading
from models import crowds
from models.candidates import ids_among
from rules import times
from views import filters
from views.access import MAY, membership
from views.forms import new_key

views = Blueprint("known", __name__)
KNOWN, OWN = "known", "own"
FAVOURITES = _("Favourites")
ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/people/{one.code}"><bdi>{one.who}</bdi></a></th>'
    '<td data-label="{words[0]}">{first}</td><td data-label="{words[1]}">{second}</td>'
    '<td data-label="{words[2]}">{since}</td></tr>\n'
)
STATE = Markup('<span class="state" data-state="{state}">{label}</span>')
TEXT = Markup("<bdi>{text}</bdi>")
HEADS = {
    KNOWN: (_("Latest study"), _("State there"), _("Since")),
    OWN: (_("Address"), _("Note"), _("Enrolled")),
    "list": (_("Known as"), _("Address"), _("On it since")),
}
LONGEST_NOTE = 80


def name_of(held: crowds.Held):
    """What a list is called; the favourites in the reader's language."""
    return FAVOURITES if held.favourites else held.name


@views.get("/people")
def index():
    """The people behind one of the tabs."""
    return shown(request.args.get("show", KNOWN))


def shown(show: str, status: int = 200, **more):
    """The page of a tab: known, own, or the code of a list; 404 for a list of others."""
    member = membership()
    counts = crowds.counted(member.workspace_id)
    held = next((one for one in counts.lists if one.code == show), None)
    if show not in (KNOWN, OWN) and held is None:
        abort(404)
    who, before = filters.text("who"), filters.number("before")
    found = _found(member.workspace_id, show, who, before)
    rows, here = found[: crowds.SHOWN], f"{request.script_root}/people"
    older = rows[-1].key if len(found) > crowds.SHOWN else None
    kind = "list" if held else show
    context = {
        "kind": kind,
        "show": show,
        "held": held,
        "heading": name_of(held) if held else None,
        "tabs": _tabs(counts, show, here),
        "total": held.number if held else counts.own if show == OWN else counts.known,
        "rows": _drawn(rows, kind, request.script_root),
        "heads": HEADS[kind],
        "who": who,
        "narrowed": bool(who),
        "an_id": who if not rows and ids_among([who], member.workspace_id) else None,
        "all_url": filters.same(here, who=None, before=None),
        "older": filters.same(here, before=older) if older else None,
        "newest": filters.same(here, before=None) if "before" in request.args else None,
        "may_enrol": "enrol" in MAY[member.role],
        "may_list": "shortlist" in MAY[member.role],
        "once": new_key(),
        "typed": MultiDict(),
        "errors": {},
        **more,
    }  # fmt: skip
    return render_template("customer/people/index.html", **context), status


def _found(workspace: int, show: str, who: str, before: int | None) -> list:
    if show == KNOWN:
        return crowds.in_studies(workspace, who, before)
    return crowds.own(workspace, who, before) if show == OWN else crowds.on_list(workspace, show, who, before)


def _tabs(counts: crowds.Counts, show: str, here: str) -> list[SimpleNamespace]:
    """The ways of knowing somebody, and the lists."""
    ways = [(KNOWN, _("In your studies"), counts.known), (OWN, _("Your own people"), counts.own)]
    ways += [(held.code, name_of(held), held.number) for held in counts.lists]
    return [
        SimpleNamespace(url=here if key == KNOWN else f"{here}?show={key}", label=label, count=count, here=key == show)
        for key, label, count in ways
    ]


def _drawn(rows: list, kind: str, prefix: str) -> Markup:
    who = reader()
    return Markup("").join([_row(one, kind, who.language, who.zone, prefix) for one in rows])


@lru_cache(maxsize=4096)
def _row(one, kind: str, language: str, zone: str, prefix: str) -> Markup:
    """Somebody as a row of the table. The same values give the same markup, so nothing is ever thrown away."""
    with reading(language, zone):
        first, second = CELLS[kind](one)
        words = [str(word) for word in HEADS[kind]]
    since = times.show_date(one.since, zone, language)
    return ROW.format(prefix=prefix, one=one, words=words, first=first, second=second, since=since)


def _known_cells(one: crowds.Known) -> tuple:
    waits = one.recruiter and one.state == "submitted"
    label = ParticipantLifecycle.finished if waits else ParticipantLifecycle.label(one.state)
    further = Markup("")
    if one.number > 1:
        further = Markup(" <small>{}</small>").format(
            ngettext("and %(number)s more", "and %(number)s more", one.number - 1)
        )
    return TEXT.format(text=one.title or _("Untitled study")) + further, STATE.format(state=one.state, label=label)


def _own_cells(one: crowds.Own) -> tuple:
    note = one.note if len(one.note) <= LONGEST_NOTE else f"{one.note[:LONGEST_NOTE]}…"
    return TEXT.format(text=one.email), TEXT.format(text=note) if note else "–"


def _list_cells(one: crowds.OnList) -> tuple:
    return (_("One of your own people"), TEXT.format(text=one.email)) if one.own else (_("Username"), "–")


CELLS = {KNOWN: _known_cells, OWN: _own_cells, "list": _list_cells}
