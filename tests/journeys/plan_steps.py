"""Changes of plan, step by step, at pages without scripts; letters are taken from the mail server and calendar files
read by a calendar's parser, never from the database."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import NamedTuple

import icalendar
import recurring_ical_events
from peewee import fn

from commands.sweep import sweep
from models import (
    Asking,
    Entry,
    LedgerLine,
    Letter,
    Mark,
    Outgoing,
    Participant,
    Payout,
    Person,
    Session,
    Study,
    UnitLine,
)
from models.people import SignIn
from outbox.drain import drain
from outbox.secrets import sign_in_code
from rules.money import show
from tests import invariants
from tests import world as story
from tests.journeys.hands import Form, Hands
from tests.outbox.post import calendar_of
from tests.views.app import SECRET, hands_of
from tests.world import World
from views.happened import LETTERS

REQUEST, CANCEL = "REQUEST", "CANCEL"
STATUS = {REQUEST: "CONFIRMED", CANCEL: "CANCELLED"}
COUNTED = re.compile(r" would be owed to |^\d+ units? would be |^One mark would be added")
UNITS = {"use": "used", "give_back": "returned", "reserve": "reserved"}
MARKS = {
    True: "One mark would be added to your standing. You can appeal it.",
    False: "One mark would be added to the standing of {}. It can be appealed.",
}
LETTER_LINE = re.compile(r"Letter to (.+): ([^:]+)\.$")


@dataclass
class Mail:
    """One letter as it arrived: which one it is, its words, and of its calendar file the method and the event."""

    letter: str
    subject: str
    text: str
    method: str
    event: icalendar.Event | None

    def says(self, *words: str) -> "Mail":
        """These words stand in it."""
        for one in words:
            assert one in self.text, f"{one!r} is not in {self.letter}: {self.text}"
        return self

    def link(self, part: str) -> str:
        """The path of the link that has this in it."""
        return next(path for path in re.findall(r"https?://[^/\s]+(/\S*)", self.text) if part in path)


@dataclass
class Diary:
    """Somebody's calendar program: of each UID the highest SEQUENCE wins, and a CANCEL takes it out."""

    known: dict = field(default_factory=dict)

    def receive(self, mail: Mail) -> None:
        """Take in one message."""
        uid, rank = str(mail.event["UID"]), (int(mail.event["SEQUENCE"]), mail.event["DTSTAMP"].dt)
        if uid not in self.known or rank >= self.known[uid][0]:
            self.known[uid] = rank, mail

    def entries(self) -> set[tuple[datetime, datetime]]:
        """(start, end) of what stands in it, as a second reader of calendars expands it."""
        return {when for _rank, mail in self.known.values() if mail.method == REQUEST for when in expanded(mail.event)}


def expanded(event: icalendar.Event) -> list[tuple[datetime, datetime]]:
    """The occurrences of an event in its two years."""
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    year = event["DTSTART"].dt.year
    found = recurring_ical_events.of(calendar).between((year - 1, 1, 1), (year + 2, 1, 1))
    return [(one["DTSTART"].dt, one["DTEND"].dt) for one in found]


class House:
    """The app, its clock, the people at their browsers, and what the mail server got for them."""

    def __init__(self, app, clock, world: World, inbox):
        self.app, self.clock, self.world, self.inbox = app, clock, world, inbox
        self._read: dict[str, int] = {}
        self._hands: dict[int, Hands] = {}

    def __getattr__(self, name: str) -> Hands:
        if name not in ("ada", "bo", "cleo", "mallory", "olga"):
            raise AttributeError(name)
        return self.as_(getattr(self.world, name))

    def as_(self, person: Person) -> Hands:
        """The browser of this person, always the same one."""
        if person.id not in self._hands:
            self._hands[person.id] = hands_of(self.app, person)
        return self._hands[person.id]

    # ---- Time

    def wait(self, **span: float) -> "House":
        """So long later; what time itself does is done."""
        return self.at(self.clock.at + timedelta(**span))

    def at(self, instant: datetime) -> "House":
        """It is then; what time itself does is done. Everybody has stayed at their browser."""
        self.clock.at = instant
        sweep(instant)
        SignIn.update(seen_at=instant, fresh_at=instant, ends_at=instant + timedelta(days=7)).execute()
        return self

    # ---- Letters

    def post(self, person: Person) -> list[Mail]:
        """What has arrived for this person since the last look, oldest first."""
        drain(self.app.config["SETTINGS"], self.clock.now)
        all_of_it = self.inbox.to(person.email)
        new = all_of_it[self._read.get(person.email, 0) :]
        self._read[person.email] = len(all_of_it)
        return [opened(message, person) for message in new]

    def one(self, person: Person, letter: str) -> Mail:
        """The one letter that arrived since the last look, which is this one."""
        found = self.post(person)
        assert [mail.letter for mail in found] == [letter], [(mail.letter, mail.subject) for mail in found]
        return found[0]

    def read_all(self) -> None:
        """Everybody has read their letters."""
        for person in Person.select():
            self.post(person)

    def diary(self, person: Person) -> Diary:
        """The calendar of this person, after every letter that arrived."""
        drain(self.app.config["SETTINGS"], self.clock.now)
        diary = Diary()
        for message in self.inbox.to(person.email):
            mail = opened(message, person)
            if mail.event is not None:
                diary.receive(mail)
        return diary

    # ---- What must hold

    def settled(self) -> None:
        """The law holds, and everybody's calendar is what Parlor says."""
        assert invariants.broken() == []
        for person in Person.select():
            if entries := self.diary(person).known:
                mine = (Session.host == person.id) | (Session.contributor == person.id)
                said = Session.select().where(mine, Session.state.not_in(("rescheduling", "canceled")))
                there = {(row.starts_at, row.ends_at) for row in said}
                assert self.diary(person).entries() == there, (person.name, entries)


