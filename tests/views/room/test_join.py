"""The join page: the way in, signs of life, and what both sides say."""

import pytest

from commands import presence
from commands.fire import fire
from models import Member, Presence, Session
from tests import world as story

MEETING = "https://meet.example/halden"


@pytest.fixture
def session(place):
    """A conversation on Thursday."""
    return story.booked(place.world)


def at_join(place, session, person, at):
    """This person on the join page at that time."""
    place.clock.at = at
    return place.as_(person).open(f"/sessions/{session.code}/join")


def say(hands, says):
    """Answer."""
    return hands.send(hands.form(holds="says"), event="answer", says=says)


def beat(hands, session):
    """One sign of life, as the page's script sends it."""
    token = hands.form(action="/language").fields[0][1]
    return hands.client.post(f"/sessions/{session.code}/here", data={"form_token": token}).status_code


def test_before_the_door_opens_there_is_no_link(place, session):
    for person in (place.world.cleo, place.world.ada):
        hands = at_join(place, session, person, story.START - 16 * story.MINUTE)
        hands.see("The door opens at")
        assert MEETING not in hands.html
        assert "data-beat=" not in hands.html
        assert beat(hands, session) == 409
    assert not Presence.select().exists()


def test_while_the_door_is_open_both_get_the_link_and_leave_signs_of_life(place, session):
    for person, seat in ((place.world.cleo, "contributor"), (place.world.bo, "admitter")):
        hands = at_join(place, session, person, story.START - 15 * story.MINUTE)
        assert f'href="{MEETING}" target="_blank" rel="noopener"' in hands.html
        assert f'data-beat="/sessions/{session.code}/here"' in hands.html
        assert beat(hands, session) == 204
        assert Presence.get(Presence.person == person).seat == seat
        assert "How did it go?" not in hands.html
    assert Presence.select().count() == 2


def test_without_a_script_a_button_says_that_one_is_there(place, session):
    hands = at_join(place, session, place.world.cleo, story.START)
    form = hands.form(event="here")
    hands.send(form).see("We know that you are here.")
    assert hands.url == f"/sessions/{session.code}/join"
    assert Presence.get().seat == "contributor"
    place.clock.at = story.END + 2 * story.HOUR
    assert hands.send(form).status == 409
    assert Presence.select().count() == 1


def test_who_may_share_a_screen_reads_what_it_shows_and_what_to_close(place, session):
    hands = at_join(place, session, place.world.cleo, story.START - story.HOUR)
    hands.see("the desktop and its icons").see("turn notifications off")
    assert "Before you share" not in at_join(place, session, place.world.ada, story.START).page.text


@pytest.mark.parametrize("link", ["http://meet.example/x", "javascript:alert(1)", "meet.example"])
def test_only_a_safe_link_is_a_link(place, session, link):
    session.study.meeting_link = link
    session.study.save()
    hands = at_join(place, session, place.world.cleo, story.START)
    assert f'href="{link}"' not in hands.html
    hands.see("The link of the meeting is missing")


def test_one_side_waits_for_the_other_and_may_change_its_answer(place, session):
    hands = at_join(place, session, place.world.cleo, story.START + 20 * story.MINUTE)
    say(hands, "they_absent").see("You said: They did not come.").see("Friday 27 November, 14:00 (Lisbon)")
    say(hands, "met").see("You said: You talked.")
    ada = at_join(place, session, place.world.ada, story.START + 21 * story.MINUTE)
    ada.see("cleo.marchetti has answered")
    assert "You talked" not in ada.page.text


def test_what_the_customer_says_is_recorded_for_both(place, session):
    ada = at_join(place, session, place.world.ada, story.END + story.MINUTE)
    say(ada, "met").see("It is recorded that you talked.")
    assert Session.get().state == "completed"
    hands = at_join(place, session, place.world.cleo, story.END + story.HOUR)
    hands.see("Now they decide")
    assert "says" not in {name for form in hands.page.forms for name in form.names()}


def test_too_early_to_say_that_nobody_came_keeps_the_choice(place, session):
    hands = at_join(place, session, place.world.cleo, story.START + 9 * story.MINUTE)
    say(hands, "they_absent")
    assert hands.status == 409
    hands.see("Please wait ten minutes first.")
    assert ("says", "they_absent") in hands.form(holds="says").fields
    assert Session.get().contributor_says is None


