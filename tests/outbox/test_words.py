"""What particular letters say, and to whom: zones, consequences, and the words of the moment they tell of."""

import pytest

from commands.fire import fire
from lifecycle.together import CUSTOMER_REASONS, NOT_ASKED_BACK
from models import Outgoing, Payout, Person, Session, Study, Workspace
from outbox.compose import compose
from tests.outbox import post, stories
from tests.outbox.post import BASE, composed
from tests.world import (
    HOUR,
    MINUTE,
    NOW,
    START,
    booked,
    customer,
    held,
    live_study,
    missed,
    shared_study,
    started,
    themselves,
    worked,
)

OSLO, LISBON = "Thursday 26 November 2026, 14:00 – 15:00 in Oslo", "Thursday 26 November 2026, 13:00 – 14:00 in Lisbon"


def plain(letter) -> str:
    """The words of a letter, its no-break spaces like others."""
    return " ".join(letter.text.split())


def test_both_sides_read_their_own_hour_first(people):
    booked(people)
    theirs, ours = composed("booked", people.cleo), composed("booked", people.ada)
    assert f"{LISBON} In Oslo: 14:00 – 15:00" in plain(theirs)
    assert f"{OSLO} In Lisbon: 13:00 – 14:00" in plain(ours)
    assert theirs.subject == "It is booked: Thursday 26 November, 13:00 (Lisbon)"
    assert ours.subject == "Booked with cleo.marchetti: Thursday 26 November, 14:00 (Oslo)"


@pytest.mark.parametrize(
    ("asks", "said", "unsaid"),
    [([], "There are no questions before", "First a few questions"),
     ([{"text": "Well?", "choices": [("Yes", "accept"), ("No", "reject")]}], "First a few", "There are no questions")],
)  # fmt: skip
def test_an_invitation_tells_of_questions_only_where_there_are_some(people, asks, said, unsaid):
    live_study(people, asks=asks)
    letter = plain(composed("invitation", people.cleo))
    assert said in letter
    assert unsaid not in letter


def test_another_day_at_the_other_side_is_named(people):
    post.speaks(people.cleo, zone="Pacific/Auckland")
    booked(people)
    theirs = plain(composed("booked", people.cleo))
    assert "Friday 27 November 2026, 02:00 – 03:00 in Auckland In Oslo: Thursday 26 November 2026, 14:00" in theirs
    assert "In Auckland: Friday 27 November 2026, 02:00 – 03:00" in plain(composed("booked", people.ada))


def test_an_end_after_midnight_is_marked(people):
    post.speaks(people.cleo, zone="Pacific/Noumea")  # 13:00 UTC is midnight there, 12:30 UTC half an hour before
    booked(people, starts_at=START - 30 * MINUTE)
    assert "23:30 – 00:30 (the next day) in Noumea" in plain(composed("booked", people.cleo))


def test_the_other_zone_is_left_out_where_clocks_agree(people):
    post.speaks(people.cleo, zone="Europe/Berlin")
    booked(people)
    assert "Oslo" not in composed("booked", people.cleo).text
    assert "Berlin" not in composed("booked", people.ada).text


def test_a_letter_tells_of_its_own_moment(people):
    session = booked(people)
    session = fire(session, "move", themselves(people.cleo), NOW + HOUR, starts_at=stories.other_start(session))
    fire(session, "hand_over", customer(people.ada), NOW + 2 * HOUR, host=people.bo.id)
    first = composed("booked", people.cleo)
    assert LISBON in plain(first)
    assert "Ada Lind" in first.text
    assert "Bo Aas" not in first.text
    moved = plain(composed("moved", people.cleo))
    assert "The old time, Thursday 26 November, 13:00 (Lisbon), no longer holds." in moved
    assert "Bo Aas" not in moved
    told = plain(composed("handed_over", people.cleo))
    assert "You will talk with Bo Aas of Halden Ferries instead of Ada Lind." in told
    assert "was handed over to you from Ada Lind" in plain(composed("handed_over", people.bo))
    assert "Bo Aas holds the conversation with cleo.marchetti" in plain(composed("handed_away", people.ada))


def test_booking_late_promises_neither_a_move_nor_a_day_s_reminder(people):
    booked(people, at=START - 20 * HOUR, starts_at=START)
    late = plain(composed("booked", people.cleo))
    assert "too soon to be moved" in late
    assert "We write again half an hour before." in late
    assert "a day before" not in late


@pytest.mark.parametrize("reason", CUSTOMER_REASONS)
def test_a_canceled_letter_says_whether_they_are_asked_back(people, reason):
    back = reason not in NOT_ASKED_BACK
    session = fire(booked(people), "cancel", customer(people.ada), NOW + HOUR, reason=reason)
    letter = composed("canceled", people.cleo)
    assert ("You keep your place" in plain(letter)) is back
    assert ("You are not asked for another time." in plain(letter)) is not back
    page = f"participants/{session.participant.code}" if back else f"sessions/{session.code}"
    assert f"{BASE}/{page}" in letter.text
    assert "owed" not in letter.text
    given_up = "The place is given up." in plain(composed("canceled", people.ada))
    assert given_up is (reason != "someone_else")


