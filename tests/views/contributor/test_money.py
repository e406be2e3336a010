"""A contributor's money in plain words, and their standing with every mark, by whom, and why."""

from commands import participants, presence, reports
from commands.fire import fire
from models import Mark, Participant, Payout, Report
from tests import world as story


def at_money(place):
    """Cleo's money page."""
    return place.as_(place.world.cleo).open("/money")


def test_who_is_owed_nothing_learns_when_that_changes(place):
    hands = at_money(place).see("Nothing is owed to you yet").see("marks it as Completed")
    hands.follow("Your conversations")
    assert hands.url == "/me"


def test_what_is_not_decided_yet_stands_there_with_the_day_it_should_be(place):
    session = story.held(place.world)
    place.clock.at = session.ends_at + story.HOUR
    at_money(place).see("Not decided yet").see("They should decide by 29 November 2026")
    place.clock.at += 4 * story.DAY
    hands = at_money(place).see("They should have decided by 29 November 2026")
    assert "owed to you." not in hands.page.text
    participants.complete(session.participant, story.customer(place.world.ada), place.clock.at)
    assert "Not decided yet" not in at_money(place).see("€60.00 is owed to you.").page.text


def test_a_payout_says_where_it_is_on_every_step(place):
    story.completed(place.world)
    ada, at = story.customer(place.world.ada), story.END + 2 * story.HOUR
    at_money(place).see("The customer will send it")
    payout = fire(Payout.get(), "pay_out", ada, at)
    at_money(place).see("The customer is sending it by hand")
    payout = fire(payout, "fail", ada, at, reason="The account is closed", retryable=True)
    at_money(place).see("It could not be paid").see("The account is closed")
    payout = fire(payout, "pay_out", ada, at)
    fire(payout, "settle", ada, at, proof="Bank 7")
    hands = at_money(place).see("It was paid")
    assert "€60.00 is owed to you" not in hands.page.text
    hands.follow("For your time").see("Owed from now on").see("Sent on its way").see("Could not be paid").see("Paid")
    assert hands.url == f"/payouts/{payout.code}"
    assert not any(button[2] for form in hands.page.forms for button in form.buttons)


def test_money_on_hold_names_the_report_that_holds_it(place):
    done = story.completed(place.world)
    reports.report_contributor(done, "not_qualified", story.customer(place.world.ada), story.END + 2 * story.HOUR)
    at_money(place).see("On hold because a report is open. An operator decides.")
    hands = place.as_(place.world.cleo).open("/standing").see("Reports").follow(done.study.title)
    assert hands.url == f"/reports/{Report.get().code}"


def test_nobody_sees_the_money_of_others(place):
    story.completed(place.world)
    payout = Payout.get()
    mallory = place.as_(place.world.mallory)
    assert "€60.00" not in mallory.open("/money").page.text
    assert mallory.open(f"/payouts/{payout.code}").status == 404
    assert place.nobody().open("/money").url == "/sign-in"


def test_a_clean_standing_says_what_would_leave_a_mark(place):
    place.as_(place.world.cleo).open("/standing").see("Good").see("No marks").see("cancels late")


def test_a_mark_says_what_for_by_whom_and_where_to_read_on(place):
    session = story.booked(place.world)
    at = story.START - story.HOUR
    fire(session, "cancel", story.themselves(place.world.cleo), at, reason="not_available")
    hands = place.as_(place.world.cleo).open("/standing")
    hands.see("You canceled within the last hours").see("Recorded by you").follow(session.study.title)
    assert hands.url == f"/sessions/{session.code}"
    hands.follow("Your standing")
    assert hands.url == "/standing"


def test_a_mark_by_the_customers_word_names_the_team_and_is_struck_when_it_is_put_right(place):
    session = story.booked(place.world)
    presence.answer(session, "i_absent", story.themselves(place.world.cleo), story.START)
    presence.answer(session, "they_absent", story.customer(place.world.ada), story.START + 15 * story.MINUTE)
    hands = place.as_(place.world.cleo).open("/standing")
    hands.see("You did not come to a conversation").see("Recorded by Halden Ferries")
    hands.open(f"/sessions/{session.code}").see("they can put it right until Thursday 10 December")
    fire(story.again(session), "overturn", story.customer(place.world.ada), story.END, reason="mistake")
    assert Mark.get().struck_at == story.END
    hands.open("/standing").see("Struck on 26 November 2026. It no longer counts.")


def test_an_upheld_report_is_a_mark_that_leads_to_its_appeal(place):
    session = story.held(place.world)
    row = Participant.get_by_id(session.participant_id)
    report = reports.report_contributor(row, "not_qualified", story.customer(place.world.ada), story.END + story.HOUR)
    fire(report, "uphold", story.operator(place.world.olga), story.END + 2 * story.HOUR)
    place.clock.at = story.END + 3 * story.HOUR
    hands = place.as_(place.world.cleo).open("/standing")
    hands.see("A report about you was upheld").see("Recorded by an operator").follow(row.study.title)
    assert hands.offers("appeal")
