"""A contributor's home: what is next, what waits, what is unread, and what is over, some at a time."""

from commands import messages, studies
from commands.fire import fire
from models import Participant, Session
from models.database import db
from tests import world as story
from views.contributor import home


def at_home(place, person=None):
    """Somebody's home, Cleo's where nobody is named."""
    return place.as_(person or place.world.cleo).open("/me")


def over(place, number: int) -> list[Participant]:
    """So many studies that Cleo said no to."""
    rows = []
    for one in range(number):
        row = story.invited(place.world, story.live_study(place.world, title=f"Study {one:02}"))
        rows.append(fire(row, "withdraw", story.themselves(place.world.cleo), story.NOW))
    return rows


def test_who_has_nothing_is_taught_what_will_stand_there(place):
    hands = at_home(place, place.world.mallory).see("Nothing here yet").see("Once you have chosen a time")
    hands.follow("Your past studies").see("Nothing is over yet")
    assert hands.url == "/me/history"


def test_a_request_for_a_new_time_stands_alone_and_says_that_the_place_stays(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = at_home(place).see("They ask for another time").see("Your place stays yours").see("26 November")
    hands.follow(session.study.title)
    assert hands.url in (f"/sessions/{session.code}", f"/sessions/{session.code}/rebook")


def test_unread_messages_lead_to_their_thread(place):
    session = story.booked(place.world)
    assert "New messages" not in at_home(place).page.text
    messages.write(session, story.customer(place.world.ada), "Please bring your ticket.", story.NOW)
    hands = at_home(place).see("New messages").see("1 message you have not read, Halden Ferries")
    assert any(href == f"/sessions/{session.code}#messages" for href, _event, _text in hands.page.links)
    assert "New messages" not in at_home(place, place.world.mallory).page.text


def test_the_waiting_list_says_since_when(place):
    row = story.qualified(place.world)
    studies.set_hours(place.world.ada, place.world.ada.zone, [])
    fire(row, "wait", story.themselves(place.world.cleo), story.NOW)
    at_home(place).see("Waiting list").see("since 23 November 2026").see("You have to do nothing for that.")


def test_the_conversation_is_with_who_holds_it(place):
    session = story.booked(place.world)
    at_home(place).see("Conversations ahead").see("Thursday 26 November, Ada Lind")
    fire(session, "hand_over", story.customer(place.world.ada), story.NOW, host=place.world.bo.id)
    assert story.again(session).host == place.world.bo
    at_home(place).see("Thursday 26 November, Bo Aas")


def test_what_is_over_comes_some_at_a_time_newest_first(place, monkeypatch):
    monkeypatch.setattr(home, "PAGE", 2)
    over(place, 3)
    assert "Study 02" not in at_home(place).page.text
    hands = place.as_(place.world.cleo).open("/me/history").see("Study 02").see("Study 01")
    assert "Study 00" not in hands.page.text
    hands.follow("Older").see("Study 00")
    assert "Study 01" not in hands.page.text
    hands.follow("Newer").see("Study 02")
    assert "Study" not in place.as_(place.world.mallory).open("/me/history").page.text.replace("Studies", "")


def test_what_is_over_names_its_conversation(place):
    story.completed(place.world)
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.cleo).open("/me/history").follow("The conversation of")
    assert hands.url == f"/sessions/{Session.get().code}"


def test_a_number_that_is_none_is_the_first_page(place):
    over(place, 1)
    for before in ("x", "-1", "9" * 40, "²"):
        hands = place.as_(place.world.cleo).open(f"/me/history?before={before}")
        assert hands.status == 200
        hands.see("Study 00")


def test_home_asks_the_same_few_questions_however_much_there_is(place, monkeypatch):
    story.booked(place.world)
    hands, asked = at_home(place), []
    plain = type(db.obj).execute_sql
    monkeypatch.setattr(type(db.obj), "execute_sql", lambda *given: (asked.append(given[1]), plain(*given))[1])
    hands.open("/me")
    few = len(asked)
    for days in (1, 4, 5):
        study = story.live_study(place.world, title=f"More {days}")
        story.booked(place.world, study, starts_at=story.START + days * story.DAY)
    story.live_study(place.world, title="Asked")
    asked.clear()
    hands.open("/me").see("More 5").see("Asked")
    assert len(asked) == few


def test_everybody_who_holds_a_conversation_together_is_named(place):
    story.booked(place.world, story.shared_study(place.world, "all"))
    hands = at_home(place).see("Talk with Ada Lind and Bo Aas")
    assert hands.page.text.count("Ada Lind and Bo Aas") == 2
    place.clock.at = story.START
    at_home(place).see("Talk with Ada Lind and Bo Aas")