def test_a_late_cancel_says_what_is_owed(people):
    stories.canceled_by_customer(people)
    assert Payout.get().amount == 1500
    assert "you are owed €15.00" in plain(composed("canceled", people.cleo))
    assert "cleo.marchetti is owed €15.00" in plain(composed("canceled", people.ada))


def test_a_late_request_for_another_time_says_what_it_would_owe_and_then_owes(people):
    stories.declined(people)
    assert "You would then be owed €15.00" in plain(composed("pick_new_time", people.cleo))
    assert "you are owed €15.00" in plain(composed("declined", people.cleo))


@pytest.mark.parametrize(("reason", "marked"), [("not_available", True), ("technical", False)])
def test_a_contributor_s_late_cancel_says_what_is_recorded(people, reason, marked):
    fire(booked(people), "cancel", themselves(people.cleo), START - HOUR, reason=reason)
    letter = plain(composed("canceled", people.cleo))
    assert ("a late cancel is recorded" in letter) is marked
    assert ("Nothing is recorded against you." in letter) is not marked


def test_words_of_their_own_reach_the_other_side(people):
    stories.canceled_by_contributor(people)
    assert "They wrote: > “My ferry is late.”" in plain(composed("canceled", people.ada))
    assert "My ferry is late." not in composed("canceled", people.cleo).text


def test_a_colleague_s_cancel_is_the_team_s(people):
    stories.canceled_for_good(people)
    assert "Halden Ferries can not hold the conversation" in plain(composed("canceled", people.cleo))
    assert "Your team canceled the conversation" in plain(composed("canceled", people.ada))


def test_a_disputed_absence_accuses_nobody(people):
    stories.disputed(people)
    letter = plain(composed("no_show", people.cleo))
    assert "nothing is recorded against you" in letter
    assert "counts in your standing" not in letter


def test_completed_leads_to_the_money_and_paid_says_how_much(people):
    stories.paid(people)
    payout = Payout.get()
    assert f"{BASE}/payouts/{payout.code}" in composed("completed", people.cleo).text
    assert composed("paid", people.cleo).subject == "Paid: €60.00 from Halden Ferries"
    decide = plain(composed("submitted", people.ada))
    assert "Please decide by Sunday 29 November" in decide
    assert "€60.00, released when you mark them as Completed" in decide


def test_who_was_paid_by_a_recruiter_here_gets_one_letter(people):
    stories.came_by_recruiter(people)
    rows = [row for row in Outgoing.select() if row.letter == "completed"]
    assert len(rows) == 1
    assert "€45.00" in composed("completed", people.cleo).text


def test_who_came_from_another_recruiter_is_promised_nothing_here(people):
    stories.came_from_outside(people)
    assert "comes from the recruiting side" in plain(composed("completed", people.cleo))
    assert "€" not in composed("booked", people.cleo).text


def test_a_contributor_s_report_does_not_name_them(people):
    stories.customer_reported(people)
    for row in Outgoing.select().where(Outgoing.letter.in_(("reported", "report_upheld", "report_dismissed"))):
        if row.recipient == people.ada.id:
            letter = compose(row, post.Settings())
            assert "cleo" not in (letter.subject + letter.text + letter.html).lower()


def test_the_help_contact_stands_in_every_letter(people):
    Workspace.update(help_contact="help@halden.example").execute()
    booked(people)
    assert "For help: help@halden.example" in plain(composed("booked", people.cleo))


def test_another_time_with_another_host_tells_all_three(people):
    stories.moved_to_another_host(people)
    theirs = plain(composed("moved", people.cleo))
    assert "You will talk with Bo Aas instead of Ada Lind." in theirs
    assert "So you hold it instead of Ada Lind." in plain(composed("moved", people.bo))
    away = composed("handed_away", people.ada)
    assert "Bo Aas holds the conversation then instead of you. The old time is free again." in plain(away)
    assert (away.method, composed("moved", people.bo).method) == ("CANCEL", "REQUEST")
    assert post.row("moved", people.ada) is None


