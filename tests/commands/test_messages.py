"""What both sides write to each other: one row, one entry, a letter for whoever is away, and never a second one."""

from collections import Counter

import pytest

from commands import calling_off, hosting, messages, studies
from commands.fire import fire
from commands.recorder import Planned, post, thread_of
from lifecycle.attempt import Invalid, Refused
from models import Entry, Message, Note, Outgoing, Session, lists
from outbox.drain import drain
from tests import world
from tests.outbox.post import Clock, Settings, composed
from tests.world import DAY, END, HOUR, MINUTE, NOW, START, booked, customer, themselves


def letters(**wanted) -> list[Outgoing]:
    """The letters about messages."""
    rows = Outgoing.select().where(Outgoing.letter == "message").order_by(Outgoing.id)
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def write(session, person, text="Running late.", at=NOW + HOUR, **more):
    """The contributor or somebody of the customer's side writes."""
    by = themselves(person) if person.id == session.contributor_id else customer(person)
    return messages.write(session, by, text, at, **more)


def test_a_message_is_one_row_one_entry_without_words_and_one_letter_for_the_other_side(people):
    session = booked(people)
    message = write(session, people.cleo, "  The tram is late.\r\nTen minutes.  ")
    assert (message.text, message.role, message.read_at) == ("The tram is late.\nTen minutes.", "contributor", None)
    entry = Entry.get(Entry.noun == "message")
    assert (entry.subject, entry.seq, entry.event, entry.source) == (message.id, 0, "write", None)
    assert entry.details == {"session": session.id}
    assert not Note.select().where(Note.entry == entry).exists()
    [letter] = letters()
    assert (letter.recipient, letter.entry_id, letter.due_at) == (people.ada.id, entry.id, NOW + HOUR + 2 * MINUTE)


def test_everybody_who_holds_it_gets_the_letter_and_the_other_way_only_the_contributor(people):
    study, ada = world.draft_study(people), customer(people.ada)
    study = hosting.set_hosts(study, ada, NOW, hosting="all", host=people.ada, colleagues=[people.bo])
    studies.set_hours(people.bo, people.bo.zone, world.WEEKDAYS)
    session = booked(people, fire(study, "launch", ada, NOW))
    write(session, people.cleo)
    assert [row.recipient for row in letters()] == [people.ada.id, people.bo.id]
    write(session, people.bo, at=NOW + 2 * HOUR)
    assert [row.recipient for row in letters()][2:] == [people.cleo.id]


def test_after_a_hand_over_the_new_host_gets_the_letter_and_the_old_one_does_not(people):
    session = booked(people)
    write(session, people.cleo)
    fire(session, "hand_over", customer(people.ada), NOW + HOUR + MINUTE, host=people.bo.id)
    assert [(row.recipient, row.state) for row in letters()] == [(people.bo.id, "waiting")]
    drain(Settings(), Clock(NOW + 2 * HOUR))
    assert [(row.recipient, row.state) for row in letters()] == [(people.bo.id, "sent")]


def test_a_hand_over_leaves_what_was_sent_and_what_is_for_the_other_side(people):
    session = booked(people)
    write(session, people.cleo)
    drain(Settings(), Clock(NOW + 2 * HOUR))
    write(session, people.ada, at=NOW + 3 * HOUR)
    fire(session, "hand_over", customer(people.ada), NOW + 3 * HOUR + MINUTE, host=people.bo.id)
    assert [(row.recipient, row.state) for row in letters()] == [(people.ada.id, "sent"), (people.cleo.id, "waiting")]


def test_whoever_has_that_letter_already_gets_it_once(people):
    session = booked(people)
    write(session, people.cleo)
    post(letters()[0].entry, [Planned("message", people.bo.id, NOW + HOUR)], thread_of(session), NOW)
    fire(session, "hand_over", customer(people.ada), NOW + HOUR + MINUTE, host=people.bo.id)
    assert {(row.recipient, row.state) for row in letters()} == {(people.ada.id, "dropped"), (people.bo.id, "waiting")}


def test_what_was_read_in_time_sends_no_letter(people):
    session, settings = booked(people), Settings()
    drain(settings, Clock(NOW + HOUR))
    write(session, people.cleo)
    assert messages.read(session, "contributor", NOW + HOUR) == 0
    assert messages.read(session, "customer", NOW + HOUR + MINUTE) == 1
    assert Message.get().read_at == NOW + HOUR + MINUTE
    assert [(row.state, row.outcome) for row in letters()] == [("dropped", "read before it was sent")]
    assert drain(settings, Clock(NOW + 2 * HOUR)) == Counter()


def test_what_was_read_while_its_letter_was_on_the_way_is_dropped_too(people):
    session = booked(people)
    drain(Settings(), Clock(NOW + HOUR))
    message = write(session, people.cleo)
    Message.update(read_at=NOW + HOUR).where(Message.id == message.id).execute()
    assert drain(Settings(), Clock(NOW + HOUR + 2 * MINUTE)) == Counter(dropped=1)


def test_who_is_away_gets_the_words_and_no_address(people):
    session, settings = booked(people), Settings()
    write(session, people.ada, "The door is blue. <b>Ring twice.</b>")
    assert drain(settings, Clock(NOW + HOUR + MINUTE))["sent"]
    assert letters()[0].state == "waiting"
    assert drain(settings, Clock(NOW + HOUR + 2 * MINUTE)) == Counter(sent=1)
    letter = composed("message", people.cleo)
    assert "The door is blue." in letter.text
    assert "<b>Ring" not in letter.html
    assert "Ada of Halden Ferries" in letter.text
    assert f"/sessions/{session.code}#messages" in letter.text
    assert people.ada.email not in letter.text + letter.html
    assert people.ada.name not in letter.text


