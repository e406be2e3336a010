"""Everybody in a study: filters in the address, pages by key, and Completed for many, looked at first."""

import pytest

from commands import participants, reports
from models import LedgerLine, Member, Participant, Payout, Person, Session, Study
from models import database as opened
from rules.times import from_epoch
from tests import world as story
from tests.commands import recruited
from views.customer.crowd import SHOWN

HOSTILE = "<b>x</b>%_!'"


def people(place, study, query="", person=None):
    """The list in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}/participants{query}")


def talked(place, number: int):
    """A study in which so many people have talked and wait for a decision."""
    story.units.buy(place.world.halden, 5000, story.NOW)
    crowd = [story.contributor(f"guest.{one}") for one in range(number)]
    study = story.live_study(place.world, asks=[], invitees=crowd, places=number + 1, gap=0, step=60)
    starts = map(from_epoch, story.invited(place.world, study, crowd[0]).offered_starts(story.NOW))
    for person, start in zip(crowd, starts, strict=False):
        story.held(place.world, story.booked(place.world, study, person, starts_at=start))
    place.clock.at = Session.select().order_by(Session.ends_at.desc()).first().ends_at + story.HOUR
    return story.again(study)


def codes(hands) -> set:
    """The people that the page links to."""
    links = [href for href, _event, _text in hands.page.links if "/participants/" in href and "#" not in href]
    return {href.split("/")[-1] for href in links}


def ticked(hands, *which):
    """Check these boxes (numbers, or all) and ask what completing them would do."""
    form = hands.form(event="look_complete_all")
    boxes = form.choices["who"]
    return hands.send(form, event="look_complete_all", who=[boxes[one] for one in which] if which else boxes)


def test_the_checked_are_completed_and_owed_what_was_said(place):
    study = talked(place, 3)
    hands = ticked(people(place, study), 0, 1).see("2 people are completed").see("€120.00 is owed in total")
    assert not LedgerLine.select().exists()
    hands.press("complete_all").see("They are completed.")
    assert hands.url == f"/studies/{study.code}/participants"
    assert Participant.select().where(Participant.state == "completed").count() == 2
    assert sum(line.amount for line in LedgerLine.select()) == 12000


def test_who_can_not_be_completed_is_named_with_the_reason_and_left_out(place):
    study = talked(place, 3)
    one, other, third = Participant.select().order_by(Participant.id)
    reports.report_contributor(one, "other", story.customer(place.world.ada), place.clock.at)
    Participant.update(recruiter="outside", outside_id="pp_abc1234").where(Participant.id == other.id).execute()
    hands = people(place, study).see("Reported").see("Not completed at the recruiting side yet")
    ticked(hands).see("1 person is completed").see("2 people stay as they are")
    hands.see("There is a report about this person in this study.").see("Complete them there first.")
    hands.press("complete_all")
    states = [story.again(row).state for row in (one, other, third)]
    assert states == ["submitted", "submitted", "completed"]


def test_nobody_is_completed_where_one_of_them_changed_meanwhile(place):
    study = talked(place, 3)
    hands = ticked(people(place, study))
    moved = Participant.select().first()
    participants.complete(moved, story.customer(place.world.bo), place.clock.at)
    hands.press("complete_all")
    assert hands.status == 409
    hands.see("This changed while your page was open.").see("2 people are completed").see("1 person stays as they are")
    assert Participant.select().where(Participant.state == "completed").count() == 1
    assert Payout.select().count() == 1
    hands.press("complete_all")
    assert Participant.select().where(Participant.state == "completed").count() == 3


def test_a_report_that_arrives_meanwhile_stops_all_of_them(place):
    study = talked(place, 2)
    hands = ticked(people(place, study))
    reports.report_contributor(Participant.select().first(), "other", story.customer(place.world.ada), place.clock.at)
    hands.press("complete_all")
    assert hands.status == 409
    assert not Payout.select().exists()


def test_a_list_that_is_old_already_is_said_before_the_preview(place):
    study = talked(place, 2)
    hands = people(place, study)
    participants.complete(Participant.select().first(), story.customer(place.world.bo), place.clock.at)
    assert ticked(hands).status == 409
    hands.see("This changed while your page was open.")


def test_a_second_click_completes_nobody_twice(place):
    study = talked(place, 2)
    hands = ticked(people(place, study))
    form = hands.form(event="complete_all")
    for _click in range(2):
        assert hands.send(form, event="complete_all").status == 200
    assert Payout.select().count() == 2


def test_who_came_by_a_project_here_is_completed_on_both_sides(place):
    study, candidate = recruited.here(place.world)
    participant = story.invited(place.world, study)
    session = story.booked(place.world, study)
    story.held(place.world, session)
    place.clock.at = story.END + story.HOUR
    ticked(people(place, study)).see("€45.00 is owed in total").press("complete_all")
    assert (story.again(candidate).state, story.again(participant).state) == ("completed", "completed")
    assert Payout.select().count() == 1


def test_a_study_that_is_done_alone_has_no_conversations_to_list(place):
    study = story.live_study(place.world)
    story.invited(place.world, study)
    assert ">Conversation<" in people(place, study).html
    Study.update(kind="survey").where(Study.id == study.id).execute()
    hands = people(place, study).see("cleo.marchetti")
    assert "Conversation" not in hands.html


def test_nobody_checked_is_said_and_the_list_is_there(place):
    study = talked(place, 1)
    hands = people(place, study)
    hands.send(hands.form(event="look_complete_all"), event="look_complete_all")
    assert hands.status == 422
    hands.see("Check somebody first").see("guest.0")


@pytest.mark.parametrize("value", ["", "x", "x.y", ".1", "nobodyatall.1", "9" * 60 + ".9", "x." + "9" * 5000])
def test_a_box_that_no_page_offers_completes_nobody(place, value):
    study = talked(place, 1)
    hands = people(place, study)
    form = hands.form(event="look_complete_all")
    hands.send(form, event="look_complete_all", who=value)
    assert hands.status == 422


def test_somebody_of_another_study_can_not_be_slipped_in(place):
    study = talked(place, 1)
    other = story.completed(place.world).__class__.get(Participant.study != study)
    hands = people(place, study)
    hands.send(hands.form(event="look_complete_all"), event="look_complete_all", who=f"{other.code}.{other.version}")
    assert hands.status == 422


def test_filters_live_in_the_address(place):
    study = talked(place, 3)
    participants.complete(Participant.select().first(), story.customer(place.world.ada), place.clock.at)
    hands = people(place, study)
    hands.send(hands.form(holds="state"), state="submitted")
    assert len(codes(hands)) == 2
    assert len(codes(people(place, study, "?state=completed"))) == 1
    assert len(codes(people(place, study, "?who=GUEST.2"))) == 1
    people(place, study, "?who=%25").see("Nobody found")
    people(place, study, "?state=nonsense&after=x&checked=all").see("guest.0")


def test_all_on_the_page_can_be_checked_without_javascript(place):
    study = talked(place, 3)
    hands = people(place, study, "?state=submitted").follow("Check everybody on this page")
    form = hands.form(event="look_complete_all")
    assert len([name for name, _value in form.fields if name == "who"]) == 3


def many(place, number: int):
    """A live study with so many people who were asked."""
    study = story.live_study(place.world)
    rows = [{"email": f"p{one}@x.example", "username": f"person.{one:03}", "name": f"P {one}", "created_at": story.NOW,
             "zone": "Europe/Lisbon", "code": f"pppp{one:09}"} for one in range(number)]  # fmt: skip
    Person.insert_many([{**Person._meta.get_default_dict(), **row} for row in rows]).execute()
    for person in Person.select().where(Person.username.startswith("person.")):
        participants.invite(study, person, story.customer(place.world.ada), story.NOW)
    return study


def test_three_hundred_people_come_in_pages_and_each_is_on_one(place):
    study, found, pages = many(place, 300), [], 0
    hands = people(place, study)
    while True:
        own = codes(hands)
        found += own
        pages += 1
        if not any("Older" in text for _href, _event, text in hands.page.links):
            break
        hands.follow("Older")
    assert len(found) == len(set(found)) == 301
    assert pages == -(-301 // SHOWN)


@pytest.mark.parametrize("query", ["", "?state=invited", "?who=person", "?who=nobody"])
def test_the_list_asks_at_most_four_things_beside_who_is_asking(place, query):
    study = many(place, 60)
    hands = people(place, study, query)
    asked = []
    opened.db.query_hooks.append(asked.append)
    try:
        hands.open(f"/studies/{study.code}/participants{query}")
    finally:
        opened.db.query_hooks.remove(asked.append)
    assert hands.status == 200
    assert len(asked) <= 5, [query.sql[:90] for query in asked]


def test_nobody_and_one_and_a_name_that_tries_something(place):
    study = story.fire(story.draft_study(place.world, audience="invite"), "launch", story.customer(place.world.ada),
                       story.NOW)  # fmt: skip
    hands = people(place, study).see("Nobody has come yet").see("Share the link of this study")
    assert "when you launch" not in hands.page.text
    hands.follow("To the study, with its link")
    Person.update(username=HOSTILE + "ä" * 8).where(Person.id == place.world.cleo.id).execute()
    participants.arrive(study, story.again(place.world.cleo), story.themselves(place.world.cleo), story.NOW)
    hands = people(place, study).see(HOSTILE)
    assert "<b>x</b>" not in hands.html
    people(place, study, "?who=%25_!").see(HOSTILE)


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_reads_the_list_and_completes_nobody(place, role):
    study = talked(place, 1)
    ada = people(place, study)
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = people(place, study, person=place.world.bo).see("guest.0")
    assert not hands.offers("look_complete_all")
    row = Participant.get()
    form = ada.form(event="look_complete_all")
    form.fields = [("form_token", dict(hands.open("/sign-in").form(holds="email").fields)["form_token"])]
    hands.send(form, event="look_complete_all", who=f"{row.code}.{row.version}")
    assert hands.status == 403


def test_a_stranger_the_contributor_and_an_operator_find_nothing(place):
    study = talked(place, 1)
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        assert people(place, study, person=person).status == 404


def test_the_filter_calls_who_is_submitted_as_their_rows_do(place):
    study = talked(place, 2)
    Study.update(audience="invite").where(Study.id == study.id).execute()
    first, _second = Participant.select().order_by(Participant.id)

    def options():
        return people(place, study).html.split("<select", 1)[1].split("</select>", 1)[0]

    assert "Submitted (2)" in options()
    Participant.update(recruiter="outside", outside_id="pp_abc1234").where(Participant.id == first.id).execute()
    assert "Submitted or Complete (test finished) (2)" in options()
    Participant.update(recruiter="outside").where(Participant.study == study).execute()
    assert "Complete (test finished) (2)" in options()
    assert "Submitted" not in options()


@pytest.mark.parametrize(("audience", "says"), [
    ("network", "Whoever matches is asked within minutes."),
    ("invite", "Share the link of this study"),
])  # fmt: skip
def test_the_empty_list_of_a_launched_study_says_what_brings_people_into_it(place, audience, says):
    filters = {"facts": {"country": ["AQ"]}} if audience == "network" else {}
    study = story.live_study(place.world, audience=audience, filters=filters)
    people(place, study).see(says)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}?show=people").see(says)
    assert "when you launch" not in hands.page.text
    story.fire(study, "close", story.customer(place.world.ada), story.NOW)
    people(place, study).see("Nobody took part")


def test_a_draft_says_that_people_are_asked_at_the_launch(place):
    study = story.draft_study(place.world)
    people(place, study).see("People are asked when you launch")