def test_who_holds_it_together_hears_of_it_as_that(people):
    stories.held_together(people)
    dag = Person.get(Person.name == "Dag Moe")
    assert "Together with Bo Aas" in plain(composed("booked", people.ada))
    theirs = composed("booked", people.cleo)
    assert "You will talk with Ada Lind and Bo Aas of Halden Ferries" in plain(theirs)
    assert "With Ada Lind and Bo Aas of Halden Ferries" in plain(theirs)
    assert "Together with" not in plain(theirs)
    assert "sent after Ada Lind has confirmed" in plain(theirs)
    assert b"SUMMARY:Conversation with Ada Lind and Bo Aas" in theirs.calendar
    assert "Soon, with Dag Moe and Bo Aas" in plain(composed("reminder_soon", people.cleo))
    assert "You will talk with Dag Moe of Halden Ferries instead of" in plain(composed("handed_over", people.cleo))
    assert "Together with Ada Lind" in plain(composed("booked", people.bo))
    assert "was handed over to you from Ada Lind" in plain(composed("handed_over", dag))
    stays = composed("handed_over", people.bo)
    assert "Dag Moe holds the conversation" in plain(stays)
    assert "You are still there together with them." in plain(stays)
    assert stays.subject.startswith("With Dag Moe now")
    assert post.row("moved", people.ada) is None
    assert {row.recipient for row in Outgoing.select().where(Outgoing.letter == "moved")} == {
        people.bo.id, people.cleo.id, dag.id}  # fmt: skip


def test_hosts_hear_that_a_member_left_and_what_stands_with_them(people):
    stories.removed_while_booked(people)
    letter = composed("member_removed", people.ada)
    assert letter.subject == "cleo.marchetti is no longer in the contributor network"
    text = plain(letter)
    assert "“Booking a ferry on the phone”, Thursday 26 November, 14:00 (Oslo)" in text
    assert "“The timetable”, a new time is being looked for" in text
    assert people.cleo.name not in letter.text + letter.html
    assert post.row("member_removed", people.bo) is None
    fire(people.cleo.conversations.order_by(Session.id).get(), "cancel", customer(people.ada), NOW + 3 * HOUR,
         reason="technical")  # fmt: skip
    assert "Booking a ferry" not in plain(composed("member_removed", people.ada))


def test_nobody_to_meet_means_no_letter_about_a_member(people):
    stories.standing(people)
    assert post.row("member_removed", people.ada) is None


@pytest.mark.parametrize(("audience", "more"), [("invite", True), ("specific", False)])
def test_where_a_link_invites_no_answer_means_reaching_out_to_more_people(people, audience, more):
    stories.unanswered(people)
    Study.update(audience=audience).execute()
    sentence = "To find somebody else, send the study's link to more people."
    assert (sentence in plain(composed("lapsed", people.ada))) is more
    assert sentence not in plain(composed("lapsed", people.cleo))


def test_a_list_of_letters_previews_what_matters(people):
    booked(people)
    body = composed("booked", people.cleo).html.partition("<body")[2]
    preview = body.partition("</div>")[0].partition(">")[2]
    assert "display:none" in preview
    assert "It is booked, for Thursday 26 November · 13:00" in preview.replace("\u2060", "").replace("\xa0", " ")
    assert body.index("It is booked") < body.index("Parlor</p>")


def test_a_long_name_leaves_the_time_in_the_subject(people):
    Person.update(name="Maximiliane-Theodora von Hohenberg-Schwarzenfeld zu Altenbruch").execute()
    stories.handed_over(people)
    for letter, reader in (("handed_over", people.cleo), ("handed_away", people.ada)):
        subject = composed(letter, reader).subject
        assert "Maximiliane" in subject
        assert subject.endswith("(Oslo)" if reader is people.ada else "(Lisbon)")


def test_who_is_asked_reads_with_whom_they_would_talk(people):
    shared_study(people, "all")
    asked = plain(composed("invitation", people.cleo))
    assert "a conversation with Ada Lind and Bo Aas of Halden Ferries" in asked
    assert "With Ada Lind and Bo Aas of Halden Ferries" in asked
    assert "sent after Ada Lind has confirmed" in asked


def test_several_names_are_joined_in_the_reader_s_language(people):
    post.speaks(people.cleo, "de")
    booked(people, shared_study(people, "all"))
    assert "Ada Lind und Bo Aas" in plain(composed("booked", people.cleo))


def told_to_decide() -> set[int]:
    """Who got the letter that somebody is Submitted."""
    return {row.recipient for row in Outgoing.select().where(Outgoing.letter == "submitted")}


def test_who_held_it_is_asked_to_decide(people):
    session = fire(booked(people), "hand_over", customer(people.ada), NOW, host=people.bo.id)
    held(people, session)
    assert told_to_decide() == {people.bo.id}


def test_everybody_who_held_it_is_asked_to_decide(people):
    held(people, booked(people, shared_study(people, "all")))
    assert told_to_decide() == {people.ada.id, people.bo.id}


def test_after_a_correction_who_held_it_is_asked_to_decide(people):
    session = fire(booked(people), "hand_over", customer(people.ada), NOW, host=people.bo.id)
    fire(missed(people, session), "overturn", customer(people.ada), session.ends_at + HOUR, reason="they_came")
    assert told_to_decide() == {people.bo.id}


def test_without_a_conversation_the_study_s_host_is_asked_to_decide(people):
    study = live_study(people, kind="interaction", asks=[])
    fire(worked(started(people, study)), "submit", themselves(people.cleo), NOW)
    assert told_to_decide() == {people.ada.id}
