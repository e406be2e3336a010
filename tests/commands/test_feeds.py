"""A host's own calendar over time: connected, read again, silent, back, and forgotten; from a real server here."""

import http.server
import logging
import threading
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from commands import feeds, hours
from lifecycle.attempt import Invalid, Refused
from models.feeds import failing, taken
from models.openings import Feed
from rules.times import to_epoch
from tests import world as story

HERE = frozenset({"127.0.0.1"})
QUARTER = timedelta(minutes=15)
BODY = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    b"DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261125\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def calendar():
    """A calendar on this machine: `status` and `body` are what it answers, `asked` the tags it was asked with."""
    known = SimpleNamespace(status=200, body=BODY, asked=[])

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            tag = self.headers.get("If-None-Match")
            known.asked.append(tag)
            status, body = (304, b"") if tag and known.status == 200 else (known.status, known.body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"one"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    known.url = f"http://127.0.0.1:{server.server_port}/private-key.ics"
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def people(database):
    """Everybody."""
    return story.build()


def connected(people, calendar) -> Feed:
    """Ada's calendar, read just now."""
    return feeds.set_address(people.ada, calendar.url, story.NOW, HERE)


def due(at) -> int:
    """Read what is due at that instant."""
    return feeds.read_due(at, HERE)


def test_it_is_read_when_it_is_connected(people, calendar):
    feed = connected(people, calendar)
    assert len(feed.busy) == 2
    assert (feed.fault, feed.read_at, feed.next_at) == ("", story.NOW, story.NOW + QUARTER)
    assert sorted(taken(people.ada.id, story.NOW, feed)) == [tuple(pair) for pair in feed.busy]


def test_an_address_that_can_not_be_read_is_not_kept(people, calendar):
    calendar.status = 404
    with pytest.raises(Invalid) as problem:
        connected(people, calendar)
    assert str(problem.value.errors["address"]) == "There is no calendar at this address any more."
    assert not Feed.select().exists()


def test_it_is_read_every_quarter_of_an_hour_and_not_more_often(people, calendar):
    connected(people, calendar)
    assert due(story.NOW + QUARTER - timedelta(seconds=1)) == 0
    assert due(story.NOW + QUARTER) == 1
    assert due(story.NOW + QUARTER) == 0
    assert calendar.asked == [None, '"one"']
    assert Feed.get().read_at == story.NOW + QUARTER
    assert len(Feed.get().busy) == 2


def test_the_first_reading_of_a_day_is_a_whole_one(people, calendar):
    connected(people, calendar)
    due(story.NOW + story.DAY)
    assert calendar.asked == [None, None]


def test_while_it_is_silent_the_last_reading_counts_and_the_tries_get_rarer(people, calendar):
    connected(people, calendar)
    calendar.status, at, tries = 500, story.NOW + QUARTER, []
    while at < story.NOW + 2 * story.DAY:
        assert due(at) == 1
        tries.append(at)
        assert len(Feed.get().busy) == 2
        assert Feed.get().fault == "unreachable"
        at = Feed.get().next_at
    gaps = [after - before for before, after in pairwise(tries)]
    assert gaps[0] == QUARTER
    assert gaps == sorted(gaps)
    assert gaps[-1] == timedelta(hours=6)
    calendar.status = 200
    due(at)
    assert (Feed.get().fault, Feed.get().read_at, Feed.get().next_at) == ("", at, at + QUARTER)


def test_after_a_day_of_silence_the_team_can_be_told(people, calendar):
    connected(people, calendar)
    calendar.status = 410
    due(story.NOW + QUARTER)
    assert not failing(Feed.get(), story.NOW + story.DAY - story.MINUTE)
    assert failing(Feed.get(), story.NOW + story.DAY)


def test_what_can_not_be_read_at_all_is_a_failure_like_others_and_no_word_of_it_is_logged(people, calendar, caplog):
    connected(people, calendar)
    Feed.update(address="https://" + "a" * 300 + ".example/private-key.ics").execute()
    with caplog.at_level(logging.INFO):
        due(story.NOW + QUARTER)
    assert Feed.get().fault in ("unreachable", "forbidden_address")
    assert "private-key" not in caplog.text


def test_a_host_that_is_not_allowed_any_more_is_not_asked(people, calendar):
    connected(people, calendar)
    feeds.read_due(story.NOW + QUARTER)
    assert Feed.get().fault == "forbidden_address"
    assert len(calendar.asked) == 1


def test_what_was_forgotten_while_it_was_read_stays_forgotten(people, calendar, monkeypatch):
    feed = connected(people, calendar)
    read = feeds.reading.read

    def slow(*given, **more):
        found = read(*given, **more)
        feeds.forget(people.ada)
        return found

    monkeypatch.setattr(feeds.reading, "read", slow)
    due(story.NOW + QUARTER)
    assert not Feed.select().where(Feed.id == feed.id).exists()


def test_a_new_city_has_its_days_read_anew(people, calendar):
    hours.save_week(people.ada, "Europe/Oslo", story.WEEKDAYS, story.NOW)
    connected(people, calendar)
    hours.save_week(people.ada, "America/New_York", story.WEEKDAYS, story.NOW + story.MINUTE, None)
    assert due(story.NOW + story.MINUTE) == 1
    assert calendar.asked == [None, None]
    begin = to_epoch(story.NOW.replace(day=25, hour=5))
    assert [begin, begin + 86400] in Feed.get().busy


def test_trying_by_hand_has_an_end(people, calendar):
    connected(people, calendar)
    for _try in range(feeds.TRIES - 1):
        feeds.read_now(people.ada, story.NOW, HERE)
    with pytest.raises(Refused):
        feeds.read_now(people.ada, story.NOW, HERE)
