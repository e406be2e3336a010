"""What a report means, in plain sentences: who reads it, how it stands, what becomes of the money, until when one can
appeal. The same words for both sides and for the operator, each from where they stand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from lifecycle.reasons import COMPLAINED, REPORTED
from lifecycle.report import APPEAL_WINDOW
from lifecycle.words import Moment, Names, Text, _, reader
from models.money import Payout
from models.people import Person
from models.sessions import Session
from models.standing import Report
from rules import money
from rules.times import show_date

REMINDED = timedelta(days=3)
GONE = ("sending", "unknown", "sent", "paid")
ABOUT = {
    "contributor": _("A contributor"),
    "customer": _("The people who held the conversation"),
    "study": _("The study itself"),
}
# What left a mark, for the operator.
MARKS = {
    "no_show": _("Did not come to a conversation"),
    "late_cancel": _("Canceled within the last hours"),
    "report": _("A report was upheld"),
}
# What the money of a reported contributor does, by the state of its payout.
MONEY = {
    "due": _("%(amount)s is owed and not held."),
    "on_hold": _("%(amount)s is on hold."),
    "sending": _("%(amount)s is on its way already and can not be held."),
    "unknown": _("%(amount)s is on its way already and can not be held."),
    "sent": _("%(amount)s is on its way already and can not be held."),
    "paid": _("%(amount)s was paid already and can not be held."),
    "failed": _("%(amount)s could not be paid so far."),
    "void": _("%(amount)s is not paid any more."),
}


def reason(row: Report) -> Text | str:
    """Why, as a label."""
    return (COMPLAINED if row.author_role == "contributor" else REPORTED).get(row.reason, row.reason)


def reason_of(role: str, code: str) -> Text | str:
    """The same, from a line of a list."""
    return (COMPLAINED if role == "contributor" else REPORTED).get(code, code)


def disputed(row: Report) -> Session | None:
    """The conversation that both sides remember differently: what each said stands on its page. Of another report it
    is not named, because it would name who wrote it."""
    return row.session if row.reason == "disputed" else None


def day(at: datetime) -> str:
    """A date in the reader's zone."""
    return show_date(at, reader().zone, reader().language)


def appealable_until(row: Report) -> datetime | None:
    """Until when this decision can be appealed; None where it stands or there is none."""
    if row.state not in ("upheld", "dismissed") or row.was_appealed or row.withdrawn:
        return None
    return row.decided_at + APPEAL_WINDOW


def stands(row: Report, at: datetime) -> list[Text]:
    """How it stands now, and what can still happen."""
    if row.state == "open":
        return [
            _("Only an operator decides, somebody who belongs to neither side."),
            _("They are reminded when it waits for longer than 3 days. Both sides are told what they decide."),
        ]
    if row.state == "appealed":
        return [
            _("There is an appeal. It is looked at once more, by another operator where there is one. That stands.")
        ]
    if row.withdrawn:
        return [_("Its author took it back on %(day)s. Nothing of it counts.", day=day(row.decided_at))]
    said = {
        "upheld": _("An operator upheld it on %(day)s: it was found to be so.", day=day(row.decided_at)),
        "dismissed": _("An operator dismissed it on %(day)s: it did not hold.", day=day(row.decided_at)),
    }[row.state]
    return [said, _appeal(row, at)]


def _appeal(row: Report, at: datetime) -> Text:
    if row.was_appealed:
        return _("This was decided on appeal, so it stands.")
    until = appealable_until(row)
    if at > until:
        return _("It could be appealed until %(when)s, and was not. It stands.", when=Moment(until))
    return _("Whom the decision went against can appeal once, until %(when)s.", when=Moment(until))


def purse(payouts: Iterable[Payout]) -> list[Text]:
    """What their money does now."""
    return [Text(MONEY[one.state].text, {"amount": amount(one)}) for one in payouts]


def amount(row: Payout) -> str:
    """How much, in the reader's language."""
    return money.show(row.amount, row.currency, reader().language)


def on_hold(row: Report | None, at: datetime, mine: bool) -> Text:
    """Why money is on hold, and until when: for whom it is owed to, or for the team that owes it."""
    if row is None:
        return _("It is on hold.")
    if row.state == "open":
        return _("On hold because a report is open. An operator decides.")
    if row.state == "appealed":
        return _("On hold because a report was appealed. It is decided once more, and that stands.")
    until = appealable_until(row)
    if until is None or at > until:
        return _("On hold because a report was upheld on %(day)s. It is written off.", day=day(row.decided_at))
    if mine:
        return _(
            "On hold because an operator upheld a report on %(day)s. You can appeal until %(when)s. After that it is "
            "written off.",
            day=day(row.decided_at), when=Moment(until),
        )  # fmt: skip
    return _(
        "On hold because an operator upheld a report on %(day)s. It can be appealed until %(when)s. After that it is "
        "written off.",
        day=day(row.decided_at), when=Moment(until),
    )  # fmt: skip


def written_to(people: Iterable[int], me: int, known: Mapping[int, str] | None = None) -> Text | None:
    """Who gets a letter: the names of the others (person -> name, where the reader knows them by another), and
    oneself."""
    numbers = list(dict.fromkeys(people))
    names = tuple(_names({one for one in numbers if one != me}, known or {}))
    if not names:
        return _("You get a letter.") if me in numbers else None
    who = Names(names)
    return _("%(who)s and you get a letter.", who=who) if me in numbers else _("A letter goes to %(who)s.", who=who)


def _names(people: set[int], known: Mapping[int, str]) -> Iterator[str]:
    unknown = [one for one in people if not known.get(one)]
    found = {one.id: one for one in Person.select().where(Person.id.in_(unknown))} if unknown else {}
    for number in sorted(people):
        if one := found.get(number):
            yield one.shown if one.username or one.guest else one.name
        elif known.get(number):
            yield known[number]


# What a preview's moves mean for money and for a record.
MOVED = {
    ("payout", "hold"): _("%(amount)s goes on hold until it is decided."),
    ("payout", "free"): _("%(amount)s is free again."),
    ("session", "overturn"): _("The absence is put right: it counts as held, and waits for Completed."),
    ("participant", "recover"): None,
}


def moved(seen, mine: bool = False) -> list[Text]:
    """What a preview did to money, to an absence and to a standing, in sentences."""
    found = []
    for noun, row, event, _source, _target in seen.moves:
        words = MOVED.get((noun, event))
        if words is not None:
            found.append(Text(words.text, {"amount": amount(row)}) if noun == "payout" else words)
    if seen.marks:
        found.append(_("One mark is added to your standing.") if mine else _("One mark is added to their standing."))
    return found
