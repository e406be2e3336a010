"""The calendars of both sides: what is in them after any messages in any order is what Parlor says."""

import random

import pytest

from commands import studies
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Outgoing, Person, Session
from outbox.compose import compose
from outbox.letters import METHODS
from rules.times import from_epoch
from tests.outbox import post, stories
from tests.outbox.post import event_of
from tests.world import DAY, HOUR, NOW, WEEKDAYS, again, booked, customer, themselves


def messages(person: Person) -> list[tuple[str, object]]:
    """(method, event) of every calendar message to this person, in the order of their letters."""
    rows = Outgoing.select().where(Outgoing.recipient == person.id, Outgoing.letter.in_(list(METHODS)))
    return [event_of(compose(row, post.Settings()).calendar) for row in rows.order_by(Outgoing.id)]


class Calendar:
    """A calendar program: the highest (SEQUENCE, DTSTAMP) of a UID wins."""

    def __init__(self):
        self.seen = {}

    def receive(self, method: str, event) -> None:
        """Take in one message, however late."""
        uid, rank = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        if uid not in self.seen or rank >= self.seen[uid][0]:
            self.seen[uid] = rank, method, event["DTSTART"].dt, event["DTEND"].dt

    def entries(self) -> set:
        """(start, end) of what stands in it."""
        return {(start, end) for _rank, method, start, end in self.seen.values() if method == "REQUEST"}


def test_a_conversation_keeps_its_uid_and_counts_its_changes(people):
    session = booked(people)
    session = fire(session, "move", themselves(people.cleo), NOW + HOUR, starts_at=stories.other_start(session))
    session = fire(session, "reschedule", customer(people.ada), NOW + 2 * HOUR)
    third = stories.other_start(session, -2)
    session = fire(session, "rebook", themselves(people.cleo), NOW + 3 * HOUR, starts_at=third)
    session = fire(session, "hand_over", customer(people.ada), NOW + 4 * HOUR, host=people.bo.id)
    session = fire(session, "cancel", customer(people.bo), NOW + DAY, reason="technical")
    found = messages(people.cleo)
    assert [method for method, _event in found] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "REQUEST", "CANCEL"]
    assert [int(event["SEQUENCE"]) for _method, event in found] == list(range(6))
    assert session.sequence == 5
    assert {str(event["UID"]) for _method, event in found} == {f"{session.uid}@parlor.example"}
    assert [str(event["STATUS"]) for _method, event in found] == [
        "CONFIRMED" if method == "REQUEST" else "CANCELLED" for method, _event in found
    ]
    assert {str(event["ORGANIZER"]) for _method, event in found} == {"mailto:post@parlor.example"}
    stamps = [event["DTSTAMP"].dt for _method, event in found]
    assert stamps == sorted(stamps)
    assert [method for method, _event in messages(people.ada)] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert [method for method, _event in messages(people.bo)] == ["REQUEST", "CANCEL"]


def test_only_the_reader_is_invited(people):
    booked(people)
    for person in (people.ada, people.cleo):
        [(_method, event)] = messages(person)
        assert str(event["ATTENDEE"]) == f"mailto:{person.email}"
        assert event["ATTENDEE"].params["CN"] == person.name


MOVES = ("move", "reschedule", "rebook", "decline", "hand_over", "cancel")


def step(session: Session, event: str, people, at, dice: random.Random) -> Session:
    """Try this move; where the law refuses it, nothing happens."""
    host = people.bo if session.host_id == people.ada.id else people.ada
    by = themselves(people.cleo) if event in ("move", "rebook", "decline") else customer(people.ada)
    starts = session.offered_starts(at)
    start = {"starts_at": from_epoch(dice.choice(starts)) if starts else None}
    details = {"move": start, "rebook": start, "hand_over": {"host": host.id}, "cancel": {"reason": "technical"}}
    try:
        return fire(session, event, by, at, **details.get(event, {}))
    except (Refused, Invalid):
        return again(session)


@pytest.mark.parametrize("seed", range(6))
def test_any_story_in_any_order_ends_with_what_parlor_says(people, seed):
    dice = random.Random(seed)
    studies.set_hours(people.bo, people.bo.zone, WEEKDAYS)
    session = booked(people)
    at = NOW
    for _turn in range(12):
        at += HOUR
        session = step(session, dice.choice(MOVES), people, at, dice)
    for person in (people.ada, people.bo, people.cleo):
        calendar, sent = Calendar(), messages(person)
        late = sent + dice.sample(sent, len(sent) // 2)
        dice.shuffle(late)
        for method, event in late:
            calendar.receive(method, event)
        there = session.state == "scheduled" and person.id in (session.host_id, session.contributor_id)
        assert calendar.entries() == ({(session.starts_at, session.ends_at)} if there else set())
