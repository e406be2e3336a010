"""The money of a workspace in a list: how much is in which state, what the budgets say, and rows whose markup is
kept."""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from lifecycle import paywords
from lifecycle.payout import PayoutLifecycle
from lifecycle.words import Text, _, reader, reading
from models import purses
from models.purses import Line, Place
from rules import money
from views.generic import PURPOSES

SHOWN = purses.SHOWN
# From so much of a budget on (percent) it is said that it comes to its end.
NEAR = 80
PROVIDERS: dict[str, Text] = {
    "manual": _("By hand"),
    "fake": _("Test provider (moves no money)"),
    "tremendous": _("Tremendous"),
}


class Sum(NamedTuple):
    """How many payouts of one state, and how much in one currency (minor units)."""

    count: int
    amount: int
    currency: str

    @property
    def shown(self) -> str:
        """The amount for the reader of now."""
        return shown(self.amount, self.currency)


def shown(amount: int, currency: str) -> str:
    """An amount for the reader of now."""
    return money.show(amount, currency, reader().language)


def sums(workspace: int) -> dict[str, list[Sum]]:
    """State -> one sum for each currency; "by_hand" is what is being sent by hand."""
    found: dict[str, dict[str, Sum]] = {}
    for state, by_hand, count, amount, currency in purses.sums(workspace):
        for key in (state, "by_hand") if by_hand and state == "sending" else (state,):
            before = found.setdefault(key, {}).get(currency, Sum(0, 0, currency))
            found[key][currency] = Sum(before.count + count, before.amount + int(amount), currency)
    return {key: list(each.values()) for key, each in found.items()}


def lines(
    workspace: int, state: str, before: int | None, study: str = "", project: str = "", provider: str = ""
) -> list[Line]:
    """The payouts of a workspace, newest first, one more than a page shows."""
    return purses.lines(workspace, state, before, study, project, provider)


def paid_to(workspace: int, state: str) -> dict[int, tuple[str, str]]:
    """Payout -> whom the team owes it to, and their address: all payouts of a workspace in one state."""
    return purses.paid_to(workspace, state)


def budget_words(place: Place) -> Text | None:
    """What is to be said of a budget that comes to its end; nothing of any other."""
    if not place.budget:
        return None
    told = {
        "title": place.title, "spent": shown(place.spent, place.currency), "all": shown(place.budget, place.currency),
        "owed": shown(place.owed, place.currency),
    }  # fmt: skip
    if place.spent + place.owed > place.budget:
        return _(
            "“%(title)s” is over its budget: %(spent)s of %(all)s are spent or on their way, and %(owed)s are owed. "
            "What it does not cover waits until you raise it.", **told,
        )  # fmt: skip
    if 100 * (place.spent + place.owed) >= NEAR * place.budget:
        return _(
            "“%(title)s” comes close to its budget: %(spent)s of %(all)s are spent or on their way, and %(owed)s are "
            "owed.", **told,
        )  # fmt: skip
    return None


def drawn(found: list[Line], prefix: str) -> Markup:
    """The rows of the table, for the reader of now."""
    language = reader().language
    return Markup("").join([_row(line, language, prefix) for line in found])


ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/payouts/{line.code}"><bdi>{line.who}</bdi></a></th>'
    '<td class="num" data-label="{words[0]}">{amount}</td>'
    '<td data-label="{words[1]}">{purpose}<small><bdi>{line.study}</bdi></small></td>'
    '<td data-label="{words[2]}"><span class="state" data-state="{line.state}">{label}</span>'
    "<small><bdi>{failure}</bdi></small></td></tr>\n"
)


@lru_cache(maxsize=4096)
def _row(line: Line, language: str, prefix: str) -> Markup:
    with reading(language):
        words = (str(_("Amount")), str(_("For")), str(_("State")))
        label, purpose = str(PayoutLifecycle.label(line.state)), str(PURPOSES[line.purpose])
        failure = str(paywords.why(line.failure)) if line.state != "paid" else ""
    amount = money.show(line.amount, line.currency, language)
    return ROW.format(
        prefix=prefix, line=line, words=words, amount=amount, purpose=purpose, label=label, failure=failure
    )
