"""The quiet half: it wakes on a commit, sends, lets time do what is due, and outlives a trouble."""

from datetime import timedelta

import pytest

from commands import endpoints, recorder
from models import Letter, Outgoing, Session, Try, database
from tests import world as story
from tests.services.run import wait_until
from tests.views.app import app_at
from views.worker import Worker


@pytest.fixture
def working(database_url, tmp_path):
    """A worker beside an app at a time that the test moves."""
    app, clock = app_at(database_url, story.NOW, tmp_path)
    worker = Worker(app.config["SETTINGS"], clock.now)
    worker.start()
    yield worker, clock, story.build()
    worker.stop()
    worker.join(10)
    recorder.wakers.remove(worker.woken.set)
    database.close()
    assert not worker.is_alive()


def test_a_commit_wakes_it_and_the_letters_leave(working):
    _worker, _clock, people = working
    story.booked(people)
    wait_until(lambda: Letter.select().count() >= 3, 4, "the letters")
    assert {row.outcome for row in Outgoing.select().where(Outgoing.state == "sent")} == {"shown in Parlor"}


def test_time_itself_does_what_is_due(working):
    worker, clock, people = working
    session = story.booked(people)
    clock.at = session.ends_at + timedelta(hours=24)
    worker.woken.set()
    wait_until(lambda: Session.get().state == "canceled", 4, "the lapse")


def test_a_trouble_is_outlived(working, monkeypatch):
    worker, _clock, people = working
    troubles = []
    monkeypatch.setattr("views.worker.sweep", lambda at: troubles.append(at) or 1 / 0)
    worker.woken.set()
    wait_until(lambda: troubles, 6, "the trouble")
    monkeypatch.undo()
    story.live_study(people)
    wait_until(lambda: Letter.select().exists(), 8, "a letter after the trouble")


def test_many_letters_leave_in_rounds_and_time_does_not_wait_for_all_of_them(working, monkeypatch):
    _worker, _clock, people = working
    monkeypatch.setattr("views.worker.LETTERS", 2)
    sweeps = []
    monkeypatch.setattr("views.worker.sweep", lambda at: sweeps.append(Letter.select().count()))
    with database.write_tx():
        for number in range(4):
            story.live_study(people, invitees=[story.contributor(f"one.{number}")])
    wait_until(lambda: Letter.select().count() == 4, 4, "the letters")
    assert 2 in sweeps


def test_machines_are_called_beside_the_letters(working):
    _worker, clock, people = working
    hosts = frozenset({"127.0.0.1"})
    row = endpoints.add(people.halden, "http://127.0.0.1:9/", ["payout"], story.customer(people.ada), clock.at, hosts)
    endpoints.test(row, story.customer(people.ada), clock.at)
    wait_until(lambda: Try.select().exists(), 4, "the first try")
    assert Try.get().answer == "not_https"
    assert Outgoing.get(Outgoing.channel == "webhook").state == "waiting"
