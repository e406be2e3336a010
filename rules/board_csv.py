"""A file for the board: by either side's ID, what is wanted for whom. Every line gets what it says, or the code of what
is wrong with it; and what would become of it, by how both sides stand. Pure; nothing is looked up."""

import csv
from collections.abc import Iterable
from typing import NamedTuple

from rules.identifiers import tail_of

MOST_LINES = 5000
MOST_LETTERS = 1_000_000
LONGEST = 2000
SEPARATORS = ",;\t"
COMPLETE, EXCLUDE, NOTE = "complete", "exclude", "note"
# A head as it may be written -> the column.
HEADS = {
    "id": "id", "recruiting_id": "id", "study_id": "other", "participant": "id", "pid": "id", "candidate": "id",
    "do": "do", "outcome": "do", "wanted": "do", "action": "do", "reason": "reason", "note": "note", "comment": "note",
}  # fmt: skip
WORDS = {
    "complete": COMPLETE, "completed": COMPLETE, "approve": COMPLETE, "paid": COMPLETE,
    "exclude": EXCLUDE, "excluded": EXCLUDE, "remove": EXCLUDE, "removed": EXCLUDE, "reject": EXCLUDE,
    "note": NOTE,
}  # fmt: skip


class Line(NamedTuple):
    """A line by its number in the file: the ID as it was typed and the seven characters of it, what is wanted, why, and
    a note; `fault` is a code (no_id, not_id, no_outcome, no_reason, no_note, too_long, twice, over), "" where it is
    sound."""

    number: int
    typed: str
    tail: str
    do: str
    reason: str
    note: str
    fault: str = ""


class Sheet(NamedTuple):
    """A file: its lines; `fault` is the code of what keeps all of it from being read (empty, too_large, no_id)."""

    lines: tuple[Line, ...] = ()
    fault: str = ""


def parse(text: str, reasons: Iterable[str]) -> Sheet:
    """What the file says; lines without a wish in them (as the board's own file has them) are left out."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    if len(text) > MOST_LETTERS:
        return Sheet(fault="too_large")
    rows = [(number, cells) for number, cells in enumerate(_read(text), 1) if any(cell.strip() for cell in cells)]
    if not rows:
        return Sheet(fault="empty")
    heads = [HEADS.get(cell.strip().lower().replace(" ", "_"), "") for cell in rows[0][1]]
    if "id" not in heads or "do" not in heads:
        return Sheet(fault="no_id")
    known, seen = frozenset(reasons), set()
    found = []
    for number, cells in rows[1:]:
        line = _line(number, dict(zip(heads, (cell.strip() for cell in cells), strict=False)), known)
        if line is None:
            continue
        if len(found) >= MOST_LINES:
            line = line._replace(fault="over")
        elif line.tail in seen:
            line = line._replace(fault=line.fault or "twice")
        seen |= {line.tail} - {""}
        found.append(line)
    return Sheet(tuple(found), "" if found else "empty")


def _read(text: str) -> list[list[str]]:
    first = next((one for one in text.splitlines() if one.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        return list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return [line.split(separator) for line in lines]


def _line(number: int, given: dict[str, str], reasons: frozenset[str]) -> Line | None:
    # A spreadsheet's guard before a sign that could begin a formula.
    typed = (given.get("id") or given.get("other") or "").removeprefix("'")
    wish = given.get("do", "").lower()
    if not wish:
        return None
    line = Line(number, typed[:80], tail_of(typed.lower()) or "", WORDS.get(wish, ""), given.get("reason", "").lower(),
                given.get("note", ""))  # fmt: skip
    return line._replace(fault=_fault(line, reasons))


def _fault(line: Line, reasons: frozenset[str]) -> str:
    if not line.tail:
        return "not_id" if line.typed else "no_id"
    if not line.do:
        return "no_outcome"
    if line.do == EXCLUDE and line.reason not in reasons:
        return "no_reason"
    if line.do == NOTE and not line.note:
        return "no_note"
    return "too_long" if len(line.note) > LONGEST else ""


# What becomes of a line.
WILL_COMPLETE, WILL_EXCLUDE, WILL_ASK, WILL_NOTE = "will_complete", "will_exclude", "will_ask", "will_note"
WILL = (WILL_COMPLETE, WILL_EXCLUDE, WILL_ASK, WILL_NOTE)
ALREADY, ASKED, WRONG_STATE, THEIRS, ONLY_WORD = "already", "asked", "wrong_state", "theirs", "only_word"


def fate(do: str, place: str, recruiting: str | None, study: str | None, asked: bool = False, ours: bool = True) -> str:
    """What would become of a sound line: by where the other side is and how both stand."""
    if do == NOTE:
        return WILL_NOTE
    if not ours:
        return ONLY_WORD
    return _completing(place, recruiting, study) if do == COMPLETE else _excluding(place, recruiting, study, asked)


def _completing(place: str, recruiting: str | None, study: str | None) -> str:
    ours = recruiting if place == "tool" else study
    if ours == "completed" or (place == "local" and recruiting == "completed" and study is None):
        return ALREADY
    if place == "tool" or (place == "local" and study is None):
        return WILL_COMPLETE if recruiting == "submitted" else WRONG_STATE
    if study != "submitted":
        return WRONG_STATE
    return THEIRS if place == "recruiter" and recruiting != "completed" else WILL_COMPLETE


def _excluding(place: str, recruiting: str | None, study: str | None, asked: bool) -> str:
    ours = study if place == "recruiter" else recruiting
    if ours in ("removed", "excluded"):
        return ALREADY
    if ours == "completed":
        return WRONG_STATE
    if place == "recruiter" and recruiting != "removed":
        return ASKED if asked else WILL_ASK
    return WILL_EXCLUDE
