"""The guided first study over HTTP, without JavaScript: Ada plays both sides until every step has its tick."""

import pytest

from models import Participant, Payout, Person, Session, Study, database
from tests import invariants, world
from tests.journeys.hands import Hands
from tests.views.app import app_at, hands_of


@pytest.fixture
def ada(database_url, tmp_path):
    """Ada's browser; the test runs once on SQLite and once on PostgreSQL."""
    app, _clock = app_at(database_url, world.NOW, tmp_path)
    yield hands_of(app, world.build().ada)
    database.close()


def ticks(hands: Hands) -> list[bool]:
    """Which of the seven steps are done, as the guide says it."""
    hands.open("/practice")
    listed = hands.html.partition('id="practice-steps"')[2].partition("</ol>")[0]
    return ['data-state="completed"' in one for one in listed.split("<li")[1:]]


def play(hands: Hands, name: str) -> Hands:
    """Be this sample person from now on."""
    code = Person.get(Person.name == f"Sample {name}").code
    hands.open("/practice")
    return hands.send(hands.form(action=f"/practice/play/{code}")).see(f"You are playing Sample {name}")


def back(hands: Hands) -> Hands:
    """Be Ada again."""
    return hands.send(hands.form(event="practice_stop")).see("A guided first study")


def answer(hands: Hands, study: Study) -> None:
    """Every question with its first answer, and the camera."""
    for question in study.asked():
        hands.send(hands.form(holds="shown"), **{f"q{question.id}": str(question.choices[0].id)})
    hands.send(hands.form(holds="camera"), camera="1")


def take(hands: Hands, number: int, event: str) -> None:
    """One of the times that are offered."""
    form = hands.form(holds="starts_at")
    times = [one for one in form.choices["starts_at"] if one != "none"]
    hands.send(form, event=event, starts_at=times[number])


def test_a_first_study_from_both_sides(ada):
    ada.open("/help").follow("Open the guided first study")
    ada.send(ada.form(event="practice_begin")).see("Seven steps")
    assert ticks(ada) == [False] * 7
    study = Study.get(Study.title.startswith("Practice: finding"))
    ada.follow("Open the draft")
    ada.send(ada.form(holds="title"), title="Finding a book, my own way")
    assert ticks(ada) == [True] + [False] * 6
    ada.follow("Look at it before the launch").press("launch")
    assert ticks(ada) == [True] * 2 + [False] * 5

    play(ada, "Cleo").follow("Finding a book, my own way")
    ada.press("open_screener")
    answer(ada, study)
    take(ada, 0, "book")
    talk = Session.get(Session.study == study)
    back(ada)
    assert ticks(ada) == [True] * 4 + [False] * 3

    ada.follow("Reschedule it")
    ada.send(ada.form("reschedule"), event="reschedule")
    assert world.again(talk).state == "rescheduling"
    play(ada, "Cleo").open(f"/sessions/{talk.code}/rebook")
    take(ada, 3, "rebook")
    assert world.again(talk).state == "scheduled"
    back(ada)

    mika = Participant.get(Participant.state == "submitted")
    ada.follow("Who is Submitted")
    ada.open(f"/participants/{mika.code}").press("complete")
    assert Payout.get(Payout.participant == mika).state == "due"
    ada.open("/payouts").see("sample-mika")

    ada.open("/practice").follow("The conversation with Robin").see("can not be rescheduled")
    ada.follow("Duplicate")
    ada.send(ada.form(action="/duplicate"))
    assert ticks(ada) == [True] * 7
    ada.see("You did all of it")
    assert invariants.broken() == []


def invited(ada: Hands) -> Study:
    """The practice study, launched; Ada plays Cleo, who reads the invitation."""
    ada.open("/practice")
    ada.send(ada.form(event="practice_begin"))
    study = Study.get(Study.title.startswith("Practice: finding"))
    ada.open(f"/studies/{study.code}/edit/review").press("launch")
    play(ada, "Cleo").follow("Practice: finding a book on your phone")
    return study


def booked_as_cleo(ada: Hands) -> Session:
    """The practice with Cleo's conversation booked, and Ada herself again."""
    study = invited(ada)
    ada.press("open_screener")
    answer(ada, study)
    take(ada, 0, "book")
    back(ada)
    return Session.get(Session.study == study)


def test_where_cleo_declines_the_guide_leads_on(ada):
    talk = booked_as_cleo(ada)
    ada.follow("Reschedule it")
    ada.send(ada.form("reschedule"), event="reschedule")
    ada.open("/practice").see("Cleo is asked. Play Cleo and pick a new time.")
    play(ada, "Cleo").open(f"/sessions/{talk.code}/rebook").follow("None of these suit me").press("decline")
    back(ada).see("Cleo is out. On Cleo's page, ask them again; then play Cleo and book.")
    ada.follow("Cleo's page").press("readmit")
    ada.open("/practice").see("Cleo kept the place. Play Cleo and book a time, then reschedule it.")
    play(ada, "Cleo").open(f"/participants/{talk.participant.code}/times")
    take(ada, 0, "book")
    again = Session.get(Session.study == talk.study, Session.state == "scheduled")
    back(ada).follow("Reschedule it")
    ada.send(ada.form("reschedule"), event="reschedule")
    play(ada, "Cleo").open(f"/sessions/{again.code}/rebook")
    take(ada, 3, "rebook")
    back(ada)
    assert ticks(ada)[4]


def test_where_cleo_fits_and_then_says_no_the_guide_leads_to_asking_again(ada):
    study = invited(ada)
    ada.press("open_screener")
    answer(ada, study)
    cleo = Participant.get(Participant.study == study)
    ada.open(f"/participants/{cleo.code}").press("withdraw")
    back(ada).see("Cleo said no before a time was booked. On Cleo's page, ask them again; then play Cleo and book.")
    ada.follow("Cleo's page").press("readmit")
    play(ada, "Cleo").open(f"/participants/{cleo.code}/times")
    take(ada, 0, "book")
    back(ada)
    assert ticks(ada) == [True] * 4 + [False] * 3


def test_where_cleo_says_no_before_a_time_the_guide_offers_to_begin_anew(ada):
    invited(ada)
    ada.press("withdraw")
    back(ada)
    assert ("#end", None) in [(href, event) for href, event, _text in ada.page.links]
