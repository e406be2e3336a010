"""What a move would do, in sentences: from a preview that was run and rolled back."""

from collections import Counter
from collections.abc import Callable, Mapping

from flask import g

from commands.recorder import Seen
from lifecycle.words import Text, _, ngettext, reader
from models import NOUNS, called
from models.people import Person
from models.studies import Study
from models.workspaces import Member
from rules import money
from views.access import Reached
from views.happened import LETTERS, sentence

NAMED = 6
# Moves that are one button and change more than themselves: each has a page that says what would follow.
BUTTONS = frozenset(
    {
        ("session", "mark_no_show"),
        ("session", "mark_host_absent"),
        ("session", "technical_failure"),
        ("session", "complete"),
        ("session", "decline"),
        ("participant", "complete"),
        ("candidate", "complete"),
        ("participant", "withdraw"),
        ("participant", "readmit"),
        ("participant", "reopen"),
        ("participant", "call_up"),
        ("participant", "wait"),
        ("study", "pause"),
        ("study", "resume"),
        ("study", "close"),
    }
)


def lines(seen, reached: Reached) -> list[Text | str]:
    """One sentence for each kind of thing that would happen, with those it would happen to. A contributor reads what
    concerns them, and of the team what it is told; other people and the team's units are none of theirs."""
    if reached.audience == "contributor":
        seen = _mine(seen, reached.row)
    known = _known(seen, reached)
    found = [*_moves(seen, known, reached.audience), *_letters(seen, known), *_money(seen, known), *_units(seen.units)]
    found += [_mark(person, known) for _kind, person in seen.marks]
    found += [words for more in seen.further for words in _further(more)]
    return found or [_("Nothing but this.")]


def _mine(seen, row) -> Seen:
    """What of it a contributor may read."""
    me, team = g.me.id, _team(row)
    others = {person for _letter, person, _due in seen.letters} - {me}
    told = {me}
    if others and team is not None:
        rows = Member.select(Member.person).where(Member.workspace == team.id, Member.person.in_(others))
        told |= {person for (person,) in rows.tuples()}
    return Seen(
        [one for one in seen.moves if _person(one[1]) == me],
        [one for one in seen.letters if one[1] in told],
        [one for one in seen.money if one[-1] == me],
        [],
        [one for one in seen.marks if one[1] == me],
    )


def _team(row):
    """The workspace whose row it is; none of what belongs to the network."""
    owner = getattr(row, "study", None) or getattr(row, "project", None)
    return owner.workspace if owner is not None else None


def _mark(person: int, known: Mapping[int, str]) -> Text:
    if person == g.me.id:
        return _("One mark would be added to your standing. You can appeal it.")
    return _("One mark would be added to the standing of %(who)s. It can be appealed.", who=_name(person, known))


def _moves(seen, known: Mapping[int, str], by: str) -> list[Text]:
    """What would become of which rows; the same move of several rows is one sentence."""
    moves: dict[tuple, list] = {}
    for noun, row, event, _source, target in seen.moves:
        # That money is owed is said below, with how much and to whom; what is only kept for the audit moves nothing.
        if (noun, event) != ("payout", "owe") and noun in NOUNS:
            moves.setdefault((noun, event, target), []).append(row)
    return [
        _(
            "%(who)s: %(what)s. It would say “%(state)s”.",
            who=_several(rows, lambda row: _who(row, known)),
            what=sentence(noun, event, by),
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
    """Person -> what the reader calls them: by username or name; a contributor knows who holds their conversation and
    otherwise the team, and a team knows its own people by what it wrote itself."""
    row = reached.row
    people = {person for _kind, person in seen.marks} | {person for *_rest, person in seen.money}
    people |= {person for _letter, person, _due in seen.letters}
    people |= {_person(one) for _noun, one, *_rest in seen.moves}
    people -= {g.me.id, None}
    found = {one.id: _called(one) for one in Person.select().where(Person.id.in_(people))} if people else {}
    if reached.audience == "contributor" and (team := _team(row)) is not None:
        return {person: name if person == _holder(row) else team.name for person, name in found.items()}
    if reached.audience == "customer":
        study = row.id if isinstance(row, Study) else getattr(row, "study_id", None)
        return found | called.in_study(study, people)
    return found


def _called(person: Person) -> str:
    return person.shown if person.username or person.guest else person.name


def _holder(row) -> int | None:
    """Who of the team the contributor knows by name."""
    return getattr(row, "host_id", None)


def _several(those: list, name: Callable) -> str:
    """The first of them by name, and how many more there are."""
    names = list(dict.fromkeys(str(name(one)) for one in those)) if len(those) <= NAMED else None
    named = ", ".join(names or [str(name(one)) for one in those[:NAMED]])
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


def _further(more) -> list[Text]:
    """What was counted and not tried out: the rest of very many conversations, which goes the same way."""
    found = []
    if more.sessions:
        found.append(
            ngettext(
                "%(number)s more conversation would be canceled in the same way, with a letter.",
                "%(number)s more conversations would be canceled in the same way, with a letter each.",
                more.sessions,
            )
        )
    if more.owed:
        found.append(
            ngettext(
                "%(amount)s would be owed for %(number)s more late cancel.",
                "%(amount)s would be owed for %(number)s more late cancels.",
                more.late,
                amount=money.show(more.owed, more.currency, reader().language),
            )
        )
    if more.units:
        found.append(
            ngettext("%(number)s more unit would be returned.", "%(number)s more units would be returned.", more.units)
        )
    if more.ends:
        found.append(_("The study is paused at once, and canceled with the last of its conversations."))
    return found


# What a contributor calls their own rows.
MINE = {
    "session": _("Your conversation"),
    "participant": _("Your place in the study"),
    "payout": _("Your money"),
    "report": _("The report"),
    "standing": _("Your standing"),
}


def _person(row) -> int | None:
    """The number of the person whose row it is."""
    return getattr(row, "contributor_id", None) or getattr(row, "person_id", None)


def _who(row, known: Mapping[int, str]) -> str:
    person = _person(row)
    if person == g.me.id:
        return str(MINE.get(row.lifecycle_name()) or _("You"))  # it begins the sentence
    return _name(person, known) if person is not None else getattr(row, "title", "")


def _name(person: int, known: Mapping[int, str]) -> str:
    """A person as this reader may know them."""
    return str(_("you")) if person == g.me.id else known.get(person, "")
