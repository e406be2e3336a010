"""Claimed presence on the pages of both sides, row by row of the law's table: what each reads once it is settled, what
both said, a dispute from the answers to the operator's decision, and the way on after a no show."""

from datetime import timedelta

import pytest

from commands import participants, presence
from commands.sweep import sweep
from models import Mark, Outgoing, Payout, Report, Session
from tests import world as story

AFTER = story.END + story.MINUTE
LATER = story.END + story.DAY + story.MINUTE

# (customer, contributor): what the customer reads, what the contributor reads; None is silence until a day after.
TABLE = {
    ("met", None): ("recorded that you talked. Now you decide", "recorded that you talked. Now they decide"),
    ("they_absent", "i_absent"): ("It is recorded that they did not come", "It is recorded that you did not come"),
    ("they_absent", None): ("a no show, without a mark on anybody", "a no show, without a mark."),
    ("they_absent", "met"): ("remember it differently", "remember it differently"),
    ("they_absent", "they_absent"): ("remember it differently", "remember it differently"),
    ("they_absent", "technical"): ("remember it differently", "remember it differently"),
    ("i_absent", "met"): ("nobody of yours came", "It is recorded that they did not come. Your reward stands"),
    ("i_absent", "they_absent"): ("nobody of yours came", "Your reward stands under your money"),
    (None, "met"): ("It is recorded that you talked", "It is recorded that you talked"),
    (None, "they_absent"): ("nobody of yours came", "Your reward stands under your money"),
    (None, "i_absent"): ("It is recorded that they did not come", "It is recorded that you did not come"),
    ("technical", "i_absent"): ("something technical went wrong", "something technical went wrong"),
    ("i_absent", "technical"): ("something technical went wrong", "something technical went wrong"),
    (None, "technical"): ("something technical went wrong", "something technical went wrong"),
    ("i_absent", "i_absent"): ("so it lapsed, without a mark", "so it lapsed, without a mark"),
    ("i_absent", None): ("so it lapsed, without a mark", "so it lapsed, without a mark"),
    (None, None): ("so it lapsed, without a mark", "so it lapsed, without a mark"),
}
# What one reads of one's own word, and of the other's.
OWN = {
    "customer": {"met": "You said: You talked.", "they_absent": "You said: They did not come.",
                 "i_absent": "You said: Nobody of yours could come.", "technical": "You said: Technical trouble",
                 None: "Nobody of yours answered."},
    "contributor": {"met": "You said: You talked.", "they_absent": "You said: They did not come.",
                    "i_absent": "You said: You could not come.", "technical": "You said: Technical trouble",
                    None: "You did not answer."},
}  # fmt: skip
THEIRS = {
    "customer": {"met": "cleo.marchetti said: We talked.",
                 "they_absent": "cleo.marchetti said that nobody of yours came.",
                 "i_absent": "cleo.marchetti said that they could not come.",
                 "technical": "cleo.marchetti said: Technical trouble.", None: "cleo.marchetti did not answer."},
    "contributor": {"met": "Ada Lind said: We talked.", "they_absent": "Ada Lind said that you did not come.",
                    "i_absent": "Ada Lind said that nobody of theirs could come.",
                    "technical": "Ada Lind said: Technical trouble.", None: "Ada Lind did not answer."},
}  # fmt: skip


def say(place, session, customer, contributor, at=AFTER):
    """Both say it, the contributor first; the clock settles what is left after a day."""
    people = place.world
    for says, by in ((contributor, story.themselves(people.cleo)), (customer, story.customer(people.ada))):
        if says and story.again(session).state == "scheduled":
            presence.answer(session, says, by, at)
    place.clock.at = at
    if story.again(session).state == "scheduled":
        place.clock.at = LATER
        sweep(LATER)
    return story.again(session)


@pytest.mark.parametrize(("customer", "contributor"), TABLE)
def test_each_row_of_the_table_says_to_both_what_was_recorded_and_what_both_said(place, customer, contributor):
    session = say(place, story.booked(place.world), customer, contributor)
    people = {"customer": (place.world.ada, customer, contributor),
              "contributor": (place.world.cleo, contributor, customer)}  # fmt: skip
    for number, (side, (person, mine, theirs)) in enumerate(people.items()):
        hands = place.as_(person)
        hands.open(f"/sessions/{session.code}/join").see(TABLE[customer, contributor][number])
        hands.see(OWN[side][mine]).see(THEIRS[side][theirs])
        assert "says" not in {name for form in hands.page.forms for name in form.names()}
        hands.open(f"/sessions/{session.code}").see(OWN[side][mine]).see(THEIRS[side][theirs])