def test_an_answer_reads_what_it_answers(people):
    session = booked(people)
    write(session, people.cleo)
    write(session, people.ada, "No hurry.", NOW + HOUR + MINUTE)
    assert [row.state for row in letters()] == ["dropped", "waiting"]
    assert [message.read_at is None for message in Message.select().order_by(Message.id)] == [False, True]


def test_a_second_click_sends_nothing_twice(people):
    session = booked(people)
    first = write(session, people.cleo, key="1:abc")
    assert write(session, people.cleo, key="1:abc") == first
    assert (Message.select().count(), len(letters())) == (1, 1)


@pytest.mark.parametrize(
    ("text", "words"), [("", "write something"), (" \n ", "write something"), ("x" * 2001, "2000")]
)
def test_nothing_and_too_much_are_refused_in_words(people, text, words):
    session = booked(people)
    with pytest.raises(Invalid) as problem:
        write(session, people.cleo, text)
    assert words in str(problem.value.errors["message"])
    assert write(session, people.cleo, "y" * 2000).text == "y" * 2000


def test_it_is_possible_until_two_weeks_after_the_end_and_not_longer(people):
    session = world.held(people)
    write(session, people.cleo, at=END + 14 * DAY)
    with pytest.raises(Refused) as problem:
        write(session, people.cleo, at=END + 15 * DAY)
    assert "were possible until" in str(problem.value.refusal.sentence)


def test_a_canceled_one_can_still_be_written_about(people):
    session = fire(booked(people), "cancel", customer(people.ada), NOW + HOUR, reason="other")
    write(session, people.cleo, "A pity. Another time?", NOW + DAY)
    assert [row.recipient for row in letters()] == [people.ada.id]


def test_somebody_who_writes_and_writes_has_to_wait(people):
    session = booked(people)
    for number in range(messages.PER_HOUR):
        write(session, people.cleo, f"Word {number}")
    with pytest.raises(Refused) as problem:
        write(session, people.cleo)
    assert problem.value.refusal.code == "too_many"
    assert "a lot of messages" in str(problem.value.refusal.sentence)
    write(session, people.cleo, at=NOW + 2 * HOUR)


def three_booked(people):
    """A study with three conversations, one of them canceled and one that began already."""
    others = [world.contributor(f"person.{number}") for number in range(3)]
    study = world.live_study(people, invitees=[people.cleo, *others], places=4)
    sessions = [
        booked(people, study, person, START + (number - 2) * 2 * HOUR)
        for number, person in enumerate([people.cleo, *others])
    ]
    fire(sessions[1], "cancel", customer(people.ada), NOW, reason="other")
    return study, sessions


def test_all_pending_ones_get_it_each_in_their_own_thread(people):
    study, sessions = three_booked(people)
    assert messages.message_pending(study, customer(people.ada), "The link is new.", START - 3 * HOUR, key="9:k") == 2
    assert {row.recipient for row in letters()} == {sessions[2].contributor_id, sessions[3].contributor_id}
    assert [message.session_id for message in Message.select().order_by(Message.id)] == [sessions[2].id, sessions[3].id]
    messages.message_pending(study, customer(people.ada), "The link is new.", START - 3 * HOUR, key="9:k")
    assert Message.select().count() == 2


def test_what_a_crash_left_over_is_sent_by_the_second_click_and_nothing_twice(people, monkeypatch):
    study, _sessions = three_booked(people)
    monkeypatch.setattr(messages, "CHUNK", 1)
    real, left = messages._chunk, [1]

    def falls_over(*given):
        if not left:
            raise RuntimeError("the plug")
        left.pop()
        return real(*given)

    monkeypatch.setattr(messages, "_chunk", falls_over)
    with pytest.raises(RuntimeError):
        messages.message_pending(study, customer(people.ada), "The link is new.", NOW + HOUR, key="9:k")
    assert Message.select().count() == 1
    monkeypatch.setattr(messages, "_chunk", real)
    assert messages.message_pending(study, customer(people.ada), "The link is new.", NOW + HOUR, key="9:k") == 3
    assert Message.select().count() == 3


def test_nobody_pending_and_too_many_rounds_are_refused(people):
    study, _sessions = three_booked(people)
    for number in range(messages.ROUNDS_PER_HOUR):
        messages.message_pending(study, customer(people.ada), f"Round {number}", NOW + HOUR)
    with pytest.raises(Refused) as problem:
        messages.message_pending(study, customer(people.ada), "Once more", NOW + HOUR)
    assert problem.value.refusal.code == "too_many"
    calling_off.call_off(study, "other", customer(people.ada), NOW + HOUR)
    with pytest.raises(Refused) as problem:
        messages.message_pending(study, customer(people.ada), "Hello", NOW + 3 * HOUR)
    assert problem.value.refusal.code == "nobody"
    assert {session.state for session in Session.select()} == {"canceled"}


def test_a_contributor_is_told_what_they_have_not_read(people):
    session = booked(people)
    write(session, people.cleo, "One")
    assert lists.unread_messages_to(people.cleo.id) == []
    write(session, people.ada, "Two", NOW + 2 * HOUR)
    write(session, people.ada, "Three", NOW + 3 * HOUR)
    at = int((NOW + 3 * HOUR).timestamp())
    assert lists.unread_messages_to(people.cleo.id) == [(session.code, session.study.title, "Halden Ferries", 2, at)]
    assert lists.unread_messages_to(people.mallory.id) == []
    write(session, people.cleo, "Four", NOW + 4 * HOUR)
    assert lists.unread_messages_to(people.cleo.id) == []
