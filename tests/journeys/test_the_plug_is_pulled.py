"""Kill -9 in a storm of bookings: what was confirmed on screen stands with its journal and its letters, and nothing is
half-done."""

import http.client
import random
import threading
import time
import urllib.parse
import urllib.request
from typing import NamedTuple

import pytest

from commands import signin
from models import Claim, Entry, Outgoing, Participant, Session, database
from rules.times import from_epoch
from tests import invariants
from tests import world as story
from tests.journeys.hands import Page
from tests.services import server as servers

PEOPLE = 24
SHOWN_TIME = "2026-11-23T09:00:00+00:00"


class Booker(NamedTuple):
    """Somebody with a browser that is signed in, on the page with the times."""

    participant: Participant
    cookie: str


class Storm:
    """Everybody books at once against a real server; what their screens said is kept."""

    def __init__(self, url: str, bookers: list[Booker], starts: list[int]):
        self.url, self.bookers, self.starts = url, bookers, starts
        self.confirmed: dict[int, str] = {}
        self.first = threading.Event()

    def book(self, booker: Booker, start: int) -> None:
        """Open the times, press one, and read where the answer leads."""
        opener = urllib.request.build_opener(Stay())
        opener.addheaders = [("Cookie", f"signin={booker.cookie}")]
        there = f"{self.url}/participants/{booker.participant.code}/times"
        try:
            with opener.open(there, timeout=20) as answer:
                browser = answer.headers["Set-Cookie"].split(";")[0]
                form = next(one for one in Page(answer.read().decode()).forms if "starts_at" in one.names())
            data = {**dict(form.fields), "starts_at": from_epoch(start).strftime("%Y-%m-%dT%H:%M:%SZ")}
            post = urllib.request.Request(there, urllib.parse.urlencode(data).encode(), method="POST")
            post.add_header("Cookie", f"signin={booker.cookie}; {browser}")
            post.add_header("Sec-Fetch-Site", "same-origin")
            with opener.open(post, timeout=20) as answer:
                led = answer.headers.get("Location", "")
        except (http.client.HTTPException, OSError):  # the plug
            return
        if "/sessions/" in led:
            self.confirmed[booker.participant.id] = led.rsplit("/", 1)[-1]
            self.first.set()

    def rage(self, server, chance: random.Random) -> None:
        """All at once; the server is killed at some moment after the first confirmation."""
        threads = [
            threading.Thread(target=self.book, args=pair, daemon=True)
            for pair in zip(self.bookers, self.starts, strict=True)
        ]
        for thread in threads:
            thread.start()
        self.first.wait(20)
        time.sleep(chance.uniform(0, 0.25))
        servers.kill(server)
        for thread in threads:
            thread.join(30)


class Stay(urllib.request.HTTPRedirectHandler):
    """The first answer is what the screen shows: where it leads is not followed."""

    def redirect_request(self, *_args):
        return None

    def http_error_303(self, request, answer, code, message, headers):
        return urllib.response.addinfourl(answer, headers, request.full_url, code)


def ready(number: int) -> list[Booker]:
    """So many people who may book, each signed in."""
    people = story.build(units_bought=100_000)
    persons = [story.contributor(f"person.{one}.{number}") for one in range(number)]
    study = story.live_study(people, invitees=persons, places=number)
    found = []
    for person in persons:
        participant = story.qualified(people, study, person)
        _row, secret = signin.sign_in(person, story.NOW)
        found.append(Booker(participant, secret))
    return found


def stands(code: str) -> list[str]:
    """What is missing of a booking that somebody saw confirmed."""
    session = Session.get_or_none(Session.code == code)
    if session is None:
        return [f"{code} was confirmed and is gone"]
    entry = Entry.get_or_none(Entry.noun == "session", Entry.subject == session.id, Entry.event == "book")
    letters = Outgoing.select().where(Outgoing.entry == entry, Outgoing.letter == "booked").count() if entry else 0
    ticks = Claim.select().where(Claim.session == session).count()
    faults = (
        [] if session.participant.state == "booked" else [f"{code}: the participant is {session.participant.state}"]
    )
    faults += [] if letters == 2 else [f"{code}: {letters} letters"]
    return faults + ([] if ticks else [f"{code}: no claims"])


def one_round(start_server, url: str, chance: random.Random) -> int:
    """A storm, a kill, a restart, and a look at everything; how many had been confirmed."""
    database.connect(url)
    bookers = ready(PEOPLE)
    starts = bookers[0].participant.offered_starts(story.NOW)
    chosen = [starts[(number * 3) % (len(starts) - 1)] for number in range(PEOPLE)]
    server = start_server(now=SHOWN_TIME, PARLOR_DATABASE_URL=url)
    storm = Storm(server.url, bookers, chosen)
    storm.rage(server, chance)
    again = start_server(now=SHOWN_TIME, PARLOR_DATABASE_URL=url)
    faults = [fault for code in storm.confirmed.values() for fault in stands(code)] + invariants.broken()
    servers.stop(again)
    database.close()
    assert faults == []
    return len(storm.confirmed)


@pytest.mark.promise("P21")
def test_what_was_confirmed_survives_a_kill(start_server, database_url):
    assert one_round(start_server, database_url, random.Random(4)) > 0


@pytest.mark.slow
@pytest.mark.promise("P21")
@pytest.mark.parametrize("number", range(20))
def test_twenty_kills_lose_nothing_that_was_confirmed(start_server, database_url, number):
    assert one_round(start_server, database_url, random.Random(number)) > 0
