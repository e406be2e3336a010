"""Absences where the meeting was elsewhere: each row of the law's table as both sides tell it on their pages, and what
then stands on the pages of both; disputes; what follows after a no show; putting it right."""

import pytest

from models import Mark, Participant, Payout, Report, Session, Workspace
from tests import world as story
from tests.journeys.plan_steps import answers_and_books, as_foretold, booked, page_of, say
from tests.world import DAY, END, HOUR, MINUTE

LABELS = {"completed": "Completed", "no_show": "No show", "host_absent": "Customer absent", "canceled": "Canceled"}
# customer's answer, contributor's answer, state, marks, disputes
TABLE = [
    ("met", None, "completed", 0, 0),
    ("met", "they_absent", "completed", 0, 0),
    ("they_absent", "i_absent", "no_show", 1, 0),
    ("they_absent", None, "no_show", 0, 0),
    ("they_absent", "met", "no_show", 0, 1),
    ("they_absent", "they_absent", "no_show", 0, 1),
    ("they_absent", "technical", "no_show", 0, 1),
    ("i_absent", "met", "host_absent", 0, 0),
    ("i_absent", "they_absent", "host_absent", 0, 0),
    (None, "met", "completed", 0, 0),
    (None, "they_absent", "host_absent", 0, 0),
    (None, "i_absent", "no_show", 1, 0),
    ("technical", "met", "no_show", 0, 0),
    ("technical", None, "no_show", 0, 0),
    ("i_absent", "technical", "no_show", 0, 0),
    (None, "technical", "no_show", 0, 0),
    ("i_absent", "i_absent", "canceled", 0, 0),
    ("i_absent", None, "canceled", 0, 0),
    (None, None, "canceled", 0, 0),
]
LETTER = {"completed": None, "host_absent": "host_absent", "canceled": "lapsed", "no_show": "no_show"}


# ---- 4a: every row of the table


@pytest.mark.parametrize(("customer", "contributor", "state", "marks", "disputes"), TABLE)
def test_what_both_say_becomes_what_both_read(house, customer, contributor, state, marks, disputes):
    session, _uid = booked(house)
    house.at(END + MINUTE)
    house.read_all()
    if contributor:
        say(house, house.world.cleo, session, contributor)
    if customer:
        say(house, house.world.ada, session, customer)
    if None in (customer, contributor) and customer != "met":
        assert story.again(session).state == "scheduled"
        house.at(END + DAY)
    assert story.again(session).state == state
    assert (Mark.select().count(), Report.select().count()) == (marks, disputes)
    assert not Payout.select().exists()

    technical = story.again(session).technical
    for person in (house.world.ada, house.world.cleo):
        hands = house.as_(person).open(page_of(session)).see(LABELS[state])
        if technical:
            hands.see("Something technical went wrong")
        wanted = "technical" if technical else LETTER[state]
        got = [mail.letter for mail in house.post(person)]
        assert got.count(wanted) == bool(wanted), got
    house.cleo.open("/standing").see("1 mark counts now." if marks else "No marks")
    rewarded(house, session, state)
    house.settled()


def rewarded(house, session, state):
    """Who did their part is Submitted, and is owed the whole reward as soon as the customer says Completed."""
    if state not in ("completed", "host_absent"):
        assert story.again(session).participant.state in ("no_show", "qualified")
        return
    ada = house.ada.open(f"/participants/{session.participant.code}").see("Submitted")
    ada.press("complete").see("Completed")
    assert [(one.purpose, one.amount) for one in Payout.select()] == [("reward", 6000)]
    house.cleo.open("/money").see("€60.00")
    used = Workspace.get_by_id(house.world.halden.id).used
    assert used == (30 if state == "completed" else 0)


# ---- 4b: word against word


@pytest.fixture
def disputed(house):
    """Ada says that Cleo did not come; Cleo says that nobody came. Gives the conversation."""
    session, _uid = booked(house)
    house.at(END + MINUTE)
    say(house, house.world.ada, session, "they_absent")
    say(house, house.world.cleo, session, "they_absent")
    return session


def test_a_disputed_no_show_is_dismissed_by_the_operator_and_put_right(house, disputed):
    report = Report.get()
    assert [mail.letter for mail in house.post(house.world.cleo)][-2:] == ["no_show", "reported"]
    assert not Mark.select().exists()
    cleo = house.cleo.open(f"/reports/{report.code}").see("Both sides remember it differently")
    cleo.press("reply", note="I waited for twenty minutes.")
    house.read_all()
    olga = house.olga.open(f"/reports/{report.code}").see("I waited for twenty minutes.")
    olga.press("dismiss", note="The chat shows it.").see("It is decided")
    now = story.again(disputed)
    assert (now.state, now.participant.state) == ("completed", "submitted")
    assert "overturned" in [mail.letter for mail in house.post(house.world.cleo)]
    house.cleo.open(page_of(disputed)).see("Completed").see("The no show was put right")
    ada = house.ada.open(page_of(disputed)).see("The no show was put right")
    ada.open(f"/participants/{disputed.participant.code}").press("complete")
    house.cleo.open("/money").see("€60.00")
    assert [(one.purpose, one.amount) for one in Payout.select()] == [("reward", 6000)]
    house.settled()