def test_before_it_is_settled_nobody_reads_what_the_other_said(place):
    session = story.booked(place.world)
    place.clock.at = AFTER
    presence.answer(session, "technical", story.themselves(place.world.cleo), AFTER)
    for path in (f"/sessions/{session.code}", f"/sessions/{session.code}/join"):
        text = place.as_(place.world.ada).open(path).page.text
        assert "said: Technical trouble" not in text
        assert "did not answer" not in text


def test_what_was_canceled_before_its_start_was_never_asked_about(place):
    session = story.booked(place.world)
    story.fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="other")
    assert "answered" not in place.as_(place.world.ada).open(f"/sessions/{session.code}").page.text


def test_each_answer_says_beside_it_what_it_leads_to(place):
    session = story.booked(place.world)
    place.clock.at = AFTER
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}/join")
    ada.see("Settles it at once").see("It is a mark only if they say so themselves.")
    place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").see("your whole reward is owed to you").see(
        "is one mark in your standing, which you can appeal"
    )


def test_while_it_is_open_both_pages_say_what_is_waited_for_and_until_when(place):
    session = story.booked(place.world)
    place.clock.at, path = AFTER, f"/sessions/{session.code}"
    ada, cleo = place.as_(place.world.ada), place.as_(place.world.cleo)
    ada.open(path).see("You are both asked, until Friday 27 November, 15:00 (Oslo).").see("Say how it went")
    cleo.open(path).see("You are both asked, until Friday 27 November, 14:00 (Lisbon).").see("Say how it went")
    presence.answer(session, "they_absent", story.customer(place.world.ada), AFTER)
    ada.open(path).see("You said: They did not come. It is settled as soon as cleo.marchetti has answered too")
    ada.see("at the latest Friday 27 November, 15:00 (Oslo)").see("Change your answer")
    assert "You said" not in cleo.open(path).page.text


@pytest.mark.parametrize(("says", "tried"), [("met", True), ("they_absent", False), ("i_absent", False)])
def test_only_a_look_that_was_tried_says_that_it_was(place, says, tried):
    """The other looks tell what an answer leads to; they would give the other side's answer away."""
    session = story.booked(place.world)
    place.clock.at = AFTER
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}/join")
    ada.send(ada.form(holds="says"), button="look", says=says).see("What would follow")
    assert ("worked out by doing it" in ada.page.text) == tried
    assert story.again(session).state == "scheduled"


# Disputes ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def disputed(place):
    """Ada says that Cleo did not come, and Cleo that they talked."""
    return say(place, story.booked(place.world), "they_absent", "met")


def test_a_dispute_tells_both_who_decides_and_what_becomes_of_money_and_standing(place, disputed):
    cleo = place.as_(place.world.cleo).open(f"/sessions/{disputed.code}")
    cleo.see("You remember it differently").see("An operator decides, somebody who belongs to neither side.")
    cleo.see("no mark is added to your standing, and nothing is paid").see("Ada Lind said that you did not come.")
    ada = place.as_(place.world.ada).open(f"/sessions/{disputed.code}")
    ada.see("You remember it differently").see("nothing is owed for it, no unit is used").see("said: We talked.")
    ada.follow("See how it stands").see("Only an operator decides")
    assert not Mark.select().exists()
    assert not Payout.select().exists()
    assert place.as_(place.world.mallory).open(f"/sessions/{disputed.code}").status == 404


def test_the_contributor_tells_their_side_and_the_operator_reads_it_with_both_answers(place, disputed):
    cleo = place.as_(place.world.cleo).open(f"/sessions/{disputed.code}")
    href = next(href for href, event, _text in cleo.page.links if event == "reply")
    cleo.open(href)
    field = next(name for name in ("reply", "note", "text") if any(name in form.names() for form in cleo.page.forms))
    cleo.send(cleo.form(holds=field), **{field: "We talked for an hour."})
    assert "Tell your side" not in cleo.open(f"/sessions/{disputed.code}").page.text
    olga = place.as_(place.world.olga).open(f"/reports/{Report.get().code}").see("We talked for an hour.")
    olga.see("The customer saidThey did not come").see("The contributor saidWe talked")
    olga.see("nobody had the page of the conversation open").see("They may say who was there.")


