"""The money of a workspace in a list: how much is in which state, and rows whose markup is kept."""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from lifecycle.payout import PayoutLifecycle
from lifecycle.words import _, reader, reading
from models.called import CALLED
from models.lists import ask
from rules import money
from views.generic import PURPOSES

SHOWN = 50
ROWS = (
    "SELECT payout.id, payout.code, payout.state, payout.amount, payout.currency, payout.purpose, payout.failure, "
    f"{CALLED}, COALESCE(study.title, '') FROM payout JOIN person ON person.id = payout.person_id "
    "LEFT JOIN study ON study.id = payout.study_id LEFT JOIN participant ON participant.id = payout.participant_id"
)
# The address of one of the team's own people is the one that the team typed; of who left it is theirs, or nobody could
# pay what is owed to them.
PAID_TO = (
    f"SELECT payout.id, {CALLED}, COALESCE(NULLIF(enrolled.email, ''), person.email, '') FROM payout "
    "JOIN person ON person.id = payout.person_id LEFT JOIN participant ON participant.id = payout.participant_id "
    "LEFT JOIN enrolled ON participant.source = 'own' AND enrolled.workspace_id = payout.workspace_id "
    "AND enrolled.person_id = payout.person_id WHERE payout.workspace_id = ? AND payout.state = ?"
)


class Sum(NamedTuple):
    """How many payouts of one state, and how much in one currency (minor units)."""

    count: int
    amount: int
    currency: str

    @property
    def shown(self) -> str:
        """The amount for the reader of now."""
        return money.show(self.amount, self.currency, reader().language)


class Line(NamedTuple):
    """A payout in a list."""

    id: int
    code: str
    state: str
    amount: int
    currency: str
    purpose: str
    failure: str
    who: str
    study: str


def sums(workspace: int) -> dict[str, list[Sum]]:
    """State -> one sum for each currency."""
    sql = "SELECT state, COUNT(*), SUM(amount), currency FROM payout WHERE workspace_id = ? GROUP BY state, currency"
    found: dict[str, list[Sum]] = {}
    for state, count, amount, currency in sorted(ask(sql, workspace)):
        found.setdefault(state, []).append(Sum(count, int(amount), currency))
    return found


def lines(workspace: int, state: str, before: int | None, study: str = "") -> list[Line]:
    """The payouts of a workspace, newest first, in one state or in all (""), of one study or of all, one more than a
    page shows."""
    where, values = "payout.workspace_id = ?", [workspace]
    if state:
        where, values = f"{where} AND payout.state = ?", [*values, state]
    if study:
        where, values = f"{where} AND study.code = ?", [*values, study]
    if before:
        where, values = f"{where} AND payout.id < ?", [*values, before]
    return [Line(*row) for row in ask(f"{ROWS} WHERE {where} ORDER BY payout.id DESC LIMIT {SHOWN + 1}", *values)]


def paid_to(workspace: int, state: str) -> dict[int, tuple[str, str]]:
    """Payout -> whom the team owes it to, and their address: all payouts of a workspace in one state."""
    return {number: (who, address) for number, who, address in ask(PAID_TO, workspace, state)}


def drawn(found: list[Line], prefix: str) -> Markup:
    """The rows of the table, for the reader of now."""
    language = reader().language
    return Markup("").join([_row(line, language, prefix) for line in found])


ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/payouts/{line.code}"><bdi>{line.who}</bdi></a></th>'
    '<td class="num" data-label="{words[0]}">{amount}</td>'
    '<td data-label="{words[1]}">{purpose}<small><bdi>{line.study}</bdi></small></td>'
    '<td data-label="{words[2]}"><span class="state" data-state="{line.state}">{label}</span>'
    "<small><bdi>{line.failure}</bdi></small></td></tr>\n"
)


@lru_cache(maxsize=4096)
def _row(line: Line, language: str, prefix: str) -> Markup:
    with reading(language):
        words = (str(_("Amount")), str(_("For")), str(_("State")))
        label, purpose = str(PayoutLifecycle.label(line.state)), str(PURPOSES[line.purpose])
    amount = money.show(line.amount, line.currency, language)
    return ROW.format(prefix=prefix, line=line, words=words, amount=amount, purpose=purpose, label=label)
