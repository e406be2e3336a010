"""Look before you leap: everything that changes more than itself can be looked at first, by both sides, on the real
command taken back. Looking changes no row at all, and the button on that page then does it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from commands import presence
from commands.fire import fire
from models import Member, Report, Session
from tests import world as story
from tests.commands import dump, routed
from views.access import PLURALS

TAKEN_BACK = "This was worked out by doing it and taking it back. Nothing has happened yet."
# What an answer leads to depends on the other side's: it is told, and not tried.
ONLY_TOLD = "Nothing has happened yet."
# Rows that any page writes about its reader: how often they looked, and when their browser was last there.
OF_THE_READER = {"bucket", "look", "sign_in"}
FRIDAY = (story.START + story.DAY).isoformat()


class Case(NamedTuple):
    """Who looks at what: `make` brings the row about (and moves the clock), `typed` is what the form needs, `says` what
    has to stand in what would follow."""

    who: str
    event: str
    make: Callable
    says: str
    typed: dict = {}


def booked(place):
    """A conversation ahead."""
    return story.booked(place.world)


def late(place):
    """An hour before the start."""
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    return session


def asked_for_another(place):
    """The customer asked for another time."""
    return fire(story.booked(place.world), "reschedule", story.customer(place.world.ada), story.NOW)


def going(place):
    """They talk, says the host ten minutes after the start."""
    session = story.booked(place.world)
    place.clock.at = story.START + 40 * story.MINUTE
    presence.answer(session, "met", story.customer(place.world.ada), story.START + 10 * story.MINUTE)
    return story.again(session)


def seen(place, who, here: int = 20):
    """The room kept the log: this person was there for so many minutes from the start, and nobody else."""
    session = story.booked(place.world)
    Session.update(presence="seen").where(Session.id == session.id).execute()
    session = story.again(session)
    by = story.customer(who) if who != place.world.cleo else story.themselves(who)
    for minute in range(here + 1):
        presence.beat(session, by, "room", story.START + minute * story.MINUTE)
    place.clock.at = story.START + here * story.MINUTE
    return story.again(session)


def missed(place):
    """A no show, an hour ago."""
    session = story.missed(place.world)
    place.clock.at = story.END + story.HOUR
    return story.again(session)


def held(place):
    """Submitted, an hour ago."""
    session = story.held(place.world)
    place.clock.at = story.END + story.HOUR
    return story.again(session).participant


def qualified(place):
    """They fit, and have no time yet."""
    return story.qualified(place.world)


def withdrawn(place):
    """They canceled."""
    session = story.booked(place.world)
    fire(session, "cancel", story.themselves(place.world.cleo), story.NOW, reason="not_available")
    return story.again(session).participant


def live(place):
    """A live study in which nothing is open."""
    return story.live_study(place.world)


def paused(place):
    """A paused one."""
    return fire(story.live_study(place.world), "pause", story.customer(place.world.ada), story.NOW)


def pending(place):
    """The study of a conversation ahead."""
    return story.booked(place.world).study


def waits(place):
    """Somebody waits, and a place is free again."""
    dario = story.contributor("dario.conti")
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, dario])
    session = story.booked(place.world, study)
    row = story.qualified(place.world, study, dario)
    row = fire(row, "wait", story.themselves(dario), story.NOW)
    fire(session, "cancel", story.themselves(place.world.cleo), story.NOW + story.HOUR, reason="other")
    place.clock.at = story.NOW + story.HOUR
    return story.again(row)


def no_place(place):
    """They fit, and every place is taken."""
    dario = story.contributor("dario.conti")
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, dario])
    story.booked(place.world, study, dario)
    return story.qualified(place.world, study)


def in_line(place):
    """They wait for one."""
    return fire(no_place(place), "wait", story.themselves(place.world.cleo), story.NOW)


def recruited(place):
    """A candidate whose study has reported the end."""
    study = story.live_study(place.world, invitees=[place.world.mallory], kind="survey", asks=[])
    row = routed.finished(routed.candidate(routed.project(place.world, study), place.world.cleo))
    there = row.participants.get()
    for event in ("start", "submit"):
        there = fire(there, event, story.themselves(place.world.cleo), story.NOW)
    return story.again(row)


CANCEL = {"reason": "other"}
CASES = {
    "customer-cancel": Case("ada", "cancel", booked, "cleo.marchetti: Canceled", CANCEL),
    "customer-cancel-late": Case("ada", "cancel", late, "€15.00 would be owed to cleo.marchetti", CANCEL),
    "customer-reschedule": Case("ada", "reschedule", booked, "cleo.marchetti", {"how": "same"}),
    "customer-hand_over": Case("ada", "hand_over", booked, "Handed over to a colleague", {"host": "bo"}),
    "customer-mark_no_show": Case("ada", "mark_no_show", lambda p: seen(p, p.world.ada), "One mark would be added"),
    "customer-technical": Case("ada", "technical_failure", going, "units would be used"),
    "customer-end": Case("ada", "complete", going, "The conversation was held"),
    "customer-overturn": Case("ada", "overturn", missed, "30 units would be used.", {"reason": "was_there"}),
    "customer-complete": Case("ada", "complete", held, "€60.00 would be owed to cleo.marchetti"),
    "customer-complete-candidate": Case("ada", "complete", recruited, "€45.00 would be owed to cleo.marchetti"),
    "customer-exclude": Case("ada", "exclude", qualified, "cleo.marchetti: Excluded", {"reason": "quality"}),
    "customer-readmit": Case("ada", "readmit", withdrawn, "cleo.marchetti: Asked again"),
    "customer-call_up": Case("ada", "call_up", waits, "Letter to dario.conti: A place is free."),
    "customer-pause": Case("ada", "pause", live, "Nobody new gets in."),
    "customer-resume": Case("ada", "resume", paused, "It goes on as before"),
    "customer-close": Case("ada", "close", live, "60 units would be returned."),
    "customer-cancel-study": Case("ada", "cancel", pending, "cleo.marchetti: Canceled", CANCEL),
    "customer-add_places": Case("ada", "add_places", live, "units", {"places": "2"}),
    "contributor-cancel": Case("cleo", "cancel", booked, "Your conversation: Canceled", CANCEL),
    "contributor-cancel-late": Case("cleo", "cancel", late, "One mark would be added to your standing", CANCEL),
    "contributor-move": Case("cleo", "move", booked, "Your conversation: Moved to another time", {"starts_at": FRIDAY}),
    "contributor-rebook": Case("cleo", "rebook", asked_for_another, "A new time was chosen", {"starts_at": FRIDAY}),
    "contributor-decline": Case("cleo", "decline", asked_for_another, "None of the new times suited"),
    "contributor-technical": Case("cleo", "technical_failure", going, "nobody's fault"),
    "contributor-nobody-came": Case(
        "cleo", "mark_host_absent", lambda p: seen(p, p.world.cleo), "Recorded as the customer's absence"
    ),
    "contributor-wait": Case("cleo", "wait", no_place, "Your place in the study: Joined the waiting list"),
    "contributor-leave-the-list": Case("cleo", "withdraw", in_line, "It would say “Withdrawn”"),
    "contributor-withdraw": Case("cleo", "withdraw", lambda p: story.invited(p.world), "study: Withdrew"),
}


def rows() -> dict:
    """Everything but what a page writes about its reader."""
    return {table: found for table, found in dump.everything().items() if table not in OF_THE_READER}


def address(row) -> str:
    """Where its page is."""
    return f"/{next(plural for plural, noun in PLURALS.items() if noun == row.lifecycle_name())}/{row.code}"


def looked(place, case: Case):
    """(the row, hands on the page that says what would follow)."""
    row = case.make(place)
    hands = place.as_(getattr(place.world, case.who))
    where = hands.open(address(row)).url
    ways = {href for href, _event, _text in hands.page.links} | {form.action for form in hands.page.forms}
    assert f"{where}/{case.event}" in ways, f"{where} offers no {case.event}: {hands.page.text[:1500]}"
    before = rows()
    hands.open(f"{where}/{case.event}")
    assert hands.status == 200, hands.page.text[:800]
    if TAKEN_BACK not in hands.page.text:
        typed = {name: place.world.bo.code if value == "bo" else value for name, value in case.typed.items()}
        hands.send(hands.form(event=case.event), button="look", **typed)
    assert hands.status == 200, hands.page.text[:800]
    assert rows() == before
    return row, hands


@pytest.mark.parametrize("name", CASES)
def test_one_can_look_before_and_nothing_is_changed_by_looking(place, name):
    row, hands = looked(place, CASES[name])
    hands.see(TAKEN_BACK).see(CASES[name].says)
    assert story.again(row).version == row.version


@pytest.mark.parametrize("name", ["customer-mark_no_show", "customer-complete", "customer-pause", "contributor-decline",
                                  "contributor-withdraw", "contributor-technical", "contributor-wait"])  # fmt: skip
def test_the_button_of_that_page_does_it(place, name):
    row, hands = looked(place, CASES[name])
    hands.send(hands.form(event=CASES[name].event), event=CASES[name].event)
    assert hands.status == 200
    assert story.again(row).version > row.version


@pytest.mark.parametrize("name", ["contributor-cancel-late", "contributor-withdraw", "contributor-technical"])
def test_what_a_contributor_looks_at_tells_nothing_of_others_or_of_units(place, name):
    _row, hands = looked(place, CASES[name])
    followed = hands.page.text.partition("What would follow")[2]
    assert "unit" not in followed
    assert "mallory" not in followed


def test_a_refused_button_answers_the_look_with_its_sentence(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/mark_no_show")
    assert hands.status == 409
    hands.see("Absence counts from")


def test_who_may_not_do_it_may_not_look(place):
    study = story.live_study(place.world)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    before = rows()
    assert place.as_(place.world.bo).open(f"/studies/{study.code}/pause").status in (403, 409)
    assert place.as_(place.world.mallory).open(f"/studies/{study.code}/pause").status == 404
    assert place.as_(place.world.cleo).open(f"/studies/{study.code}/pause").status == 404
    assert rows() == before


@pytest.mark.parametrize(("says", "follows"), [
    ("met", "It is settled once both of you have answered, at the latest Friday"),
    ("technical", "A no show without a mark on anybody"),
])  # fmt: skip
def test_an_answer_can_be_looked_at_first(place, says, follows):
    session = story.booked(place.world)
    place.clock.at = story.END + story.MINUTE
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/join")
    before = rows()
    hands.send(hands.form(holds="says"), button="look", says=says).see(ONLY_TOLD).see(follows)
    assert ("says", says) in hands.form(holds="says").fields
    assert rows() == before


def test_an_answer_that_settles_it_whatever_the_other_says_says_so_before(place):
    session = story.booked(place.world)
    place.clock.at = story.END + story.MINUTE
    presence.answer(session, "they_absent", story.themselves(place.world.cleo), place.clock.at)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/join")
    before = rows()
    hands.send(hands.form(holds="says"), button="look", says="met").see("30 units would be used.")
    assert rows() == before


@pytest.mark.parametrize("says", ["they_absent", "i_absent", "technical"])
def test_looking_at_an_answer_does_not_tell_what_the_other_said(place, says):
    session = story.booked(place.world)
    place.clock.at = story.END + story.MINUTE

    def seen() -> str:
        hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/join")
        return hands.send(hands.form(holds="says"), button="look", says=says).see(ONLY_TOLD).page.text

    pages = set()
    for theirs in ("met", "they_absent", "i_absent", "technical"):
        presence.answer(session, theirs, story.themselves(place.world.cleo), place.clock.at)
        pages.add(seen())
    assert len(pages) == 1
    assert not Report.select().exists()


def test_a_late_cancel_says_of_each_reason_whether_it_leaves_a_mark(place):
    session = late(place)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/cancel")
    hands.see("Technical troubleNo mark, even now.").see("One mark in your standing, because it is late.")
    hands.send(hands.form(event="cancel"), button="look", reason="technical").see(TAKEN_BACK)
    assert "One mark would be added" not in hands.page.text
    hands.send(hands.form(event="cancel"), button="look", reason="not_qualified")
    hands.see("One mark would be added to your standing. You can appeal it.")