def decide(place, event):
    """Olga on the page of her decision, with what would follow."""
    olga = place.as_(place.world.olga)
    path = f"/reports/{Report.get().code}/{event}"
    assert olga.open(path).status == 200
    return olga


def test_decided_for_the_contributor_it_counts_as_held_and_both_are_told(place, disputed):
    decide(place, "dismiss").see("The absence is put right: it counts as held, and waits for Completed.")
    before = Outgoing.select().count()
    story.fire(Report.get(), "dismiss", story.operator(place.world.olga), place.clock.at, note="The log shows it.")
    session = story.again(disputed)
    assert (session.state, session.participant.state) == ("completed", "submitted")
    told = {(row.letter, row.recipient) for row in Outgoing.select().where(Outgoing.id > before)}
    people = {person for _letter, person in told}
    assert {place.world.ada.id, place.world.cleo.id} <= people
    assert ("overturned", place.world.cleo.id) in told
    cleo = place.as_(place.world.cleo).open(f"/sessions/{disputed.code}").see("You remembered it differently")
    cleo.see("An operator decided for you on").see("it counts as held").see("mark your part as Completed")
    place.as_(place.world.ada).open(f"/sessions/{disputed.code}").see("Now you decide.")


def test_decided_for_the_customer_it_stays_a_no_show_with_a_mark_that_can_be_appealed(place, disputed):
    decide(place, "uphold").see("One mark is added to their standing.")
    story.fire(Report.get(), "uphold", story.operator(place.world.olga), place.clock.at, note="They were not there.")
    assert story.again(disputed).state == "no_show"
    assert Mark.get().person_id == place.world.cleo.id
    cleo = place.as_(place.world.cleo).open(f"/sessions/{disputed.code}").see("An operator decided for them on")
    cleo.see("can appeal once").follow("See how it stands")
    assert cleo.offers("appeal")


def test_a_team_that_puts_it_right_itself_is_told_to_take_its_report_back(place, disputed):
    ada = story.customer(place.world.ada)
    story.fire(disputed, "overturn", ada, place.clock.at, reason="was_there")
    page = place.as_(place.world.ada).open(f"/sessions/{disputed.code}").see("The report about it is still open")
    assert "Until then it says No show" not in page.page.text
    place.as_(place.world.cleo).open(f"/sessions/{disputed.code}").see("They put it right, so it counts as held.")
    page.follow("See how it stands").see("It counts as held then")
    page.press("withdraw_report")
    assert Report.get().state == "dismissed"
    done = participants.complete(story.again(disputed).participant, ada, place.clock.at)
    assert done.state == "completed"


def test_the_operator_reads_what_each_decision_leads_to(place, disputed):
    olga = place.as_(place.world.olga).open(f"/reports/{Report.get().code}")
    olga.see("It stays a no show, and is a mark in their standing.").see("the team decides about Completed")


def test_an_operator_decides_a_dispute_after_the_fourteen_days_too(place, disputed):
    place.clock.at = AFTER + timedelta(days=30)
    decide(place, "dismiss").see("The absence is put right")


# Putting a no show right ------------------------------------------------------------------------------------------


def test_a_no_show_is_put_right_for_fourteen_days_and_the_page_says_until_when(place):
    session = story.missed(place.world)
    place.clock.at = session.ends_at + story.HOUR
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    ada.see("Until Thursday 10 December, 15:01 (Oslo).").see("any mark is struck")
    form = f"/sessions/{session.code}/overturn"
    ada.open(form).see("What it means").see("Until Thursday 10 December, 15:01 (Oslo).")
    ada.send(ada.form(event="overturn"), button="look", reason="mistake").see("30 units would be used.")
    place.clock.at = story.again(session).ended_at + timedelta(days=14)
    assert place.as_(place.world.ada).open(form).offers("overturn")
    place.clock.at += timedelta(seconds=1)
    ada = place.as_(place.world.ada).open(form)
    assert ada.status == 409
    ada.see("A no show can be corrected for 14 days.")
    ada.open(f"/sessions/{session.code}").see("A no show can be corrected for 14 days.")


def test_after_a_no_show_the_way_on_is_a_duplicate_with_that_person(place):
    session = story.missed(place.world)
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    assert ada.status == 409
    ada.follow("Duplicate the study").see("It asks one person: cleo.marchetti, by username.")
    ada.press("duplicate")
    assert ada.status == 200
    assert Session.select().count() == 1


# A contributor's own changes --------------------------------------------------------------------------------------


