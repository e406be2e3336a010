"""What is said about the lines of a file of people: what became of each, and what is wrong with it."""

from commands import enrolment
from lifecycle import profilewords
from lifecycle.words import LANGUAGES, Names, Text, _
from rules.people_csv import MOST_LETTERS, MOST_LINES, Fault, Line

BEFORE: dict[str, Text] = {
    enrolment.NEW: _("Will be enrolled"),
    enrolment.YOURS: _("One of yours already; what the line says will be kept"),
    enrolment.LEFT: _("Asked to be left out, and is not enrolled again"),
}
AFTER: dict[str, Text] = {
    enrolment.NEW: _("Enrolled"),
    enrolment.YOURS: _("One of yours already; what the line says is kept"),
    enrolment.LEFT: BEFORE[enrolment.LEFT],
}
OF_SHEET: dict[str, Text] = {
    "empty": _("There is nobody in it. Each line is one person, with an address at least."),
    "too_large": _(
        "That is too long: at most %(most)s letters at once. Please part it and import one after the other.",
        most=MOST_LETTERS,
    ),
    "no_email": _("No column holds the addresses. Please call it “email” in the first line."),
}
OF_LINE: dict[str, Text] = {
    "no_address": _("No address"),
    "twice": _("The same address stands in a line above"),
    "over": _("Past the first %(most)s lines: please import these next", most=MOST_LINES),
    "quotes": _("A quotation mark is opened and never closed"),
}
COLUMNS: dict[str, Text] = {
    "email": _("Address"), "name": _("Name"), "first": _("First name"), "last": _("Last name"), "note": _("Note"),
    "language": _("Language of letters"), "zone": _("City"), **profilewords.SHORT,
}  # fmt: skip


def fate(line: Line, code: str, after: bool) -> Text | str:
    """What became of a line, or becomes of it; all that is wrong with it where it can not be used."""
    if not line.faults:
        return (AFTER if after else BEFORE)[code]
    return "; ".join(str(sentence(fault)) for fault in line.faults)


def sentence(fault: Fault) -> Text:
    """What is wrong, in words."""
    typed = fault.typed if len(fault.typed) <= 60 else f"{fault.typed[:60]}…"
    if fault.code in OF_LINE:
        return OF_LINE[fault.code]
    if fault.code == "not_address":
        return _("“%(typed)s” is no address", typed=typed)
    if fault.code == "language":
        names = Names(tuple(LANGUAGES.values()), one_of=True)
        return _("We write letters in %(names)s, not in “%(typed)s”", names=names, typed=typed)
    if fault.code == "zone":
        return _("We do not know the city or zone “%(typed)s”", typed=typed)
    column = COLUMNS[fault.column]
    if fault.code == "too_long":
        return _("%(column)s: that is too long", column=column)
    if fault.code == "too_young":
        return _("%(column)s: people who take part are adults", column=column)
    return _("%(column)s: “%(typed)s” is none of the answers that we know", column=column, typed=typed)


def at_field(line: Line) -> dict[str, str]:
    """The same for a form: by the field."""
    found: dict[str, str] = {}
    for fault in line.faults:
        found.setdefault(fault.column or "email", str(sentence(fault)))
    return found
