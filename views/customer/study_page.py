"""What the page of a study shows: places, how people got here, what can be done, and one list at a time behind its
tabs."""

from typing import NamedTuple

from flask import g, request

from lifecycle.study import AUDIENCES, KINDS
from lifecycle.words import Count, Text, _, ngettext
from models.money import Money
from models.studies import Study
from views.access import Reached
from views.customer import desk, listing, shelf
from views.offers import offers
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
    known = desk.of(row)
    counts = tallies(known)
    show = chosen(counts)
    before = row.state in BEFORE
    return {
        "offers": offers(reached._replace(row=desk.Known(row, known))),
        "facts": facts(row, known),
        "parts": [part for part in shelf.seats(row.places, known.people, known.talks, row.taken) if part[1]],
        "steps": steps(known.people) if known.people else [],
        "tabs": [
            Tab(key, label, f"{address(row)}?show={key}", counts[key], key == show) for key, label, *_more in TABS
        ],
        "show": show,
        **listed(reached, row, show),
        "link": f"{request.url_root.rstrip('/')}/i/{row.link}" if row.link else None,
        "editable": before and reached.allows("launch"),
        "copyable": reached.allows("launch"),
        "free": free(row, show),
        "estimate": {"units": row.units_needed, "left": row.units_available} if row.plan == "flex" and before else None,
        "look": f"{address(row)}/launch" if before and reached.allows("launch") else None,
    }


TABS = (*TALK_TABS, ("people", _("People")), ("story", _("What happened")))


def tallies(known: desk.Desk) -> dict[str, int | None]:
    """How many stand behind each tab."""
    found: dict[str, int | None] = {
        key: sum(known.talks.get(state, 0) for state in (known.talks if states is None else states))
        for key, _label, states in TALK_TABS
    }
    return {**found, "submitted": known.people.get("submitted", 0), "people": sum(known.people.values()), "story": None}


def chosen(counts: dict) -> str:
    """The tab that was asked for; else what lies ahead, else what was, else the people."""
    wanted = request.args.get("show", "")
    filled = (key for key in ("ahead", "all", "people") if counts[key])
    return wanted if wanted in counts else next(filled, "all")


def listed(reached: Reached, row: Study, show: str) -> dict:
    """What stands behind the chosen tab: rows with the way to older ones, or the story."""
    if show == "story":
        return {"rows": "", "older": None, "timeline": items(reached, [row])}
    return {"timeline": None, **(_people(row) if show == "people" else _talks(row, show))}


def facts(row: Study, known: desk.Desk) -> dict:
    """What the study is, in short."""
    return {
        "kind": KINDS[row.kind],
        "length": row.length if row.kind == "live_conversation" else None,
        "audience": AUDIENCES[row.audience],
        "reward": Money(row.reward, row.currency) if row.reward else None,
        "host": known.host,
    }


def free(row: Study, show: str) -> int | None:
    """How many times can be booked, where places are open (not asked beside the story, which asks enough)."""
    if row.open_places < 1 or row.kind != "live_conversation" or show == "story":
        return None
    return len(row.free_starts(g.at))


def steps(people: dict[str, int]) -> list[dict]:
    """How people got here: each step counts everybody who came at least that far, and says where the others are."""

    def several(*states):
        return sum(people.get(state, 0) for state in states)

    done = several("submitted", "completed")
    booked = several("booked", "no_show") + done
    fit = several("qualified", "waitlisted", "started") + booked
    begun = several("screening", "screened_out") + fit
    out = several("withdrawn", "excluded", "over_quota")
    drops = (
        _drop(
            ngettext("%(number)s has not opened it", "%(number)s have not opened it", several("invited")),
            ngettext("%(number)s is out", "%(number)s are out", out),
        ),
        _drop(
            ngettext("%(number)s did not fit", "%(number)s did not fit", several("screened_out")),
            ngettext("%(number)s is answering", "%(number)s are answering", several("screening")),
        ),
        _drop(
            ngettext("%(number)s may choose a time", "%(number)s may choose a time", several("qualified", "started")),
            ngettext("%(number)s waits", "%(number)s wait", several("waitlisted")),
        ),
        _drop(
            ngettext("%(number)s to come", "%(number)s to come", several("booked")),
            ngettext("%(number)s missed", "%(number)s missed", several("no_show")),
        ),
        _drop(ngettext("%(number)s waits for you", "%(number)s wait for you", several("submitted"))),
    )
    counted = (
        (sum(people.values()), _("Asked"), ""),
        (begun, _("Began the questions"), drops[0]),
        (fit, _("Fit"), drops[1]),
        (booked, _("Booked a time"), drops[2]),
        (done, _("Talked"), drops[3]),
        (several("completed"), _("Completed"), drops[4]),
    )
    return [{"n": number, "step": step, "drop": drop} for number, step, drop in counted]


def _drop(*counted: Count) -> str:
    """Those of the sentences that count somebody."""
    return ", ".join(str(words) for words in counted if words.number)


# The lists behind the tabs ----------------------------------------------------------------------------------------


def _talks(row: Study, show: str) -> dict:
    lines = listing.of_study(row.id, show, _after())
    last = lines[listing.SHOWN - 1] if len(lines) > listing.SHOWN else None
    return {
        "rows": listing.drawn(lines[: listing.SHOWN], listing.talk_row, request.script_root),
        "older": f"{address(row)}?show={show}&after={last.starts_at}-{last.id}" if last else None,
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
