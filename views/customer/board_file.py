"""The board as a file, and a file for the board: every line's fate is shown before anything is done, then it is done,
so many at a time; what is done already is left as it is, so that a file can be sent again."""

from collections import Counter
from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from commands import reconciling, trail
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refused
from lifecycle.candidate import CandidateLifecycle
from lifecycle.participant import ParticipantLifecycle
from lifecycle.reasons import EXCLUSION
from lifecycle.words import Text, _, ngettext
from models import board as both
from models.board import Line, Sieve
from rules import board_csv, cells
from rules.board_csv import WILL, Sheet
from rules.identifiers import other_side
from rules.money import exponent
from rules.people_csv import decode
from rules.times import from_epoch
from views import filters, reply
from views.customer import board, board_words
from views.customer.enrolling import packed, unpacked
from views.fresh import not_fresh

views = Blueprint("board_file", __name__)
COLUMNS = (
    "recruiting_id", "study_id", "class", "recruiting_state", "recruiting_since", "study_state", "study_since",
    "waits", "project", "study", "owner", "reward", "currency", "payout", "note", "do", "reason",
)  # fmt: skip
A_TIME, SHOWN = 500, 100
# The tabs that have everybody between them.
EVERYTHING = ("open", "telling", "matched", "settled")
OF_SHEET: dict[str, Text] = {
    "empty": _("There is no line with an ID and an outcome in it."),
    "too_large": _("The file is too large: at most %(most)s lines.", most=board_csv.MOST_LINES),
    "no_id": _("The first line names the columns. It needs at least id and do."),
}
OF_LINE: dict[str, Text] = {
    "no_id": _("No ID"), "not_id": _("Not an ID of either side"),
    "no_outcome": _("No outcome that we know: complete, exclude or note"),
    "no_reason": _("An exclusion needs a reason that we know"), "no_note": _("There is no note"),
    "too_long": _("The note is too long"), "twice": _("This person stands in the file already"),
    "over": _("Beyond the lines that one file can have"),
    "unknown": _("Nobody on the board has this ID, or it is hidden"),
}  # fmt: skip
FATES: dict[str, tuple[Text, Text]] = {
    "will_complete": (_("Will be completed"), _("Completed")),
    "will_exclude": (_("Will be removed, then excluded"), _("Removed, then excluded")),
    "will_ask": (_("The recruiter will be asked to remove them"), _("The recruiter is asked to remove them")),
    "will_note": (_("The note will be kept"), _("The note is kept")),
    "already": (_("It is so already"), _("It was so already")),
    "asked": (_("The recruiter was asked already"), _("The recruiter was asked already")),
    "wrong_state": (_("Not possible in their state"), _("Not possible in their state")),
    "theirs": (_("The recruiter decides this"), _("The recruiter decides this")),
    "only_word": (_("Only the other side knows them"), _("Only the other side knows them")),
    "later": (_("For the next press"), _("For the next press")),
}


class Fate(NamedTuple):
    """A line of the file, the row of the board it means, and what becomes of it; `said` is a refusal in words."""

    line: board_csv.Line
    row: Line | None
    code: str
    said: Text | str = ""


@views.get("/board/file")
def out():
    """All of the board, or what the address narrows it to, as a file."""
    member, instead = board.member_who()
    if instead or (instead := not_fresh(filters.same("/board/file"))):
        return instead
    sieve = board.sieve_of(both.known(member.workspace_id))
    shows = (sieve.show,) if "show" in request.args else EVERYTHING
    rows = list(found(member, [sieve._replace(show=show) for show in shows]).values())
    trail.keep(member.workspace_id, "board_exported", board.acting(), g.at, number=len(rows))
    return reply.table("board.csv", map(cells.line, [COLUMNS, *map(cells_of, rows)]))


def found(member, sieves: list[Sieve]) -> dict[int, Line]:
    """The rows behind these tabs, each once, by number."""
    limits = both.limits_of(member.workspace.policy)
    rows = (row for sieve in sieves for row in both.lines(member.workspace_id, g.at, sieve, limits, most=None))
    return {row.number: row for row in rows}


def cells_of(row: Line) -> tuple:
    """The cells of a row; an ID that is hidden is hidden here too."""
    own = f"pp_{row.tail}" if row.tail else ""
    there = other_side(own, row.kind) if own else ""
    at = [from_epoch(one).isoformat() if one is not None else "" for one in (row.r_since, row.s_since)]
    amount = ""
    if row.amount and row.currency:
        places = exponent(row.currency)
        amount = f"{row.amount / 10**places:.{places}f}"
    return (
        own, there, board_words.class_of(row), row.r or "", at[0], row.s or "", at[1], row.waits,
        row.project_title or "", row.study_title or "", row.owner_name or "", amount, row.currency or "",
        row.paid or "", row.note, "", "",
    )  # fmt: skip