@pytest.mark.parametrize("says", ["", "maybe"])
def test_what_is_no_answer_is_asked_again(place, session, says):
    hands = at_join(place, session, place.world.cleo, story.START + story.MINUTE)
    say(hands, says)
    assert hands.status == 422
    hands.see("Please choose what became of it.")


def test_a_day_after_the_end_nobody_is_asked_any_more(place, session):
    hands = at_join(place, session, place.world.cleo, story.END + story.DAY - story.MINUTE)
    form = hands.form(holds="says")
    place.clock.at = story.END + story.DAY
    assert hands.send(form, event="answer", says="met").status == 409
    assert "How did it go?" not in hands.html


def test_an_answer_to_what_is_decided_changes_nothing(place, session):
    hands = at_join(place, session, place.world.cleo, story.END)
    form = hands.form(holds="says")
    story.held(place.world, session)
    hands.send(form, event="answer", says="they_absent")
    assert hands.status == 409
    hands.see("This is decided already.").see("It is recorded that you talked.")
    assert Session.get().state == "completed"


def test_strangers_find_no_door(place, session):
    hands = at_join(place, session, place.world.mallory, story.START)
    assert hands.status == 404
    assert place.as_(place.world.olga).open(f"/sessions/{session.code}/join").status == 404
    assert beat(place.as_(place.world.mallory).open("/me"), session) == 404


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_colleague_who_may_not_act_is_told_so(place, session, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = at_join(place, session, place.world.bo, story.START)
    assert hands.status == 403
    assert MEETING not in hands.html


def test_reloading_the_answer_leads_back_to_the_question(place, session):
    hands = at_join(place, session, place.world.cleo, story.START)
    assert hands.open(f"/sessions/{session.code}/answer").url == f"/sessions/{session.code}/join"


def test_a_canceled_conversation_has_no_door(place, session):
    fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="other")
    hands = at_join(place, session, place.world.cleo, story.START)
    hands.see("This conversation does not take place.")
    assert MEETING not in hands.html
    assert beat(hands, session) == 409


def test_before_the_start_both_sides_are_told_what_to_expect_and_what_to_close(place):
    session = story.booked(place.world)
    place.clock.at = session.starts_at - story.HOUR
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/join")
    hands.see("may join after you").see("may join or listen").see("Before you share your screen")
    for words in ("the desktop and its icons", "notifications", "other windows", "the other apps", "Close these first"):
        hands.see(words)
    assert not hands.offers("technical_failure")
    assert "Before you share" not in place.as_(place.world.ada).open(hands.url).page.text


def test_technical_trouble_is_said_on_the_join_page_and_leaves_no_mark(place):
    session = story.booked(place.world)
    place.clock.at = session.starts_at - story.MINUTE
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").see("From the start on you are asked")
    place.clock.at = session.starts_at + story.MINUTE
    hands.open(f"/sessions/{session.code}/join").see("If nothing helps").see("leaves no mark on anybody")
    hands.send(hands.form(event="answer"), says="technical").see("Technical trouble kept you from talking.")
    place.as_(place.world.ada).open(hands.url).see("If something does not work")


def test_where_the_room_keeps_the_log_a_button_says_that_it_does_not_work(place):
    session = story.booked(place.world)
    Session.update(presence="seen").where(Session.id == session.id).execute()
    session = story.again(session)
    place.clock.at = session.starts_at + story.MINUTE
    presence.beat(session, story.themselves(place.world.cleo), "room", place.clock.at)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").press("technical_failure")
    assert story.again(session).technical
    hands.open(f"/sessions/{session.code}/join").see("nobody's fault and leaves no mark")
    assert not hands.offers("technical_failure")


def test_who_is_asked_for_another_time_is_led_there_from_the_join_page(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").see("You are asked for another time")
    hands.follow("Look at the times")
    assert hands.url == f"/sessions/{session.code}"


def test_everybody_who_holds_it_together_is_named(place):
    session = story.booked(place.world, story.shared_study(place.world, "all"))
    at_join(place, session, place.world.cleo, story.START).see("With Ada Lind and Bo Aas")
    at_join(place, session, place.world.bo, story.START).see("With cleo.marchetti")