def opened(message: EmailMessage, person: Person) -> Mail:
    """A letter, with what every letter must be: to this person only, with words and a page, and of its calendar file
    a method that agrees in all places, and them as the only attendee."""
    assert message["To"] == person.email
    row = Letter.select().where(Letter.message_id == message["Message-ID"]).first()
    text = message.get_body(("plain",)).get_content()
    assert message.get_body(("html",)).get_content()
    mail = Mail(row.outgoing.letter if row else "", str(message["Subject"]), " ".join(text.split()), "", None)
    if any(part.get_content_type() == "text/calendar" for part in message.walk()):
        part, mail.method, mail.event = calendar_of(message)
        assert part == mail.method
        assert str(mail.event["STATUS"]) == STATUS[mail.method]
        assert str(mail.event["ATTENDEE"]) == f"mailto:{person.email}"
        [file] = [one for one in message.iter_attachments() if one.get_filename() == "invite.ics"]
        [event] = icalendar.Calendar.from_ical(file.get_content()).walk("VEVENT")
        assert event == mail.event
    return mail


def entry(mail: Mail) -> tuple:
    """Of a letter's calendar file what decides: method, UID, SEQUENCE, start."""
    return mail.method, str(mail.event["UID"]), int(mail.event["SEQUENCE"]), mail.event["DTSTART"].dt


def file_of(hands: Hands, session: Session) -> list[tuple[datetime, datetime]]:
    """When the calendar file of a conversation's page says that it is; it invites nobody."""
    found = icalendar.Calendar.from_ical(hands.client.get(f"{page_of(session)}/calendar.ics").data)
    [event] = found.walk("VEVENT")
    assert (str(found["METHOD"]), "ATTENDEE" in event) == ("PUBLISH", False)
    return expanded(event)


# ---- What a page says would follow, and what then does


def foretold(hands: Hands) -> list[str]:
    """The sentences under "What would follow"."""
    found = re.search(r'aria-labelledby="follows".*?<ul>(.*?)</ul>', hands.html, re.DOTALL)
    assert found, f"nothing is foretold on {hands.url} ({hands.status}): {hands.page.text[:600]}"
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in lines]


def look(hands: Hands, event: str, **typed) -> list[str]:
    """The sentences about a move that is not made: nothing has happened after it."""
    before = counts()
    linked = [href for href, of, _text in hands.page.links if of == event]
    if linked:
        hands.open(linked[0])
    hands.send(hands.form(event), button="look", **typed)
    hands.see("Nothing has happened yet")
    assert counts() == before
    return foretold(hands)


def counts() -> tuple:
    """How much has happened so far."""
    return Entry.select().count(), Outgoing.select().count(), LedgerLine.select().count()


class Done(NamedTuple):
    """What a page had foretold, and the letters that arrived once it was done, by person."""

    lines: list[str]
    letters: dict[int, list[Mail]]

    def to(self, person: Person) -> Mail:
        """The one letter to this person."""
        [mail] = self.letters[person.id]
        return mail


def as_foretold(house: House, hands: Hands, person: Person, event: str, **typed) -> Done:
    """Look at a move, then make it: the letters that then arrive, the money that is then owed, the units and the marks
    are those that were foretold, no more and no less. `person` is who does it."""
    house.read_all()
    lines, before = look(hands, event, **typed), newest()
    said = {(name, found[2]) for one in lines if (found := LETTER_LINE.match(one)) for name in found[1].split(", ")}
    hands.send(hands.form(event), event=event, **typed)
    assert hands.status == 200, hands.page.text[:800]
    letters = {one.id: house.post(one) for one in Person.select()}
    sent = {(called(one, person), str(LETTERS[mail.letter])) for one in Person.select() for mail in letters[one.id]}
    assert sent == said
    assert sorted(one for one in lines if COUNTED.search(one)) == sorted(came_of_it(before, person))
    return Done(lines, letters)


def newest() -> list[int]:
    """The last row of each kind that is counted."""
    return [kind.select(fn.MAX(kind.id)).scalar() or 0 for kind in (Payout, UnitLine, Mark)]


