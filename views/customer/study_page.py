"""What the page of a study shows: places, how people got here, what can be done, and one list at a time behind its
tabs."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import g, request

from commands.studies import GOING
from lifecycle.study import AUDIENCES, KINDS, REPORTS
from lifecycle.words import Text, _, ngettext
from models.lists import Counted
from models.money import Money
from models.studies import Study
from rules.times import to_epoch
from views import filters
from views.access import Reached
from views.customer import budget, funnel, listing, network_words, progress, review, shelf, waitlist, week
from views.offers import Shown, offers
from views.reply import address, page_of
from views.timeline import items

TALK_TABS = (
    ("ahead", _("To come"), ("scheduled", "rescheduling", "in_progress")),
    ("submitted", _("Submitted"), ()),
    ("done", _("Done"), ("completed", "host_absent")),
    ("missed", _("Missed and canceled"), ("no_show", "canceled")),
    ("all", _("All conversations"), None),
)
BEFORE = ("draft", "in_review", "approved")


class Tab(NamedTuple):
    """One of the lists, for components/pages.html."""

    key: str
    label: Text
    url: str
    count: int | None
    here: bool


@page_of("customer", "study")
def study(reached: Reached) -> dict:
    """Everything on the page, in at most four statements beside the sign-in's."""
    row: Study = reached.row
    known = row.counted(g.at)
    counts = tallies(known)
    show = chosen(counts, shown_for(row))
    before = row.state in BEFORE
    starts = free_starts(row, show)
    sieve, narrowed = narrowing()
    found = offers(reached)
    return {
        "offers": found if before else [*also(reached, known), *found],
        "menu": not before,
        "facts": facts(row),
        "parts": [part for part in shelf.seats(row.places, known.people, known.talks, row.taken) if part[1]],
        "steps": funnel.came(row, known.people) if known.people else [],
        "tabs": [
            Tab(key, label, tab_url(row, key), None if narrowed else counts[key], key == show)
            for key, label, *_more in TABS
            if key in shown_for(row)
        ],
        "show": show,
        "nobody": funnel.nobody(row),
        "filters": narrowed if show in PLAIN else None,
        **listed(reached, row, show, sieve, starts or []),
        "link": f"{request.url_root.rstrip('/')}/i/{row.link}" if row.link else None,
        "editable": before and reached.allows("launch"),
        "copyable": reached.allows("launch"),
        "enough": enough(row, starts),
        "stuck": stuck(row, known),
        "more_places": f"{address(row)}/add_places" if row.state in GOING and reached.allows("launch") else None,
        "given_up": row.state in GOING and not row.places,
        "asked": network_words.asked_so_far(row, sum(known.people.values())),
        "scarce": starts is not None and len(starts) < row.open_places,
        "estimate": estimate(row) if row.plan == "flex" and before else None,
        "calling": progress.line(reached),
        "waits": waitlist.counted(row) if row.reserves or known.people.get("waitlisted") else None,
        "sent_back": review.sent_back(row),
        "to_review": f"{address(row)}/review" if row.state == "in_review" else None,
        "look": f"{address(row)}/launch" if before and reached.allows("launch") else None,
        "results": f"{address(row)}/results" if row.launched_at and row.kind != "live_conversation" else None,
        "still_open": still_open(row, known),
        "reported": reported(row, known),
        **({} if row.launched_at is None else spending(reached, known)),
    }


def still_open(row: Study, known: Counted) -> list[tuple[Text, str]]:
    """What keeps the study from closing, each with the list that has it."""
    talks = sum(known.talks.get(state, 0) for state in ("scheduled", "rescheduling", "in_progress"))
    found = (
        (talks, ngettext("%(number)s conversation to come", "%(number)s conversations to come", talks),
         f"{address(row)}?show=ahead#list"),
        (known.undecided, ngettext("%(number)s person Submitted", "%(number)s people Submitted", known.undecided),
         f"{address(row)}?show=submitted#list" if row.kind == "live_conversation" else
         f"{address(row)}/participants?state=submitted"),
        (known.owed, ngettext("%(number)s payout", "%(number)s payouts", known.owed),
         f"{request.script_root}/payouts?study={row.code}"),
    )  # fmt: skip
    return [(words, url) for number, words, url in found if number]


