"""Cancel all pending sessions: what the page says is what happens, and nothing happens to what has changed."""

import pytest

from commands.sweep import sweep
from models import LedgerLine, Member, Outgoing, Person, Session
from tests import world as story
from tests.world import crowded
from views.customer import pending as page

PATH = "/studies/{}/cancel_pending"


def look(place, study, person=None):
    """The page in Ada's browser."""
    return place.as_(person or place.world.ada).open(PATH.format(study.code))


def pending(study):
    return Session.select().where(Session.study == study, Session.state.in_(("scheduled", "rescheduling")))


def test_what_the_page_counts_is_what_happens(place):
    study = crowded(place.world, 5)
    early = pending(study).order_by(Session.starts_at).first()
    story.fire(pending(study).order_by(Session.starts_at.desc()).first(), "reschedule", story.customer(place.world.ada),
               story.NOW)  # fmt: skip
    place.clock.at = early.starts_at - story.HOUR
    late = (
        pending(study)
        .where(Session.state == "scheduled", Session.starts_at < place.clock.at + study.policy.notice)
        .count()
    )
    letters, units = Outgoing.select().count(), story.again(place.world.halden)
    hands = look(place, study).see("Nothing has happened yet.")
    hands.see("sessions are canceled54 scheduled, 1 waiting for a new time").see("people get a letter5")
    hands.see("Whoever holds them gets one for each too")
    assert late > 0
    hands.see(f"owed for a late cancel€{late * 15}.00{late} begin").see("units come back150")
    assert (Outgoing.select().count(), LedgerLine.select().count()) == (letters, 0)
    hands.press("cancel_pending", reason="editing_study", note="We will be back in spring.")
    hands.see("Everything pending is canceled")
    assert not pending(study).count()
    written = Outgoing.select().where(Outgoing.letter == "canceled", Outgoing.recipient != place.world.ada.id)
    assert written.count() == 5
    assert Outgoing.select().where(Outgoing.letter == "canceled", Outgoing.recipient == place.world.ada.id).count() == 5
    assert sum(line.amount for line in LedgerLine.select()) == late * 1500
    assert units.reserved - story.again(place.world.halden).reserved == 150
    assert story.again(study).state == "live"


def test_the_study_pauses_too_where_that_was_asked(place):
    study = crowded(place.world, 2)
    look(place, study).press("cancel_pending", reason="other", pause="1")
    assert story.again(study).state == "paused"
    assert not pending(study).count()


def test_without_a_reason_nothing_is_done_and_what_was_typed_is_kept(place):
    study = crowded(place.world, 2)
    hands = look(place, study)
    hands.send(hands.form(event="cancel_pending"), event="cancel_pending", note="Until spring")
    assert hands.status == 422
    hands.see("Please say why.").see("Until spring")
    assert pending(study).count() == 2


