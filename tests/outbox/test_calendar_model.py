"""A calendar model fed the letters in any order and with duplicates equals the database.

Sessions of three studies (one host, any of several, all together) are booked, moved, handed over, called off and booked
again in random order by the real commands. Every letter is composed, its calendar part read by the real parser, and
what one person got is put into a calendar as RFC 5546 says, late, shuffled and twice. In the end that calendar has what
the database says, no more and no less, for everybody.
"""

from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import hosting, sessions, studies
from commands.fire import Stale, fire
from integrations import calendar
from lifecycle.attempt import CLOCK, Invalid, Refused
from lifecycle.machine import NoSuchMove
from lifecycle.together import CONTRIBUTOR_REASONS, CUSTOMER_REASONS
from models import Member, Outgoing, Participant, Person, Session, SessionHost, database
from outbox import asof
from outbox.compose import compose
from outbox.letters import METHODS
from rules.times import from_epoch
from tests import world as w
from tests.outbox import post
from tests.services import databases
from tests.world import DAY, HOUR, MINUTE, NOW, customer, themselves

LAPSE = timedelta(days=8)


class Calendar:
    """A calendar program (RFC 5546, 3.2.2 and 3.2.5): of each UID the highest SEQUENCE wins, then the latest DTSTAMP;
    a CANCEL takes the event out. What is addressed to somebody else is none of its business."""

    def __init__(self, owner: Person):
        self.owner, self.known = owner, {}

    def receive(self, method: str, event) -> None:
        """Take in one message, however late."""
        assert str(event["ATTENDEE"]) == f"mailto:{self.owner.email}"
        assert (method, str(event["STATUS"])) in {("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")}
        uid, rank = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        if uid not in self.known or rank >= self.known[uid][0]:
            self.known[uid] = rank, method, event["DTSTART"].dt, event["DTEND"].dt

    def entries(self) -> dict:
        """UID -> (start, end) of what stands in it."""
        return {uid: times for uid, (_rank, method, *times) in self.known.items() if method == "REQUEST"}


def said_by_the_database(person: Person) -> dict:
    """The same, as Parlor has it: what this person is to hold or to come to."""
    together = SessionHost.select(SessionHost.session).where(SessionHost.person == person.id)
    mine = (Session.host == person.id) | (Session.contributor == person.id) | Session.id.in_(together)
    rows = Session.select().where(Session.state == "scheduled", mine)
    return {f"{row.uid}@parlor.example": [row.starts_at, row.ends_at] for row in rows}


def messages(person: Person) -> list:
    """(method, event) of every calendar message to this person."""
    rows = Outgoing.select().where(Outgoing.recipient == person.id, Outgoing.letter.in_(list(METHODS)))
    return [post.event_of(compose(row, post.Settings()).calendar) for row in rows.order_by(Outgoing.id)]


class Story:
    """The rows, and every move that somebody may try on them; what the law refuses does not happen."""

    def __init__(self, house, dice: Random):
        self.house, self.dice, self.at, self.done = house, dice, NOW, []

    def turn(self, move: str) -> None:
        """Try one move on a row that the dice choose."""
        self.at += self.dice.choice((MINUTE, HOUR, 5 * HOUR))
        noun = Participant if move in ("book", "readmit") else Session
        edges = noun.lifecycle.graph()
        rows = [row for row in noun.select().order_by(noun.id) if (row.state, move) in edges]
        try:
            if rows and getattr(self, move)(self.dice.choice(rows)):
                self.done.append(move)
        except (Refused, Invalid, NoSuchMove, Stale):
            pass

    def start(self, row):
        """One of the times that are offered."""
        return from_epoch(self.dice.choice(row.offered_starts(self.at)[:60] or [0]))

    def book(self, place):
        """A time is taken, again after it was called off."""
        return sessions.book(place, self.start(place), themselves(place.person), self.at)

    def readmit(self, place):
        """Who withdrew is asked again."""
        return fire(place, "readmit", customer(self.house.people.ada), self.at)

    def move(self, row):
        """The contributor takes another time, maybe another host's."""
        return fire(row, "move", themselves(row.contributor), self.at, starts_at=self.start(row))

    def reschedule(self, row):
        """The customer asks for another time."""
        return fire(row, "reschedule", customer(self.house.people.ada), self.at)

    def rebook(self, row):
        """And gets one."""
        return fire(row, "rebook", themselves(row.contributor), self.at, starts_at=self.start(row))

    def decline(self, row):
        """Or none."""
        return fire(row, "decline", themselves(row.contributor), self.at)

    def lapse(self, row):
        """Or no answer."""
        if row.state != "rescheduling":
            return None
        self.at += LAPSE
        return fire(row, "lapse", CLOCK, self.at)

    def hand_over(self, row):
        """A colleague who is free takes the seat of the host."""
        free = row.free_colleagues(self.at)
        return bool(free) and fire(row, "hand_over", customer(row.host), self.at, host=self.dice.choice(free))

    def cancel(self, row):
        """Either side calls it off, for any reason."""
        ours = self.dice.random() < 0.5
        by = customer(row.host) if ours else themselves(row.contributor)
        reason = self.dice.choice(CUSTOMER_REASONS if ours else CONTRIBUTOR_REASONS)
        return fire(row, "cancel", by, self.at, reason=reason, note="words")


