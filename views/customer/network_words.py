"""What a study asks of the network, in words: for the form, the review and the page of a launched study."""

from collections.abc import Iterable

from babel.numbers import format_decimal
from flask import g

from lifecycle import profilewords
from lifecycle.words import Names, Text, _, ngettext
from models import matching
from models.matching import Choosable
from models.studies import Study
from rules.matching import FEW, LONGEST_PAUSE, MOST_LIMITS, MOST_PLACES, NETWORK, OWN, Limit, Wanted, about
from rules.profile import OLDEST, YOUNGEST

POOLS = {
    NETWORK: (_("The contributor network"), _("Members of the platform, by what they say about themselves.")),
    OWN: (_("Your own people"), _("People your team has enrolled, by what your team says about them. Fewer units.")),
}
EARLIER = {
    "nobody": _("Nobody because of earlier studies"),
    "all": _("Everybody who took part in a study of your team"),
    "chosen": _("Everybody who took part in these"),
}
LISTS, AGE = _("Your lists"), _("Age")
# Field and code of a fault -> its sentence; a code alone for every field.
FAULTS = {
    "unknown": _("Please choose among those that are offered here."),
    "order": _("This age is below the one before it."),
    "doubled": _("The same people are limited twice here. Keep one of the two."),
    "too_many": _("Please keep it to %(most)s limits.", most=MOST_LIMITS),
    ("age_from", "number"): _("Please type an age from %(first)s to %(last)s.", first=YOUNGEST, last=OLDEST),
    ("age_to", "number"): _("Please type an age from %(first)s to %(last)s.", first=YOUNGEST, last=OLDEST),
    ("pause", "number"): _("Please type a number of days from 0 to %(last)s.", last=LONGEST_PAUSE),
    ("limits", "number"): _("Please type a number from %(first)s to %(last)s.", first=1, last=MOST_PLACES),
}


def errors(faults: dict[str, str]) -> dict[str, Text]:
    """The sentence for each field that was not understood."""
    return {field: FAULTS.get((field, code)) or FAULTS[code] for field, code in faults.items()}


def number(count: int) -> str:
    """A count as the reader writes it."""
    return format_decimal(count, locale=g.reader.language)


def how_many(wanted: Wanted, count: int) -> Text:
    """How many people fit; of the network's members in round numbers, so that nothing is told about a single one."""
    if wanted.pool == OWN:
        return ngettext("%(number)s of your own people matches.", "%(number)s of your own people match.", count)
    if count < FEW:
        return _("Fewer than %(few)s people match.", few=FEW)
    return _("About %(count)s people match.", count=number(about(count)))


def asked_so_far(row: Study, asked: int) -> Text | None:
    """How far the clock is with asking whoever matches a study that was launched; of those it did not ask yet, round
    numbers only, where they are the network's."""
    if row.audience != "network" or row.state not in ("live", "paused") or row.workspace.practice:
        return None
    people = ngettext("%(count)s person asked so far.", "%(count)s people asked so far.", asked, count=number(asked))
    if row.state == "paused":
        return _("%(people)s Nobody else is asked while the study is paused.", people=people)
    if not row.seeks:
        return _("%(people)s Nobody else is asked while every place is taken.", people=people)
    left = 0 if row.offering is None else left_to_ask(row)
    if not left:
        return _("%(people)s That is everybody who matches by now; who matches later is asked then.", people=people)
    if matching.asked_of(row).pool == OWN:
        return _("%(count)s of %(all)s people asked so far.", count=number(asked), all=number(asked + left))
    # Rounded once more as a whole, unless that would hide that somebody is left.
    whole = about(asked + left)
    whole = whole if whole > asked else asked + left
    return _("%(count)s of about %(all)s people asked so far.", count=number(asked), all=number(whole))


def left_to_ask(row: Study) -> int:
    """How many people match and were not asked yet, as the team may know it."""
    wanted = matching.asked_of(row)
    found = matching.count(row, wanted, g.at)
    return found if wanted.pool == OWN else about(found)


def label(name: str) -> Text:
    """What a filter is called."""
    return LISTS if name == "lists" else AGE if name == "birth_year" else profilewords.short(name)


def widest(wanted: Wanted, counts: dict[str, int], count: int) -> Text | None:
    """Which filter stands in the way of most people, where taking it away would help."""
    name = max(counts, key=lambda one: counts[one], default=None)
    rounded = int if wanted.pool == OWN else about
    if name is None or rounded(counts[name]) <= rounded(count):
        return None
    more = rounded(counts[name])
    return _(
        "“%(filter)s” narrows most: without it about %(count)s would match.", filter=label(name), count=number(more)
    )


def codes(name: str, values: Iterable[str]) -> Names:
    """Several answers to one fact, one of which must fit."""
    known = dict(profilewords.options(name))
    return Names(tuple(str(known.get(value, value)) for value in values), one_of=True)


def age(wanted: Wanted) -> Text | None:
    """The ages that fit."""
    if wanted.youngest and wanted.oldest:
        return _("%(first)s to %(last)s", first=wanted.youngest, last=wanted.oldest)
    if wanted.youngest:
        return _("%(first)s or older", first=wanted.youngest)
    return _("%(last)s or younger", last=wanted.oldest) if wanted.oldest else None


def limited(one: Limit) -> Text:
    """Whom a limit is about."""
    return _("%(fact)s: %(value)s", fact=label(one.fact), value=codes(one.fact, [one.value]))


def lines(row: Study, named: dict[str, list[Choosable]] | None = None) -> list[tuple]:
    """(label, words) of everything that a study asks of the network."""
    wanted = matching.asked_of(row)
    named = named or (matching.choosable(row) if wanted.lists or wanted.studies else {"list": [], "study": []})
    found: list[tuple] = [(_("Whose people"), POOLS[wanted.pool][0])]
    for name in wanted.narrows:
        if name == "birth_year":
            found.append((AGE, age(wanted)))
        elif name == "lists":
            found.append((_("Only on"), _chosen(named["list"], wanted.lists)))
        else:
            found.append((label(name), codes(name, wanted.facts[name])))
    if wanted.earlier == "all":
        found.append((_("Left out"), EARLIER["all"]))
    elif wanted.earlier == "chosen":
        took = _("Who took part in %(studies)s", studies=_chosen(named["study"], wanted.studies))
        found.append((_("Left out"), took))
    if pause := matching.pause_of(row, wanted):
        days = ngettext("Nobody whom your team asked in the last day",
                        "Nobody whom your team asked in the last %(number)s days", pause)  # fmt: skip
        found.append((_("Pause between invitations"), days))
    found += [(_most(one.most), limited(one)) for one in wanted.limits]
    return found


def _most(places: int) -> Text:
    return ngettext("At most %(number)s place", "At most %(number)s places", places)


def _chosen(offered: list[Choosable], numbers: tuple[int, ...]) -> Names:
    known = {one.id: one.name for one in offered}
    return Names(tuple(known.get(number) or str(_("one that is gone")) for number in numbers), one_of=True)
