"""The page of a study: offers as the machine has them, one list at a time, few statements, nothing of others."""

import pytest

from commands import presence, reports, signin, studies
from commands.fire import fire
from lifecycle.attempt import Refused
from models import Member
from models import database as opened
from tests import world as story
from views import access
from views.customer.listing import SHOWN

PEOPLE = 30


def page(place, study, query="", person=None):
    """The study's page in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}{query}")


# What can be done with a study and is no move of its own: pages that do it.
BESIDE = {"edit", "duplicate", "add_places", "budget", "cancel_pending", "message"}


def shown(hands) -> set:
    """The moves that the page shows."""
    pressed = {one[2] for form in hands.page.forms for one in form.buttons if one[2]}
    return (pressed | {event for _href, event, _text in hands.page.links if event}) - BESIDE


def _draft(world):
    return story.draft_study(world)


def _unready(world):
    return story.draft_study(world, meeting_link="")


def _live(world):
    return story.live_study(world)


def _ahead(world):
    return story.booked(world).study


def _begun(world):
    session = story.booked(world)
    return session.study


def _submitted(world):
    return story.held(world).study


def _owed(world):
    return story.completed(world).study


def _paused(world):
    return story.fire(story.live_study(world), "pause", story.customer(world.ada), story.NOW)


def _canceled(world):
    return story.fire(story.live_study(world), "cancel", story.customer(world.ada), story.NOW, reason="other")


@pytest.mark.parametrize("become", [_draft, _unready, _live, _ahead, _begun, _submitted, _owed, _paused, _canceled])
def test_the_page_offers_what_the_machine_offers_and_says_the_same_of_the_rest(place, become):
    study = story.again(become(place.world))
    place.clock.at = story.START + story.MINUTE if become is _begun else place.clock.at
    place.clock.at = story.END + story.HOUR if become in (_submitted, _owed) else place.clock.at
    at, ada = place.clock.at, story.customer(place.world.ada)
    offered = study.lifecycle.offers(study, ada, at)
    hands = page(place, study)
    assert shown(hands) == {offer.event for offer in offered}
    for offer in offered:
        if offer.refusal:
            hands.see(str(offer.refusal.sentence))
            form = hands.form(event=offer.event)
            assert hands.send(form, event=offer.event).status == 409


@pytest.mark.parametrize("become", [_live, _ahead, _submitted, _owed])
def test_what_the_page_counted_is_what_the_study_counts(place, become):
    study = story.again(become(place.world))
    with place.app.test_request_context():
        from flask import g

        g.me, g.at = place.world.ada, story.START + story.HOUR
        g.signin = signin.current(signin.sign_in(g.me, g.at)[1], g.at)
        reached = access.reach("study", study.code)
        known = reached.row
        assert reached.row.__data__ == study.__data__
        assert reached.row.workspace.__data__ == study.workspace.__data__
        assert known.open_list(g.at) == study.open_list(g.at)
        assert known.begun_undecided(g.at) == study.begun_undecided(g.at)


def test_a_long_list_comes_in_pages_and_every_conversation_is_on_one(place):
    study = story.crowded(place.world)
    hands = page(place, study)
    first = {href for href, _event, _text in hands.page.links if "/sessions/" in href}
    hands.follow("Older")
    second = {href for href, _event, _text in hands.page.links if "/sessions/" in href}
    assert (len(first), len(second), len(first | second)) == (SHOWN, PEOPLE - SHOWN, PEOPLE)
    people = page(place, study, "?show=people")
    found = {href for href, _event, _text in people.page.links if "/participants/" in href}
    people.follow("Older")
    found |= {href for href, _event, _text in people.page.links if "/participants/" in href}
    assert len(found) == PEOPLE


@pytest.mark.parametrize("query", ["", "?show=all", "?show=people", "?show=submitted", "?show=story"])
def test_the_page_asks_the_database_at_most_four_things_beside_who_is_asking(place, query):
    study = story.crowded(place.world)
    hands = page(place, study, query)
    asked = []
    opened.db.query_hooks.append(asked.append)
    try:
        hands.open(f"/studies/{study.code}{query}")
    finally:
        opened.db.query_hooks.remove(asked.append)
    assert hands.status == 200
    assert len(asked) <= 5, [query.sql[:90] for query in asked]


def test_each_tab_shows_what_it_says(place):
    session = story.held(place.world)
    place.clock.at = story.END + story.HOUR
    study = session.study
    assert session.code in page(place, study, "?show=submitted").html
    assert session.code in page(place, study, "?show=done").html
    assert session.code not in page(place, study, "?show=ahead").html
    assert session.code not in page(place, study, "?show=missed").html
    page(place, study, "?show=submitted").follow("Decide").see("Mark as Completed")
    page(place, study, "?show=people").see("cleo.marchetti").see("Submitted")
    page(place, study, "?show=story").see("Launched").see("by you")


def test_a_conversation_in_the_list_leads_to_the_next_thing_to_do_about_it(place):
    session = story.booked(place.world)
    door = f"/sessions/{session.code}/join"

    def ways():
        return {text.split(" cleo")[0] for href, _event, text in page(place, session.study).page.links if href == door}

    assert ways() == set()
    place.clock.at = story.START - 30 * story.MINUTE
    assert ways() == {"Join"}
    place.clock.at = story.END + story.MINUTE
    assert ways() == {"Answer"}
    presence.answer(session, "met", story.customer(place.world.ada), place.clock.at)
    assert ways() == set()


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?after=x", "?after=9-9-9", "?show=all&after=" + "9" * 40, "?after=٣-٣"]
)
def test_a_page_that_is_none_shows_the_first_one(place, query):
    session = story.booked(place.world)
    hands = page(place, session.study, query)
    assert hands.status == 200
    assert session.code in hands.html


def test_launching_can_be_looked_at_first_and_then_does_exactly_that(place):
    study = story.draft_study(place.world)
    hands = page(place, study).see("Launching reserves 60 of your 500 units.")
    looking = next(form for form in hands.page.forms if any(button[0] == "look" for button in form.buttons))
    hands.send(looking, button="look")
    hands.see("Nothing has happened yet.").see("Letter to cleo.marchetti: An invitation.").see(
        "60 units would be reserved."
    )
    assert story.again(study).state == "draft"
    hands.press("launch")
    assert story.again(study).state == "live"
    assert story.again(place.world.halden).reserved == 60


def test_a_link_to_send_stands_on_the_page_of_a_study_by_link(place):
    study = story.live_study(place.world, audience="invite")
    hands = page(place, study)
    link = f"/i/{study.link}"
    assert link in hands.html
    assert place.nobody().open(link).status == 200


def test_too_few_times_are_said_with_the_way_to_the_hours(place):
    study = story.live_study(place.world)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [])
    hands = page(place, study).see("Too few times for the open places").follow("Add hours")
    assert hands.url == "/availability"


def test_a_move_by_htmx_brings_the_fragment_with_the_new_state(place):
    study = story.live_study(place.world)
    hands = page(place, study)
    form = hands.linked("pause").form(event="pause")
    hands.headers["HX-Request"] = "true"
    hands.send(form, event="pause")
    assert hands.status == 200
    assert hands.html.lstrip().startswith(f'<div class="stack wide" id="study-{study.code}">')
    assert "Paused" in hands.page.text
    assert hands.offers("resume")


def test_the_operator_reaches_it_as_an_operator_and_the_contributor_does_not(place):
    study = story.live_study(place.world)
    assert page(place, study, person=place.world.olga).status == 200
    assert page(place, study, person=place.world.cleo).status == 404


def test_the_list_of_studies_comes_in_pages_and_holds_nothing_of_others(place):
    for number in range(27):
        story.studies.draft(place.world.halden, place.world.ada, story.NOW, title=f"Study number {number}")
    hands = place.as_(place.world.ada).open("/studies").see("Study number 26")
    assert "Study number 1 " not in f"{hands.page.text} "
    hands.follow("Older").see("Study number 1").see("Study number 0")
    place.as_(place.world.mallory).open("/studies").see("No studies yet")


def test_the_list_of_studies_is_narrowed_by_its_address(place):
    for number in range(27):
        story.studies.draft(place.world.halden, place.world.ada, story.NOW, title=f"Draft number {number}")
    story.studies.draft(place.world.halden, place.world.bo, story.NOW, title="Bo's own 100% draft")
    story.live_study(place.world)
    hands = place.as_(place.world.ada).open("/studies?state=running").see("Booking a ferry")
    assert "Draft number" not in hands.page.text
    hands.send(hands.form(holds="title"), title="NUMBER 7", state="before").see("Draft number 7")
    assert "Draft number 6" not in hands.page.text
    hands.open("/studies?title=100%25").see("Bo's own 100% draft")
    assert "Draft number" not in hands.page.text
    bo = place.as_(place.world.bo).open("/studies?whose=mine").see("Bo's own")
    assert "Draft number" not in bo.page.text
    hands.open("/studies?state=before").follow("Older").see("Draft number 1").follow("Newer").see("Draft number 26")
    hands.open("/studies?state=over").see("Nothing fits").follow("Show all of them").see("Draft number 26")
    assert hands.open("/studies?state=nonsense&before=x&whose=nobody").status == 200


def test_who_is_reported_for_good_no_longer_keeps_a_study_open(place):
    world, operator = place.world, story.operator(place.world.olga)
    study = story.held(world).study
    row = story.invited(world, study)
    at = story.END + story.HOUR
    report = reports.report_contributor(row, "other", story.customer(world.ada), at)
    story.fire(report, "uphold", operator, at)
    within, past = at + 14 * story.DAY, at + 15 * story.DAY
    assert [str(one) for one in story.again(study).open_things(within)] == ["1 person Submitted"]
    assert story.again(study).open_things(past) == []
    with pytest.raises(Refused):
        story.fire(study, "close", story.customer(world.ada), within)
    place.clock.at = past
    hands = page(place, study)
    assert not hands.page.text.count("Still open")
    hands.press("close")
    assert story.again(study).state == "closed"


def test_money_held_by_a_report_for_good_no_longer_keeps_a_study_open(place):
    world = place.world
    row = story.completed(world)
    at = story.END + 2 * story.HOUR
    report = reports.report_contributor(row, "other", story.customer(world.ada), at)
    story.fire(report, "uphold", story.operator(world.olga), at)
    assert [str(one) for one in row.study.open_things(at)] == ["1 payout"]
    assert story.again(row.study).open_things(at + 15 * story.DAY) == []


def test_a_viewer_can_read_every_list(place):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    study = story.booked(place.world).study
    for show in ("all", "people", "story"):
        assert page(place, study, f"?show={show}", place.world.bo).status == 200
    assert not page(place, study, person=place.world.bo).page.text.count("Edit")


def test_where_no_place_is_left_nobody_is_said_to_have_a_choice(place):
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo])
    session = story.booked(place.world, study)
    fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="editing_study")
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}")
    hands.see("1 fits, with no place left").see("1 person fits and can not choose a time now: no place is left.")
    assert "may choose a time" not in hands.page.text
    hands.follow("Add places")
    studies.add_places(story.again(study), 1, story.customer(place.world.ada), story.NOW)
    place.as_(place.world.ada).open(f"/studies/{study.code}").see("1 may choose a time")