def reported(row: Study, known: Counted) -> Text | None:
    """Why a study is paused that nobody of the team paused."""
    if row.state != "paused" or known.reported < REPORTS:
        return None
    return ngettext(
        "%(number)s person reported this study itself, so nobody new gets in. An operator reads the reports.",
        "%(number)s people reported this study itself, so nobody new gets in. An operator reads the reports.",
        known.reported,
    )


def spending(reached: Reached, known: Counted) -> dict:
    """What the study promised, spent and owes, and the way to its budget."""
    row = reached.row
    may = reached.allows("launch") and not budget.over(row)
    return {
        "purse": [
            (one["label"], one["number"], one["say"]) for one in budget.figures(row, budget.purse_of(row, known))
        ],
        "budget_short": budget.short(row, known) if row.state in GOING else None,
        "budget_url": f"{address(row)}/budget" if may else None,
    }


WEEK = "week"
TABS = (*TALK_TABS, (WEEK, _("Week")), ("people", _("People")), ("story", _("What happened")))
PLAIN = tuple(key for key, *_more in TALK_TABS)
NARROW = ("from", "to", "who")


def tab_url(row: Study, key: str) -> str:
    """Where a list is: the week has an address of its own; the filters go along with the others."""
    if key == WEEK:
        return f"{address(row)}?view=week"
    kept = {name: request.args.get(name) for name in NARROW if key in PLAIN and request.args.get(name)}
    return f"{address(row)}?{urlencode({'show': key, **kept})}"


def narrowing() -> tuple[listing.Sieve, dict]:
    """What the address narrows the list of conversations to, and that as it was typed (empty: to nothing)."""
    first, last, who = filters.day("from"), filters.day("to"), filters.text("who")
    typed = {"from": first, "to": last, "who": who}
    return listing.Sieve(*filters.between(first, last), who), typed if any(typed.values()) else {}


def also(reached: Reached, known: Counted) -> list[Shown]:
    """What can be done with a study that was launched and is no move of its own."""
    row, may = reached.row, reached.allows("cancel")
    pending = sum(known.talks.get(state, 0) for state in ("scheduled", "rescheduling"))
    told = ngettext("%(number)s conversation. You see first what will happen.",
                    "%(number)s conversations. You see first what will happen.", pending)  # fmt: skip
    found = [
        (pending, "message", _("Write to all pending"), "", _("One message to everybody who is still to come.")),
        (pending, "cancel_pending", _("Cancel all pending sessions"), "stop", told),
        (row.state in GOING, "edit", _("Change the study"), "", None),
        (row.state in GOING, "add_places", _("Add places"), "", None),
        (True, "duplicate", _("Duplicate"), "", None),
    ]
    return [
        Shown(event, label, f"{address(row)}/{event}", "get", tone, None, why, None)
        for there, event, label, tone, why in found
        if there and may
    ]


def tallies(known: Counted) -> dict[str, int | None]:
    """How many stand behind each tab."""
    found: dict[str, int | None] = {
        key: sum(known.talks.get(state, 0) for state in (known.talks if states is None else states))
        for key, _label, states in TALK_TABS
    }
    people = {"submitted": known.people.get("submitted", 0), "people": sum(known.people.values())}
    return {**found, **people, "story": None, WEEK: None}


def shown_for(row: Study) -> tuple[str, ...]:
    """The tabs of a study of this kind: what is done alone has neither conversations nor a week."""
    return tuple(key for key, *_more in TABS) if row.kind == "live_conversation" else ("people", "story")


def chosen(counts: dict, tabs: tuple[str, ...]) -> str:
    """The tab that was asked for; else what lies ahead, else what was, else the people."""
    wanted = WEEK if request.args.get("view") == WEEK else request.args.get("show", "")
    filled = (key for key in ("ahead", "all", "people") if counts[key] and key in tabs)
    return wanted if wanted in tabs else next(filled, "all" if "all" in tabs else "people")