def test_how_often_and_until_when_one_can_move_is_said_before(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see("You can move it 3 more times, until Wednesday 25 November, 13:00 (Lisbon).")
    start = story.START
    for left in ("2 more times", "1 more time,"):
        start += story.DAY if start.weekday() < 4 else 3 * story.DAY
        session = story.fire(session, "move", story.themselves(place.world.cleo), story.NOW, starts_at=start)
        hands.open(f"/sessions/{session.code}").see(f"You can move it {left}")
    start += 3 * story.DAY if start.weekday() == 4 else story.DAY
    story.fire(session, "move", story.themselves(place.world.cleo), story.NOW, starts_at=start)
    hands.open(f"/sessions/{session.code}").see("which is as often as it can be moved")


def test_inside_the_notice_a_move_is_disabled_with_its_reason(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.DAY + timedelta(seconds=1)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see("A time can be moved until 24 hours before the start")
    assert hands.open(f"/sessions/{session.code}/move").status == 409


def test_who_does_not_qualify_after_all_has_a_way_of_their_own(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.follow("I do not qualify after all").see("It is right to say so, and nothing counts against you.")
    form = hands.form(event="cancel")
    assert ("reason", "not_qualified") in form.fields
    hands.send(form, button="look").see("Your conversation: Canceled")
    hands.send(hands.form(event="cancel"), event="cancel")
    assert story.again(session).state == "canceled"
    assert not Mark.select().exists()
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    ada.see("I do not qualify after all")
    assert "reason=not_qualified" not in hands.open(f"/sessions/{session.code}").html


def test_a_link_chooses_no_reason_that_is_none(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/cancel?reason=nonsense&note=Hello")
    assert not [value for name, value in hands.form(event="cancel").fields if name == "reason"]
    assert ("note", "") in hands.form(event="cancel").fields


def test_a_dispute_says_when_the_operator_is_reminded_and_that_a_letter_comes(place, disputed):
    for person in (place.world.ada, place.world.cleo):
        place.as_(person).open(f"/sessions/{disputed.code}").see("reminded when it waits for longer than 3 days")


@pytest.mark.parametrize(("decision", "loser", "winner"), [("uphold", "cleo", "ada"), ("dismiss", "ada", "cleo")])
def test_whom_a_decision_goes_against_is_led_to_the_appeal_and_nobody_else(place, disputed, decision, loser, winner):
    place.clock.at = AFTER
    story.fire(Report.get(), decision, story.operator(place.world.olga), AFTER, note="The chat shows it.")
    lost = place.as_(getattr(place.world, loser)).open(f"/sessions/{disputed.code}").see("You can appeal once, until")
    way = f"/reports/{Report.get().code}/appeal"
    assert way in [href for href, _of, _text in lost.page.links]
    won = place.as_(getattr(place.world, winner)).open(f"/sessions/{disputed.code}")
    won.see("Whom the decision went against can appeal once")
    assert way not in [href for href, _of, _text in won.page.links]
    lost.open(way)
    assert lost.status == 200


def test_the_page_of_a_dispute_leads_to_what_both_said(place, disputed):
    for person in (place.world.ada, place.world.cleo):
        hands = place.as_(person).open(f"/reports/{Report.get().code}")
        assert f"/sessions/{disputed.code}" in [href for href, _of, _text in hands.page.links]


def test_a_no_show_says_under_each_button_what_of_it_is_over(place):
    session = story.missed(place.world)
    place.clock.at = AFTER
    ada = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    ada.see("A no show can not be rescheduled. Duplicate the study and choose Specific contributors")
    ada.see("There is nothing left to cancel, and a no show can not be rescheduled. Duplicate the study")
    ada.send(ada.form("cancel"), event="cancel")
    ada.see("There is nothing left to cancel")
    assert ada.status == 409


def test_what_was_put_right_says_so_and_not_that_both_had_said_it(place):
    session = story.missed(place.world)
    story.fire(session, "overturn", story.customer(place.world.ada), AFTER, reason="was_there")
    place.clock.at, said = AFTER, "The no show was put right, so it counts as held. They mark your part as Completed"
    for path in (f"/sessions/{session.code}", f"/sessions/{session.code}/join"):
        place.as_(place.world.cleo).open(path).see(said).see("You said: You could not come.")
    place.as_(place.world.ada).open(f"/sessions/{session.code}/join").see("The no show was put right")


def test_what_both_called_held_was_not_put_right(place):
    session = story.held(place.world)
    place.clock.at = AFTER
    assert "put right" not in place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").page.text