def came_of_it(before: list[int], reader: Person) -> list[str]:
    """What there is more of since then, in the sentences of a look by this reader: money owed, units, marks."""
    payouts, units, marks = (kind.select().where(kind.id > last) for kind, last in zip((Payout, UnitLine, Mark), before,
                                                                                        strict=True))  # fmt: skip
    kinds = Counter()
    for line in units:
        kinds[line.kind] += abs(line.used or line.reserved)
    return [
        *(f"{show(one.amount, one.currency, 'en')} would be owed to {called(one.person, reader)}." for one in payouts),
        *(f"{number} units would be {UNITS[kind]}." for kind, number in kinds.items() if number),
        *(MARKS[one.person == reader].format(one.person.shown) for one in marks),
    ]


def called(one: Person, reader: Person) -> str:
    """As this reader's pages name somebody."""
    return "you" if one.id == reader.id else (one.shown if one.username or one.guest else one.name)


# ---- Steps


def times_form(hands: Hands) -> Form:
    """The form with the times to choose from."""
    found = [form for form in hands.page.forms if form.choices.get("starts_at")]
    assert found, f"no times on {hands.url} ({hands.status}): {hands.page.text[:800]}"
    return found[0]


def times(hands: Hands) -> list[str]:
    """The times that the page offers."""
    return [value for value in times_form(hands).choices["starts_at"] if value not in ("", "none")]


def choose(hands: Hands, event: str, starts_at: str) -> Hands:
    """Take this time."""
    return hands.send(times_form(hands), event=event, starts_at=starts_at)


def other_time(hands: Hands, day: str) -> str:
    """The first offered time from that day on."""
    return next(value for value in times(hands) if value >= day)


def booked(house: House, study: Study | None = None, person: Person | None = None, **when) -> tuple[Session, str]:
    """A conversation that is booked, of which both have heard; gives it and the UID of its calendar file."""
    session = story.booked(house.world, study, person, **when)
    found = set()
    for one in (session.host, session.contributor):
        [mail] = [mail for mail in house.post(one) if mail.letter != "invitation"]
        assert (mail.letter, mail.method, mail.event["DTSTART"].dt) == ("booked", REQUEST, session.starts_at)
        found.add(entry(mail)[1:3])
    [(uid, sequence)] = found
    assert sequence == 0
    house.read_all()
    return session, uid


def crowd(house: House, number: int = 3, **changes) -> tuple[Study, list[Session]]:
    """The study in which so many people have a conversation ahead; everybody has read their letters."""
    found = story.crowd(house.world, number, **changes)
    house.read_all()
    return found


def page_of(session: Session) -> str:
    """Where a conversation stands."""
    return f"/sessions/{session.code}"


def say(house: House, person: Person, session: Session, says: str) -> Hands:
    """One side answers on the join page how it went."""
    hands = house.as_(person).open(f"{page_of(session)}/join")
    return hands.send(hands.form(holds="says"), says=says)


def guest(house: House, study: Study, email: str) -> Hands:
    """Somebody comes by the study's link: their address, the code of their letter, its terms; they have a place now."""
    hands = hands_of(house.app).open(f"/i/{study.link}")
    form = hands.form(holds="email")
    ticks = {name: values[0] for name, values in form.choices.items() if name != "zone"}
    zone = {"zone": "Europe/Lisbon"} if "zone" in form.names() else {}
    hands.send(form, email=email, **ticks, **zone)
    hands.send(hands.form(holds="code"), code=sign_in_code(SECRET.encode(), last_asking(email).code))
    hands.send(next(form for form in hands.page.forms if form.action.endswith(f"/i/{study.link}")))
    return hands


def last_asking(email: str) -> Asking:
    """The letter with a code that this address asked for last."""
    return Asking.select().where(Asking.email == email).order_by(Asking.id.desc()).get()


def answers(hands: Hands, participant: Participant) -> Hands:
    """From the invitation to the times: the answers that let them in, and the camera."""
    hands.open(f"/participants/{participant.code}")
    if hands.offers("open_screener") and participant.study.asks:
        hands.press("open_screener")
    hands.open(f"/participants/{participant.code}/questions")
    for question in participant.study.asked():
        right = next(one for one in question.choices if one.verdict != "reject")
        hands.send(hands.form(holds="shown"), **{f"q{question.id}": str(right.id)})
    return hands.send(hands.form(holds="camera"), camera="1")


def answers_and_books(hands: Hands, participant: Participant, starts_at: str = "2026-11-26") -> Session:
    """From the place in the study to a conversation at the first time from that day on."""
    answers(hands, participant)
    choose(hands, "book", other_time(hands, starts_at))
    return Session.get(Session.participant == participant, Session.state == "scheduled")


def place_in(study: Study, person: Person) -> Participant:
    """Somebody's place in a study."""
    return Participant.get(Participant.study == study, Participant.person == person)