MOVES = ("book", "readmit", "move", "reschedule", "rebook", "decline", "lapse", "hand_over", "cancel")


@pytest.fixture
def house(tmp_path):
    """Three studies with three hosts on SQLite, and two contributors who may book in each of them."""
    database.connect(databases.fresh("sqlite", tmp_path))
    people = w.build(units_bought=5000)
    dag = Person.create(email="dag@halden.example", name="Dag Moe", zone="Asia/Kolkata", created_at=NOW)
    Member.create(workspace=people.halden, person=dag, role="creator")
    hosts, guests = [people.ada, people.bo, dag], [people.cleo, people.mallory]
    for kind in ("one", "any", "all"):
        study = w.draft_study(people, invitees=guests, title=f"By {kind}", step=15, gap=0, minimum_notice=0)
        others = [] if kind == "one" else hosts[1:]
        by = customer(people.ada)
        # They overlap at noon only, so that another time is often another host's.
        for host, begin, end in zip(hosts, (9, 11, 10), (13, 17, 15), strict=True):
            hours = [[weekday, begin * 60, end * 60] for weekday in range(5)]
            studies.set_hours(host, "Europe/Oslo", hours)
        study = hosting.set_hosts(study, by, NOW, hosting=kind, host=people.ada, colleagues=others)
        study = fire(study, "launch", by, NOW)
        for guest in guests:
            w.qualified(people, study, guest)
    yield SimpleNamespace(people=people, everybody=[*hosts, *guests])
    database.close()


def check(house, dice: Random) -> None:
    """Everybody's calendar, after their letters in an order of the dice with some of them twice or three times."""
    for person in house.everybody:
        sent = messages(person)
        arriving = sent + [dice.choice(sent) for _turn in range(len(sent))]
        dice.shuffle(arriving)
        program = Calendar(person)
        for method, event in arriving:
            program.receive(method, event)
        assert program.entries() == said_by_the_database(person), person.name


CALMLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.promise("P27")
@CALMLY
@given(moves=st.lists(st.sampled_from(MOVES), min_size=4, max_size=24), seed=st.integers(0, 2**32))
def test_a_calendar_model_fed_the_letters_in_any_order_and_with_duplicates_equals_the_database(house, moves, seed):
    dice = Random(seed)
    with post.undone():
        story = Story(house, dice)
        for move in ("book", "book", "book", *moves):
            story.turn(move)
        check(house, dice)


@pytest.mark.promise("P27")
def test_after_a_hand_over_the_old_host_s_calendar_is_empty_and_the_new_one_s_is_not(house):
    people, bo = house.people, house.people.bo
    session = sessions.book(place_in("one", people), last_start("one", people), themselves(people.cleo), NOW)
    fire(session, "hand_over", customer(people.ada), NOW + MINUTE, host=bo.id)
    there = {f"{session.uid}@parlor.example": [session.starts_at, session.ends_at]}
    for person, expected in ((people.ada, {}), (bo, there), (people.cleo, there)):
        program = Calendar(person)
        for method, event in reversed(messages(person)):
            program.receive(method, event)
        assert program.entries() == expected


@pytest.mark.promise("P27")
def test_who_holds_it_together_with_others_has_it_in_their_calendar(house):
    people = house.people
    session = sessions.book(place_in("all", people), last_start("all", people), themselves(people.cleo), NOW)
    hosts = [person for person in house.everybody if person.name in ("Ada Lind", "Bo Aas", "Dag Moe")]
    assert [len(messages(person)) for person in hosts] == [1, 1, 1]
    late = from_epoch(session.offered_starts(NOW + MINUTE)[-1])
    fire(session, "move", themselves(people.cleo), NOW + MINUTE, starts_at=late)
    check(house, Random(1))
    fire(session, "cancel", customer(people.bo), NOW + DAY, reason="technical")
    assert [said_by_the_database(person) for person in hosts] == [{}, {}, {}]
    check(house, Random(2))


def place_in(kind: str, people) -> Participant:
    """Cleo's place in that study."""
    return next(row for row in people.cleo.participations if row.study.hosting == kind)


def last_start(kind: str, people):
    """The last time but one that is offered there."""
    return from_epoch(place_in(kind, people).offered_starts(NOW)[-2])


def test_the_stories_reach_every_move(house):
    seen = set()
    for seed in range(12):
        with post.undone():
            story = Story(house, Random(seed))
            for _turn in range(40):
                story.turn(story.dice.choice(MOVES))
            seen |= set(story.done)
    assert seen == set(MOVES)


def test_the_model_notices_changes_that_are_not_counted(house, monkeypatch):
    real = calendar.event
    monkeypatch.setattr(asof, "SEQUENCED", ())
    monkeypatch.setattr(calendar, "event", lambda **given: real(**given | {"stamp": NOW}))
    dice, story = Random(3), Story(house, Random(3))
    for move in ("book", "book", "move", "cancel", "cancel"):
        story.turn(move)
    with pytest.raises(AssertionError, match="assert"):
        check_often(house, dice)


def check_often(house, dice: Random) -> None:
    """In several orders."""
    for _turn in range(10):
        check(house, dice)