def listed(reached: Reached, row: Study, show: str, sieve: listing.Sieve, free: list[int]) -> dict:
    """What stands behind the chosen tab: rows with the way to older ones, the story, or a week."""
    found: dict = {"rows": "", "older": None, "timeline": None, "week": None}
    if show == "story":
        return {**found, "timeline": items(reached, [row])}
    if show == WEEK:
        return {**found, "week": week.of_study(row.id, week.asked(), free)}
    if row.state in BEFORE:
        return found
    return {**found, **(_people(row) if show == "people" else _talks(row, show, sieve))}


def facts(row: Study) -> dict:
    """What the study is, in short."""
    return {
        "kind": KINDS[row.kind],
        "length": row.length if row.kind == "live_conversation" else None,
        "audience": AUDIENCES[row.audience],
        "reward": Money(row.reward, row.currency) if row.reward else None,
        "host": row.host.name,
    }


def estimate(row: Study) -> Text:
    """What launching would reserve."""
    return ngettext(
        "Launching reserves %(number)s of your %(left)s units.",
        "Launching reserves %(number)s of your %(left)s units.",
        row.units_needed,
        left=row.units_available,
    )


def free_starts(row: Study, show: str) -> list[int] | None:
    """The times that can be booked, where places are open (not asked beside the story, which asks enough)."""
    if row.open_places < 1 or row.kind != "live_conversation" or show == "story":
        return None
    return row.free_starts(g.at)


def enough(row: Study, starts: list[int] | None) -> Text | None:
    """Whether the hours do for the places: 23 bookable times for 3 open places."""
    if starts is None:
        return None
    return times_for(len(starts), row.open_places)


def times_for(times: int, places: int) -> Text:
    """How many times there are for how many places."""
    return _(
        "%(times)s for %(places)s.",
        times=ngettext("%(number)s bookable time", "%(number)s bookable times", times),
        places=ngettext("%(number)s open place", "%(number)s open places", places),
    )


def stuck(row: Study, known: Counted) -> Text | None:
    """How many fit and can choose no time, because no place is left; done alone, how many have begun beyond the
    places."""
    if row.kind != "live_conversation":
        return beyond(row, known)
    number = known.people.get("qualified", 0)
    if not number or row.open_places > 0 or row.state not in GOING:
        return None
    return ngettext(
        "%(number)s person fits and can not choose a time now: no place is left.",
        "%(number)s people fit and can not choose a time now: no place is left.",
        number,
    )


def beyond(row: Study, known: Counted) -> Text | None:
    """Who has begun a study that is done alone can send it, whether or not a place is left; what that means."""
    number = known.people.get("started", 0)
    if number <= max(row.open_places, 0) or row.state not in GOING:
        return None
    return ngettext(
        "%(number)s person has begun. What is sent beyond the places counts too: each time one more place, with its "
        "units and its reward. Nobody new can begin while the study is paused.",
        "%(number)s people have begun. What is sent beyond the places counts too: each time one more place, with its "
        "units and its reward. Nobody new can begin while the study is paused.",
        number,
    )


# The lists behind the tabs ----------------------------------------------------------------------------------------


def _talks(row: Study, show: str, sieve: listing.Sieve) -> dict:
    lines = listing.of_study(row.id, show, _after(), sieve)
    shown = [listing.with_way(one, to_epoch(g.at)) for one in lines[: listing.SHOWN]]
    last = lines[listing.SHOWN - 1] if len(lines) > listing.SHOWN else None
    return {
        "rows": listing.drawn(shown, listing.talk_row, request.script_root),
        "older": f"{tab_url(row, show)}&after={last.starts_at}-{last.id}" if last else None,
    }


def _people(row: Study) -> dict:
    after = _after()
    lines = listing.people(row.id, after[1] if after else None)
    last = lines[listing.SHOWN - 1] if len(lines) > listing.SHOWN else None
    return {
        "rows": listing.drawn(lines[: listing.SHOWN], listing.guest_row, request.script_root),
        "older": f"{address(row)}?show=people&after=0-{last.id}" if last else None,
    }


def _after() -> listing.Key:
    """The key of the page asked for."""
    first, _dash, second = request.args.get("after", "").partition("-")
    fits = first.isascii() and first.isdigit() and second.isascii() and second.isdigit() and len(first + second) < 30
    return (int(first), int(second)) if fits else None