def test_somebody_who_books_or_cancels_meanwhile_stops_it(place):
    study = crowded(place.world, 3)
    hands = look(place, study)
    story.fire(pending(study).first(), "cancel", story.customer(place.world.ada), story.NOW, reason="other")
    hands.press("cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("This changed while your page was open.").see("sessions are canceled2")
    assert pending(study).count() == 2
    hands.press("cancel_pending", reason="other")
    assert (hands.status, pending(study).count()) == (200, 0)


def test_a_session_that_became_late_meanwhile_stops_it_because_it_costs_more(place):
    session = story.booked(place.world)
    place.clock.at = story.START - 25 * story.HOUR
    hands = look(place, session.study).see("None begins within 24 hours")
    place.clock.at = story.START - 23 * story.HOUR
    hands.press("cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("€15.00")
    assert story.again(session).state == "scheduled"


def test_a_second_click_is_told_that_nothing_is_pending(place):
    study = crowded(place.world, 2)
    hands = look(place, study)
    form = hands.form(event="cancel_pending")
    hands.send(form, event="cancel_pending", reason="other")
    hands.send(form, event="cancel_pending", reason="other")
    assert hands.status == 409
    hands.see("No conversation of this study is pending.")
    look(place, study).see("Nothing is pending")


def test_what_is_going_on_is_left_alone(place):
    session = story.booked(place.world)
    place.clock.at = story.START + story.MINUTE
    look(place, session.study).see("Nothing is pending")


def test_the_alternative_and_the_promise_that_can_not_be_made_stand_beside_it(place):
    hands = look(place, crowded(place.world, 1)).see("We can not promise that the same people will be free")
    assert any(href.endswith("/message") for href, _event, _text in hands.page.links)


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_is_told_so(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = look(place, crowded(place.world, 1), place.world.bo)
    assert hands.status == 403
    hands.see("Your role in this workspace does not allow this.")


def test_a_stranger_and_the_contributor_find_nothing(place):
    session = story.booked(place.world)
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        assert look(place, session.study, person).status == 404


def test_seats_are_told_of_no_units(place):
    place.world.halden.__class__.update(plan="seat").execute()
    story.units.grant_seat(place.world.halden, place.world.ada, 2026)
    assert "units come back" not in look(place, story.booked(place.world).study).page.text


def test_above_a_chunk_everything_is_counted_and_everything_is_done(place, monkeypatch):
    study = crowded(place.world, 7)
    monkeypatch.setattr("commands.calling_off.CHUNK", 3)
    place.clock.at = pending(study).order_by(Session.starts_at).first().starts_at - story.HOUR
    late = pending(study).where(Session.starts_at < place.clock.at + study.policy.notice).count()
    hands = look(place, study).see("sessions are canceled7").see("people get a letter7").see("units come back210")
    hands.see(f"€{late * 15}.00")
    hands.press("cancel_pending", reason="other")
    assert (hands.status, pending(study).count()) == (200, 0)
    assert sum(line.amount for line in LedgerLine.select()) == late * 1500


def test_a_press_that_does_nothing_is_one_look_more(place, monkeypatch):
    study = crowded(place.world, 2)
    monkeypatch.setattr("views.looks.LOOKS", 2)
    hands = look(place, study)
    form = hands.form(event="cancel_pending")
    hands.send(form, event="cancel_pending", note="Until spring").see("Please say why.")
    hands.send(form, event="cancel_pending", note="Until spring")
    assert hands.status in (409, 429)
    assert "Person by person" not in hands.page.text
    assert pending(study).count() == 2
    hands.send(form, event="cancel_pending", reason="other")
    assert not pending(study).count(), "who says why is not kept from it"


def test_the_form_comes_before_the_people_and_a_long_list_is_folded(place, monkeypatch):
    study = crowded(place.world, 3)
    before, people = look(place, study).html.split("Person by person")
    assert 'data-event="cancel_pending"' in before
    assert '<details class="fold" open>' in people
    monkeypatch.setattr(page, "OPEN_TO", 2)
    _before, people = look(place, study).html.split("Person by person")
    assert '<details class="fold">' in people
    assert people.count('data-label="State now"') == 3


@pytest.mark.parametrize(("language", "shown"), [("en", "12,960"), ("de", "12.960")])
def test_large_numbers_are_written_as_the_reader_writes_them(place, monkeypatch, language, shown):
    study = crowded(place.world, 1)
    Person.update(language=language).where(Person.id == place.world.ada.id).execute()
    counted = page.foresee
    monkeypatch.setattr(page, "foresee", lambda reached: counted(reached)._replace(units=12960, letters=12960))
    hands = look(place, study).see(shown)
    assert "12960" not in hands.page.text


# Very many: a few at once, the rest while one looks -------------------------------------------------------------------


@pytest.fixture
def few_at_a_time(monkeypatch):
    """Two in a chunk, however slow the machine, and one chunk in a request."""
    monkeypatch.setattr("commands.calling_off.CHUNK", 2)
    monkeypatch.setattr("commands.calling_off.LONGEST", 60)
    monkeypatch.setattr("commands.calling_off.AT_ONCE", 1)


def begun(place, people=5, **given):
    """A cancel-all of Ada's, of which the first two are done."""
    study = crowded(place.world, people)
    hands = look(place, study)
    hands.press("cancel_pending", reason="other", **given)
    return study, hands


@pytest.mark.usefixtures("few_at_a_time")
def test_the_page_says_how_far_it_is_and_looking_again_does_the_next_few(place):
    study, hands = begun(place)
    assert (hands.status, hands.url) == (200, PATH.format(study.code))
    hands.see("2 of 5 sessions are canceled.").see("You can leave this page")
    look(place, study).see("2 of 5 sessions are canceled.")
    assert pending(study).count() == 3, "opening a page cancels nothing"
    hands.press("look_again").see("4 of 5 sessions are canceled.")
    hands.press("look_again").see("5 of 5 sessions are canceled.").see("It is done").see("Everybody was written to.")
    assert not pending(study).count()
    assert not hands.offers("look_again")


@pytest.mark.usefixtures("few_at_a_time")
def test_with_a_script_the_part_that_says_it_asks_again_by_itself(place):
    _study, hands = begun(place)
    hands.headers = {**hands.headers, "HX-Request": "true"}
    hands.press("look_again").see("4 of 5 sessions are canceled.")
    assert "load delay" in hands.html
    assert "<html" not in hands.html
    hands.press("look_again").see("It is done")
    assert "load delay" not in hands.html


@pytest.mark.usefixtures("few_at_a_time")
def test_the_clock_does_the_rest_and_the_page_says_how_it_ended(place):
    study, _hands = begun(place)
    place.clock.at = pending(study).order_by(Session.starts_at).first().starts_at
    sweep(place.clock.at)
    hands = look(place, study).see("Nothing is pending").see("4 of 5 sessions are canceled.")
    hands.see("1 had begun, or was canceled by the other side, meanwhile.")


@pytest.mark.usefixtures("few_at_a_time")
def test_the_page_of_the_study_says_so_too(place):
    study, _hands = begun(place)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}")
    hands.see("Pending sessions are being canceled").see("2 of 5 sessions are canceled.").see("See how far it is")
    sweep(story.NOW)
    assert "being canceled" not in place.as_(place.world.ada).open(f"/studies/{study.code}").page.text


@pytest.mark.usefixtures("few_at_a_time")
def test_two_tabs_and_two_colleagues_do_it_once_and_see_the_present_truth(place):
    study = crowded(place.world, 5)
    ada, bo = look(place, study), look(place, study, place.world.bo)
    mine, theirs = ada.form(event="cancel_pending"), bo.form(event="cancel_pending")
    ada.send(mine, event="cancel_pending", reason="other")
    for hands, form in ((ada, mine), (bo, theirs)):
        hands.send(form, event="cancel_pending", reason="technical", note="Once more")
        hands.see("2 of 5 sessions are canceled.")
    look(place, study, place.world.bo).press("look_again")
    sweep(story.NOW)
    assert {row.ended_at for row in Session.select().where(Session.study == study)} == {story.NOW}
    assert Outgoing.select().where(Outgoing.letter == "canceled").count() == 10


@pytest.mark.usefixtures("few_at_a_time")
def test_progress_is_the_teams_own(place):
    study, _hands = begun(place)
    assert look(place, study, place.world.mallory).status == 404
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    assert look(place, study, place.world.bo).status == 403
    page = place.as_(place.world.bo).open(f"/studies/{study.code}").see("2 of 5 sessions are canceled.")
    assert not any(href.endswith("/cancel_pending") for href, _event, _text in page.page.links)


@pytest.mark.usefixtures("few_at_a_time")
def test_a_large_study_is_foreseen_with_right_numbers_paused_and_canceled_in_the_end(place, monkeypatch):
    monkeypatch.setattr("commands.studies.MANY", 3)
    study = crowded(place.world, 5)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/cancel")
    hands.see("3 more conversations would be canceled in the same way, with a letter each.")
    hands.see("The study is paused at once, and canceled with the last of its conversations.")
    hands.press("cancel", reason="no_longer_needed").see("2 of 5 sessions are canceled.")
    assert story.again(study).state == "paused"
    hands.press("look_again").press("look_again").see("It is done")
    assert story.again(study).state == "canceled"


def test_who_cancels_on_everybody_is_not_asked_about_someone_else(place):
    hands = look(place, crowded(place.world, 1))
    hands.send(hands.form(event="cancel_pending"), event="cancel_pending", reason="someone_else")
    assert hands.status == 422


def test_the_way_to_tell_them_first_leads_to_a_message_to_all(place):
    study = crowded(place.world, 2)
    hands = look(place, study)
    (href,) = [href for href, event, _text in hands.page.links if event == "message"]
    hands.open(href).see("Write to everybody pending")
