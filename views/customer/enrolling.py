"""Enrolling people of one's own: one by a form, many by a file or pasted lines, looked at first. Every line's fate is
shown and can be taken along. Nothing of a file is kept between the two: it travels with the page."""

import base64
import binascii
import zlib
from collections import Counter

from flask import Blueprint, Response, g, redirect, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from commands import enrolment
from lifecycle import profilewords
from lifecycle.words import LANGUAGES, Text, _, ngettext
from models import crowds
from rules import cells, people_csv, profile
from rules.times import from_epoch
from views import reply
from views.access import MAY, TOO_LOW, membership
from views.customer import enrol_words
from views.customer.face import acting
from views.fresh import not_fresh

views = Blueprint("enrolling", __name__)
SHOWN = 100
FIELDS = ("email", "name", "language", "zone", "note", *profile.FACTS)
LETTERS = {enrolment.NEW: "n", enrolment.YOURS: "y", enrolment.LEFT: "l", enrolment.REFUSED: "r"}
ASKED = _("Please say that you asked them. Without that, nobody is enrolled.")
NOTHING = _("Please choose a file, or paste some lines.")
ROW = Markup(
    '<tr><td class="num" data-label="{words[0]}">{line.number}</td><th scope="row"><bdi>{email}</bdi></th>'
    '<td data-label="{words[1]}"><bdi>{name}</bdi></td><td data-label="{words[2]}">{fate}</td></tr>\n'
)
HEADS = (_("Line"), _("Name"), _("Outcome"))
TAKEN = ("email", "name", "note", "enrolled", *profile.FACTS)


def enroller():
    """The asker's membership, or the reply of who may not enrol people."""
    member = membership()
    return member, None if "enrol" in MAY[member.role] else reply.forbidden(TOO_LOW)


@views.get("/people/enrol")
def form():
    """The two ways: one person, or a file."""
    _member, instead = enroller()
    return instead or show()


def show(status: int = 200, **more):
    """The page with both forms."""
    context = {
        "errors": {}, "typed": MultiDict(), "languages_of_letters": list(LANGUAGES.items()),
        "facts": [_field(name) for name in profile.FACTS], "most": people_csv.MOST_LINES,
        "columns": [(name, enrol_words.COLUMNS[name]) for name in FIELDS], **more,
    }  # fmt: skip
    return render_template("customer/people/enrol.html", **context), status


def _field(name: str) -> dict:
    """A fact on the form: chosen where there are few answers, else typed."""
    fact = profile.FACTS[name]
    few = fact.kind == profile.ONE and name != "country"
    return {"name": name, "label": profilewords.short(name), "options": profilewords.options(name) if few else None}


@views.post("/people/enrol")
def enrol():
    """One person."""
    member, instead = enroller()
    if instead:
        return instead
    line = people_csv.one({name: request.form.get(name, "") for name in FIELDS}, g.at.year, LANGUAGES)
    errors = enrol_words.at_field(line)
    if "asked" not in request.form:
        errors["asked"] = str(ASKED)
    if errors:
        return show(422, errors=errors, typed=request.form)
    outcome = enrolment.enrol_one(member.workspace, line, acting(), g.at)
    if outcome.fate == enrolment.LEFT:
        return show(422, errors={"email": str(enrol_words.AFTER[enrolment.LEFT])}, typed=request.form)
    said = "enrolled" if outcome.fate == enrolment.NEW else "enrolled_before"
    return reply.lead(f"{request.script_root}/people?show=own", said)


@views.get("/people/import")
def look_again():
    """Whoever comes back to the preview's address finds the form."""
    _member, instead = enroller()
    return instead or redirect(f"{request.script_root}/people/enrol", 303)


@views.post("/people/import")
def import_people():
    """What would become of each line; then exactly that; and the fates as a file, before and after."""
    member, instead = enroller()
    if instead:
        return instead
    text = sent()
    if not text.strip():
        return show(422, errors={"lines": str(NOTHING)}, typed=request.form)
    sheet = people_csv.parse(text, g.at.year, LANGUAGES)
    if sheet.fault:
        return show(422, errors={"lines": str(enrol_words.OF_SHEET[sheet.fault])}, typed=request.form)
    wanted = request.form.get("go", "")
    if wanted == "fates":
        return file_of_fates(member, sheet)
    if wanted == "import" and "asked" in request.form:
        return fates(text, sheet, enrolment.enrol(member.workspace, sheet.lines, acting(), g.at), True)
    errors = {"asked": str(ASKED)} if wanted == "import" else {}
    return fates(text, sheet, enrolment.plan(member.workspace, sheet.lines), False, errors)