def test_the_letters_of_a_dispute_say_that_nothing_counts_until_it_is_decided(house, disputed):
    to_cleo = {mail.letter: mail for mail in house.post(house.world.cleo)}
    to_cleo["no_show"].says("nothing is recorded against you", "somebody who belongs to neither side decides")
    to_cleo["reported"].says("You and Halden Ferries see differently", "no mark is added to your standing")
    to_ada = {mail.letter: mail for mail in house.post(house.world.ada)}
    to_ada["reported"].says("there is a report in your name", "Until then it stays a no show without a mark")
    for mail in (to_cleo["reported"], to_ada["reported"]):
        assert "on hold" not in mail.text
        assert "has reported something" not in mail.text


def test_an_upheld_dispute_leaves_the_no_show(house, disputed):
    olga = house.olga.open(f"/reports/{Report.get().code}")
    olga.press("uphold", note="There is no sign of them.").see("It is decided")
    assert (story.again(disputed).state, Mark.select().count()) == ("no_show", 1)
    house.cleo.open("/standing").see("1 mark counts now.")
    house.settled()


def test_the_operator_decides_also_after_the_fourteen_days(house, disputed):
    house.at(END + 20 * DAY)
    house.olga.open(f"/reports/{Report.get().code}").press("dismiss", note="The chat shows it.")
    assert story.again(disputed).state == "completed"
    house.settled()


# ---- 4c: after a no show


def no_show(house, session):
    """Both say that Cleo did not come."""
    house.at(END + MINUTE)
    say(house, house.world.ada, session, "they_absent")
    say(house, house.world.cleo, session, "i_absent")
    house.read_all()


def test_after_a_no_show_the_refusal_leads_to_a_duplicate_with_that_person(house):
    session, _uid = booked(house)
    no_show(house, session)
    ada = house.ada.open(page_of(session)).see("Duplicate the study and choose Specific contributors")
    form = ada.form(event="reschedule")
    ada.send(form, event="reschedule")
    assert ada.status == 409
    ada.follow("Duplicate the study").see("It asks one person: cleo.marchetti, by username.")
    ada.press("duplicate")
    code = ada.url.split("/")[2]
    ada.open(f"/studies/{code}/edit/audience").see("cleo.marchetti")
    assert ("audience", "specific") in ada.form(holds="edited").fields
    ada.open(f"/studies/{code}")
    ada.press("launch").see("Live")
    house.one(house.world.cleo, "invitation")
    second = answers_and_books(house.cleo, newest_place(house.world.cleo), "2026-11-30")
    assert (second.state, second.study_id == session.study_id) == ("scheduled", False)
    house.ada.open(page_of(second)).see("Scheduled").see("cleo.marchetti")
    house.settled()


def newest_place(person):
    """Their latest place in a study."""
    return Participant.select().where(Participant.person == person).order_by(Participant.id.desc()).get()


def test_after_a_no_show_they_can_not_book_in_the_same_study(house):
    session, _uid = booked(house)
    no_show(house, session)
    house.cleo.open(f"/participants/{session.participant.code}/times")
    assert not house.cleo.offers("book")
    assert Session.select().count() == 1
    house.settled()


# ---- 4d: put right within 14 days


def test_a_no_show_is_put_right_within_fourteen_days_and_the_mark_struck(house):
    session, _uid = booked(house)
    no_show(house, session)
    house.at(END + 13 * DAY)
    assert Mark.select().where(Mark.struck_at.is_null()).count() == 1
    ada = house.ada.open(page_of(session))
    done = as_foretold(house, ada, house.world.ada, "overturn", reason="was_there")
    ada.see("Completed").see("The no show was put right")
    assert "overturned" in [mail.letter for mail in done.letters[house.world.cleo.id]]
    assert Mark.select().where(Mark.struck_at.is_null()).count() == 0
    house.cleo.open("/standing").see("0 marks count now.")
    rewarded(house, session, "completed")
    house.settled()


def test_after_fourteen_days_a_no_show_stands(house):
    session, _uid = booked(house)
    no_show(house, session)
    house.at(END + 14 * DAY + HOUR)
    ada = house.ada.open(page_of(session))
    form = ada.form(event="overturn")
    assert ada.send(form, event="overturn").status == 409
    assert story.again(session).state == "no_show"
