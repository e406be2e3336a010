"""Whoever was checked on the board: completed, or removed and then excluded, together. First a look at what that does,
worked out by doing it and taking it back; then exactly that, all of them or none."""

from collections import Counter
from typing import NamedTuple

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import reconciling
from commands.fire import Stale
from commands.once import once
from commands.preview import preview
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.candidate import CandidateLifecycle
from lifecycle.participant import ParticipantLifecycle
from lifecycle.reasons import EXCLUSION
from lifecycle.words import Text, _, ngettext, reader
from models.board import Line
from models.money import Money
from rules import money
from views import details, looks, reply
from views.customer import board, board_words
from views.forms import new_key, sent_key, worded
from views.happened import LETTERS

views = Blueprint("board_look", __name__)
COMPLETE, EXCLUDE = "complete", "exclude"
ONLY_THERE = Refusal("only_their_word", _("Only the other side knows them, so there is nothing to do here."))
THEIRS = Refusal(
    "theirs", _("The recruiter decides this. If you completed them there, say so on their page, with your name.")
)
FIELDS = details.FIELDS["participant", "exclude", None]


class Tried(NamedTuple):
    """A row that was checked: what doing it would owe and whom it would write to, or why it is not possible."""

    line: Line
    row: object
    owed: tuple[Money, ...]
    letters: tuple[str, ...]
    refusal: Refusal | None
    asks: bool = False

    @property
    def ids(self) -> tuple[str, str]:
        """How both sides write the ID."""
        return board_words.ids(self.line)


@views.get("/board/look")
def again():
    """Whoever comes back to the preview's address finds the board."""
    _member, instead = board.member_who()
    return instead or redirect(f"{request.script_root}/board", 303)


@views.post("/board/look")
def look():
    """What it would do, and then exactly that."""
    go = request.form.get("go") or request.args.get("go", "")
    member, instead = board.member_who(EXCLUDE if go == EXCLUDE else COMPLETE)
    if instead:
        return instead
    field = "only" if "only" in request.form else "who"
    found, wanted = board.picked(member, field)
    if not found or len(wanted) > board.MOST:
        return board.page(member, 422, board.TOO_MANY if wanted else board.NOBODY)
    moved = any(line.value != wanted[line.number] for line in found)
    if "confirm" not in request.form:
        looks.count()
        return looked(member, go, found, 409 if moved else 200, board.GONE if moved else None)
    if moved:
        return looked(member, go, found, 409, board.GONE)
    return confirmed(member, go, found)


def confirmed(member, go: str, found: list[Line]):
    """All of them, or none; a second click leads to the same place."""
    rows = [board.row_of(line) for line in found]

    def do() -> str:
        if go == EXCLUDE:
            given = details.parse(FIELDS, request.form)
            reconciling.remove_all(rows, given["reason"], board.acting(), g.at, given["note"] or "")
        else:
            reconciling.complete_all(rows, board.acting(), g.at)
        return f"{request.script_root}/board"

    try:
        return reply.lead(once(sent_key(go), g.at, do), "excluded_all" if go == EXCLUDE else "completed_all")
    except Invalid as problem:
        return looked(member, go, found, 422, errors=problem.errors)
    except (Refused, Stale) as problem:
        return looked(member, go, found, 409, problem.refusal)


def looked(member, go: str, found: list[Line], status: int = 200, refusal: Refusal | None = None, errors=None):
    """Who would be completed or excluded, and who can not be and why."""
    if status == 409:
        found, _wanted = board.picked(member, "only" if "only" in request.form else "who")
    tried = [tried_on(line, go) for line in found]
    good = [one for one in tried if one.refusal is None]
    totals = sums(good)
    press = {
        COMPLETE: _("Complete and release %(amount)s", amount=totals) if totals else ngettext(
            "Complete %(number)s person", "Complete %(number)s people", len(good)),
        EXCLUDE: ngettext("Remove, then exclude %(number)s person", "Remove, then exclude %(number)s people",
                          len(good)),
    }  # fmt: skip
    context = {
        "go": EXCLUDE if go == EXCLUDE else COMPLETE,
        "refusal": refusal,
        "errors": worded(errors),
        "good": good,
        "bad": [one for one in tried if one.refusal is not None],
        "totals": totals,
        "letters": letters(good),
        "asked": sum(one.asks for one in good),
        "press": press[EXCLUDE if go == EXCLUDE else COMPLETE],
        "reasons": list(EXCLUSION.items()),
        "typed": request.form if request.method == "POST" else MultiDict(),
        "once": new_key(),
        "label_r": lambda state: board_words.label_of(CandidateLifecycle, state),
        "label_s": lambda state: board_words.label_of(ParticipantLifecycle, state),
    }
    return render_template("customer/board/look.html", **context), status


def sums(good: list[Tried]) -> str:
    """What all of it owes, by currency."""
    totals: dict[str, int] = {}
    for owed in (owed for one in good for owed in one.owed):
        totals[owed.currency] = totals.get(owed.currency, 0) + owed.amount
    return ", ".join(money.show(amount, currency, reader().language) for currency, amount in totals.items())


def letters(good: list[Tried]) -> list[Text]:
    """Which letters would go out, and how many of each."""
    counted = Counter(name for one in good for name in one.letters)
    return [
        ngettext("%(number)s letter: %(name)s", "%(number)s letters: %(name)s", number, name=LETTERS.get(name, name))
        for name, number in counted.items()
    ]


def tried_on(line: Line, go: str) -> Tried:
    """The real command for one of them, taken back."""
    row = board.row_of(line)
    if row is None:
        return Tried(line, None, (), (), ONLY_THERE)
    if go != EXCLUDE and line.place == "recruiter" and line.s == "submitted" and line.r != "completed":
        return Tried(line, row, (), (), THEIRS)
    try:
        if go == EXCLUDE:
            seen = preview(reconciling.remove, row, "other", board.acting(), g.at)
        else:
            seen = preview(reconciling.complete, row, board.acting(), g.at)
    except (Refused, Stale) as problem:
        return Tried(line, row, (), (), problem.refusal)
    owed = tuple(Money(amount, currency) for _purpose, amount, currency, _person in seen.money)
    due = tuple(name for name, _person, at in seen.letters if at <= g.at)
    asks = go == EXCLUDE and not any(noun == "participant" and event == "exclude" for noun, _r, event, *_x in seen.moves
                                     ) and line.place == "recruiter"
    return Tried(line, row, owed, due, None, asks)
