"""What a move would do, in sentences: from a preview that was run and rolled back, and the warning of a late change."""

from collections import Counter
from collections.abc import Callable, Mapping

from flask import g

from lifecycle.words import Moment, Text, _, ngettext, reader
from models import NOUNS, called
from models.people import Person
from models.studies import Study
from rules import money
from rules.compensation import is_late
from views.access import Reached
from views.happened import LETTERS, SENTENCES

NAMED = 6


def lines(seen, reached: Reached) -> list[Text | str]:
    """One sentence for each kind of thing that would happen, with those it would happen to."""
    known = _known(seen, reached)
    found = [*_moves(seen, known), *_letters(seen, known), *_money(seen, known), *_units(seen.units)]
    found += [
        _("One mark would be added to the standing of %(who)s. It can be appealed.", who=_name(person, known))
        for _kind, person in seen.marks
    ]
    return found or [_("Nothing but this.")]


def _moves(seen, known: Mapping[int, str]) -> list[Text]:
    """What would become of which rows; the same move of several rows is one sentence."""
    moves: dict[tuple, list] = {}
    for noun, row, event, _source, target in seen.moves:
        moves.setdefault((noun, event, target), []).append(row)
    return [
        _(
            "%(who)s: %(what)s. It would say “%(state)s”.",
            who=_several(rows, lambda row: _who(row, known)),
            what=SENTENCES.get((noun, event), event),
            state=NOUNS[noun].lifecycle.label(target),
        )
        for (noun, event, target), rows in moves.items()
    ]


def _letters(seen, known: Mapping[int, str]) -> list[Text]:
    """Who would get which letter now; reminders that lie ahead are not said."""
    letters: dict[str, list] = {}
    for letter, person, due in seen.letters:
        if due <= g.at:
            letters.setdefault(letter, []).append(person)
    return [
        _(
            "Letter to %(who)s: %(name)s.",
            who=_several(people, lambda person: _name(person, known)),
            name=LETTERS.get(letter, letter),
        )
        for letter, people in letters.items()
    ]


def _money(seen, known: Mapping[int, str]) -> list[Text]:
    return [
        _(
            "%(amount)s would be owed to %(who)s.",
            amount=money.show(amount, currency, reader().language),
            who=_name(person, known),
        )
        for _purpose, amount, currency, person in seen.money
    ]


def _known(seen, reached: Reached) -> dict[int, str]:
    """Person -> what the team that looks calls them, where it asked them as its own people."""
    row = reached.row
    if reached.audience != "customer":
        return {}
    people = {person for _kind, person in seen.marks} | {person for *_rest, person in seen.money}
    people |= {person for _letter, person, _due in seen.letters}
    people |= {_person(one).id for _noun, one, *_rest in seen.moves if _person(one) is not None}
    return called.in_study(row.id if isinstance(row, Study) else getattr(row, "study_id", None), people)


def _several(those: list, name: Callable) -> str:
    """The first of them by name, and how many more there are."""
    named = ", ".join(str(name(one)) for one in those[:NAMED])
    more = len(those) - NAMED
    return str(_("%(names)s and %(n)s more", names=named, n=more)) if more > 0 else named


def _units(changes) -> list[Text]:
    kinds = Counter()
    for kind, _bought, reserved, used in changes:
        kinds[kind] += abs(used or reserved)
    words = {
        "use": lambda n: ngettext("%(number)s unit would be used.", "%(number)s units would be used.", n),
        "give_back": lambda n: ngettext("%(number)s unit would be returned.", "%(number)s units would be returned.", n),
        "reserve": lambda n: ngettext("%(number)s unit would be reserved.", "%(number)s units would be reserved.", n),
    }
    return [words[kind](number) for kind, number in kinds.items() if kind in words and number]


def _person(row):
    return getattr(row, "contributor", None) or getattr(row, "person", None)


def _who(row, known: Mapping[int, str]) -> str:
    person = _person(row)
    if person is not None and person.id == g.me.id:
        return str(_("You"))  # it begins the sentence
    return _name(person.id, known) if person is not None else getattr(row, "title", "")


def _name(person_id: int, known: Mapping[int, str]) -> str:
    """A person as this reader may know them."""
    if person_id == g.me.id:
        return str(_("you"))
    if person_id in known:
        return known[person_id]
    person = Person.get_by_id(person_id)
    return person.shown if person.username or person.guest else person.name


def warning(reached: Reached, event: str) -> tuple[Text, Text] | None:
    """What a late change costs, said before the click."""
    row = reached.row
    if reached.noun != "session" or event not in ("cancel", "reschedule"):
        return None
    if row.state == "rescheduling" and row.late and reached.audience == "customer":
        return _("This stays a late change"), _(
            "You asked for a new time inside the last %(hours)s hours, and there is none yet. The contributor is owed "
            "%(percent)s percent of the reward.",
            hours=row.policy.notice_hours,
            percent=row.policy.late_percent,
        )
    if row.state != "scheduled":
        return None
    if not is_late(row.starts_at, g.at, row.policy.notice):
        if reached.audience == "customer":
            return _("Before you decide"), _("We can not promise that the same person will be free another time.")
        return None
    return _late_for_me(row) if reached.audience == "contributor" else _late_for_the_team(row, event)


def _late_for_me(row) -> tuple[Text, Text]:
    return (
        _("This would be a late cancel"),
        _(
            "You are inside the last %(hours)s hours. The reward is not paid, and one mark is added "
            "to your standing unless the reason is technical. You can appeal a mark.",
            hours=row.policy.notice_hours,
        ),
    )


def _late_for_the_team(row, event: str) -> tuple[Text, Text]:
    hours = row.policy.notice_hours
    says = {
        "cancel": _(
            "It begins %(when)s, so you are inside the last %(hours)s hours. The contributor is owed "
            "%(percent)s percent of the reward. The same person may not be free another time.",
            when=Moment(row.starts_at),
            hours=hours,
            percent=row.policy.late_percent,
        ),
        "reschedule": _(
            "It begins %(when)s, so you are inside the last %(hours)s hours. If no new time is found, the contributor "
            "is owed %(percent)s percent of the reward.",
            when=Moment(row.starts_at),
            hours=hours,
            percent=row.policy.late_percent,
        ),
    }
    return _("This would be a late change"), says[event]