@views.get("/board/import")
def form():
    """Where a file is chosen or pasted."""
    _member, instead = board.member_who()
    return instead or show()


def show(status: int = 200, **more):
    """The page with the form."""
    context = {"errors": {}, "typed": request.form, "most": board_csv.MOST_LINES, "reasons": list(EXCLUSION.items())}
    return render_template("customer/board/import.html", **{**context, **more}), status


@views.post("/board/import")
def take():
    """What would become of each line; then exactly that."""
    member, instead = board.member_who()
    if instead or (instead := not_fresh("/board/import")):
        return instead
    text = sent()
    sheet = board_csv.parse(text, EXCLUSION)
    if sheet.fault:
        return show(422, errors={"lines": str(OF_SHEET[sheet.fault])})
    fates = plan(member, sheet)
    if request.form.get("go") != "do":
        return shown(text, fates, False)
    return shown(text, carried_out(member, fates), True)


def sent() -> str:
    """What was chosen as a file, pasted, or travels with the page."""
    if kept := request.form.get("kept"):
        return unpacked(kept)
    file = request.files.get("file")
    return (decode(file.read()) if file else "") or request.form.get("lines", "")


def plan(member, sheet: Sheet) -> list[Fate]:
    """What would become of each line, by how both sides stand now."""
    rows = {row.tail: row for row in found(member, [Sieve(show) for show in EVERYTHING]).values()}
    rows.pop("", None)
    return [fate_of(line, rows.get(line.tail)) for line in sheet.lines]


def fate_of(line: board_csv.Line, row: Line | None) -> Fate:
    """The fate of one line."""
    if line.fault:
        return Fate(line, None, line.fault)
    if row is None:
        return Fate(line, None, "unknown")
    ours = row.row_kind != "counterpart"
    code = board_csv.fate(line.do, row.place, row.r, row.s, row.asked_at is not None, ours)
    if code == "will_note" and row.note == line.note.strip():
        code = "already"
    return Fate(line, row, code)


def carried_out(member, fates: list[Fate]) -> list[Fate]:
    """Each line in a transaction of its own, so many at a time; what the law refuses says why."""
    left, found = A_TIME, []
    for fate in fates:
        if fate.code not in WILL:
            found.append(fate)
        elif left <= 0:
            found.append(fate._replace(code="later"))
        else:
            left -= 1
            found.append(done(member, fate))
    return found


def done(member, fate: Fate) -> Fate:
    """The line, done; or why not."""
    line, row = fate.line, fate.row
    try:
        if fate.code == "will_note":
            reconciling.note(member.workspace_id, f"pp_{row.pair}", line.note, board.acting(), g.at)
        elif fate.code == "will_complete":
            reconciling.complete(board.row_of(row), board.acting(), g.at)
        else:
            reconciling.remove(board.row_of(row), line.reason, board.acting(), g.at, line.note)
    except (Refused, Stale) as problem:
        return fate._replace(code="refused", said=problem.refusal.sentence)
    except Invalid as problem:
        return fate._replace(code="refused", said=next(iter(problem.errors.values())))
    return fate


def words(fate: Fate, after: bool) -> Text | str:
    """What becomes of a line, or became of it."""
    if fate.code == "refused":
        return fate.said
    if fate.code in FATES:
        return FATES[fate.code][after]
    return OF_LINE[fate.code]


def shown(text: str, fates: list[Fate], after: bool):
    """The fate of each line, those that need a look first."""
    counts = Counter(fate.code for fate in fates)
    usable = sum(counts[code] for code in WILL)
    first = sorted(fates, key=lambda fate: fate.code in WILL or fate.code == "already")
    faults = len(fates) - usable - counts["already"] - counts["later"]
    context = {
        "after": after, "rows": [(fate, words(fate, after)) for fate in first[:SHOWN]],
        "hidden": max(0, len(fates) - SHOWN), "kept": packed(text), "usable": usable, "later": counts["later"],
        "figures": [
            (usable, ngettext("line done", "lines done", usable) if after else
             ngettext("line to do", "lines to do", usable)),
            (counts["already"], _("so already")), (faults, _("can not be done")),
        ],
        "press": ngettext("Do %(number)s line", "Do %(number)s lines", min(usable, A_TIME)),
        "further": ngettext("Go on with %(number)s more line", "Go on with %(number)s more lines", counts["later"]),
        "label_r": lambda state: board_words.label_of(CandidateLifecycle, state),
        "label_s": lambda state: board_words.label_of(ParticipantLifecycle, state),
    }  # fmt: skip
    return render_template("customer/board/fates.html", **context)