def sent() -> str:
    """What was chosen as a file, pasted, or travels with the page."""
    if kept := request.form.get("kept"):
        return unpacked(kept)
    file = request.files.get("file")
    return (people_csv.decode(file.read()) if file else "") or request.form.get("lines", "")


def packed(text: str) -> str:
    """The lines, small enough to travel with the page."""
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode()


def unpacked(kept: str) -> str:
    """The lines that travelled with the page; nothing where somebody wrote other things there."""
    try:
        reading = zlib.decompressobj()
        return reading.decompress(base64.b64decode(kept), people_csv.MOST_LETTERS * 4).decode("utf-8", "replace")
    except (zlib.error, binascii.Error, ValueError):
        return ""


def fates(text: str, sheet: people_csv.Sheet, outcomes: list, after: bool, errors=None):
    """The fate of each line, those that need a look first."""
    counts = Counter(one.fate for one in outcomes)
    first = sorted(outcomes, key=lambda one: one.fate in (enrolment.NEW, enrolment.YOURS))
    usable = counts[enrolment.NEW] + counts[enrolment.YOURS]
    context = {
        "after": after,
        "figures": _figures(counts, after),
        "rows": Markup("").join([_row(one.line, str(_fate(one, after)), HEADS) for one in first[:SHOWN]]),
        "heads": HEADS,
        "hidden": max(0, len(outcomes) - SHOWN),
        "unknown": sheet.unknown,
        "columns": [enrol_words.COLUMNS[name] for name in sheet.columns],
        "kept": packed(text),
        "letters": "".join(LETTERS[one.fate] for one in outcomes) if after else "",
        "usable": usable,
        "press": ngettext("Import %(number)s line", "Import %(number)s lines", usable),
        "done": ngettext("%(number)s person is one of yours", "%(number)s people are yours", usable),
        "errors": errors or {},
    }
    return render_template("customer/people/fates.html", **context), 422 if errors else 200


def _figures(counts: Counter, after: bool) -> list[dict]:
    words: dict[str, tuple[Text, Text]] = {
        enrolment.NEW: (_("To enrol"), _("Enrolled")),
        enrolment.YOURS: (_("Yours already"), _("Yours already")),
        enrolment.LEFT: (_("Asked to be left out"), _("Asked to be left out")),
        enrolment.REFUSED: (_("Can not be used"), _("Could not be used")),
    }
    return [{"label": pair[after], "number": counts[key]} for key, pair in words.items() if counts[key] or key == "new"]


def _fate(one: enrolment.Outcome, after: bool) -> Text | str:
    return enrol_words.fate(one.line, one.fate, after)


def _row(line: people_csv.Line, fate: str, heads: tuple) -> Markup:
    email, name = line.email or "–", line.told.get("name", "") or "–"
    return ROW.format(words=heads, line=line, email=email, name=name, fate=fate)


def file_of_fates(member, sheet: people_csv.Sheet) -> Response:
    """Every line with its fate, as a file: as it was where it is imported already, else as it would be."""
    codes = {letter: code for code, letter in LETTERS.items()}
    letters = request.form.get("letters", "")
    after = len(letters) == len(sheet.lines) and set(letters) <= set(codes)
    outcomes = (
        [enrolment.Outcome(line, codes[letter]) for line, letter in zip(sheet.lines, letters, strict=True)]
        if after
        else enrolment.plan(member.workspace, sheet.lines)
    )
    told = ((str(o.line.number), o.line.email, o.line.told.get("name", ""), str(_fate_of(o, after))) for o in outcomes)
    heads = [str(words) for words in (_("Line"), _("Address"), _("Name"), _("What became of it"))]
    return reply.table("people-lines.csv", map(cells.line, [heads, *told]))


def _fate_of(one: enrolment.Outcome, after: bool) -> Text | str:
    """A letter that does not belong to its line says nothing."""
    usable = one.fate != enrolment.REFUSED or one.line.faults
    return _fate(one, after) if usable else "–"


@views.post("/people/own.csv")
def take_out():
    """The team's own people as a file, with what it said about them; it can be imported again."""
    member, instead = enroller()
    if instead:
        return instead
    if instead := not_fresh("/people", show="own"):
        return instead
    rows, last = [], 0
    while chunk := crowds.takeout(member.workspace_id, last):
        rows += [_taken(row) for row in chunk]
        last = chunk[-1][0]
    enrolment.taken_out(member.workspace, len(rows), acting(), g.at)
    return reply.table("people.csv", map(cells.line, [TAKEN, *rows]))


def _taken(row: tuple) -> list[str]:
    _number, email, name, note, at, *facts = row
    told = ["; ".join(profile.unpacked(value)) if str(value).startswith(",") else str(value or "") for value in facts]
    return [email, name, note, from_epoch(at).date().isoformat(), *told]
