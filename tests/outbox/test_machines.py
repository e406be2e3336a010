"""Recruiting events for a team's own machines: signed, at least once, whatever the other side does. The receiver is a
real server that checks with the stock library, whose clock is the real one: so the stories end now."""

import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from commands import endpoints, sweep
from commands.fire import fire
from integrations import webhooks as standard
from integrations import wire
from models import Endpoint, Letter, Outgoing, Project, Try, Workspace, database
from outbox import machines
from outbox.drain import LENT
from outbox.drain import drain as send_letters
from outbox.events import GROUPS
from outbox.machines import drain
from tests.commands import recruited
from tests.outbox.post import Clock, Settings, undone
from tests.services.receiver import Receiver, listening
from tests.world import DAY, HOUR, MINUTE, again, customer

pytestmark = pytest.mark.promise("P48")
HERE = Settings(target_hosts=frozenset({"127.0.0.1"}))


@pytest.fixture
def clock():
    """The real hour, which the test moves."""
    return Clock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def receiver():
    """A machine of the team."""
    with listening(Receiver()) as found:
        yield found


@pytest.fixture
def project(people):
    """A project of Ada's that is live, of which nobody was told yet."""
    recruited.here(people)
    return Project.get()


def hearing(people, receiver, at, path="/hooks", url="") -> Endpoint:
    """An address of Halden that hears of everything."""
    row = endpoints.add(
        people.halden, url or receiver.url + path, list(GROUPS), customer(people.ada), at, HERE.target_hosts
    )
    receiver.secrets.append(row.secret)
    return row


def moves(people, project, at, times=1):
    """So many events about the project."""
    for _time in range(times):
        project = again(project)
        fire(project, "pause" if project.state == "live" else "resume", customer(people.ada), at)


def rows():
    """What machines are told."""
    return list(Outgoing.select().where(Outgoing.channel == "webhook").order_by(Outgoing.id))


def test_an_event_arrives_signed_and_says_codes_only(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    candidate = project.candidates.get()
    fire(candidate, "remove", customer(people.ada), clock.at, reason="other", note="Cleo shouted at us.")
    assert drain(HERE, clock) == Counter(sent=2)  # the study's step came with it
    first, second = sorted(receiver.told(), key=lambda told: told["type"])
    assert (first["type"], second["type"]) == ("candidate.remove", "participant.exclude")
    assert first["timestamp"] == clock.at.isoformat().replace("+00:00", "Z")
    tail = candidate.tail
    assert first["data"] == {
        "event": "remove", "state": "removed", "from": "incomplete", "at": first["timestamp"], "id": candidate.code,
        "project": project.code, "study": project.study.code, "recruiter_id": f"pp_{tail}", "study_id": f"pp_{tail}",
    }  # fmt: skip
    said = b"".join(body for _path, _number, body in receiver.heard).decode()
    for word in ("Cleo", "Marchetti", "cleo", "shouted", "@"):
        assert word not in said
    [row, _other] = rows()
    assert (row.state, row.tries, row.sent_at) == ("sent", 1, clock.at)
    found = Try.get(Try.outgoing == row.id)
    assert (found.status, found.answer, found.at) == (200, "thanks", clock.at)


def test_nothing_is_planned_where_nobody_hears_and_nothing_for_strangers(people, project, receiver, clock):
    hosts = HERE.target_hosts
    endpoints.add(people.elsewhere, receiver.url, list(GROUPS), customer(people.mallory), clock.at, hosts)
    endpoints.add(people.halden, receiver.url, ["payout"], customer(people.ada), clock.at, hosts)
    moves(people, project, clock.at)
    assert rows() == []


def test_a_move_that_is_undone_is_told_to_nobody(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    with undone():
        moves(people, project, clock.at)
        assert len(rows()) == 1
    assert rows() == []


def test_a_receiver_that_was_down_for_two_days_hears_of_everything(people, project, receiver, clock):
    clock.at -= 2 * DAY
    hearing(people, receiver, clock.at)
    receiver.status = 503
    until = clock.at + 2 * DAY
    while clock.at < until - HOUR:
        if len(rows()) < 20:
            moves(people, project, clock.at)
        drain(HERE, clock)
        clock.at += 2 * HOUR
    assert receiver.heard == []
    assert len(rows()) == 20
    assert Endpoint.get().failing_since is not None
    receiver.status = 200
    clock.at = datetime.now(UTC).replace(microsecond=0)
    Outgoing.update(next_at=clock.at).where(Outgoing.state == "waiting").execute()
    assert drain(HERE, clock) == Counter(sent=20)
    assert len(set(receiver.ids())) == len(receiver.heard) == 20
    assert receiver.refused == []
    assert Endpoint.get().failing_since is None


def test_waits_grow_over_three_days_and_then_it_is_given_up(people, project, receiver, clock):
    began = clock.at
    hearing(people, receiver, clock.at)
    receiver.status = 500
    moves(people, project, clock.at)
    while rows()[0].state == "waiting":
        clock.at = max(clock.at, rows()[0].next_at)
        drain(HERE, clock)
    assert timedelta(days=2) < clock.at - began < timedelta(days=4)
    assert Try.select().count() == rows()[0].tries == 18
    assert rows()[0].outcome == "500"


def test_what_was_given_up_is_sent_again_as_the_same_message(people, project, receiver, clock):
    row = hearing(people, receiver, clock.at)
    moves(people, project, clock.at)
    drain(HERE, clock)
    endpoints.send_again(row, rows()[0], customer(people.ada), clock.at)
    clock.at += MINUTE
    assert drain(HERE, clock) == Counter(sent=1)
    (_path, first, one), (_again, second, other) = receiver.heard
    assert (first, one) == (second, other)
    Outgoing.update(state="dead").where(Outgoing.channel == "webhook").execute()
    assert endpoints.send_failed_again(row, clock.at, customer(people.ada), clock.at) == 0
    assert endpoints.send_failed_again(row, clock.at - HOUR, customer(people.ada), clock.at) == 1
    drain(HERE, clock)
    assert len(receiver.heard) == 3
    assert len(set(receiver.ids())) == 1


def test_during_a_day_both_secrets_sign_and_then_the_new_one_alone(people, project, receiver, clock):
    row = hearing(people, receiver, clock.at)
    row = endpoints.rotate(row, endpoints.mark(row), customer(people.ada), clock.at)
    for secrets in ([row.secret], [row.old_secret]):
        receiver.secrets = secrets
        moves(people, project, clock.at)
        assert drain(HERE, clock) == Counter(sent=1)
    sweep.sweep(clock.at + 25 * HOUR)
    receiver.secrets = [row.old_secret]
    moves(people, project, clock.at)
    assert drain(HERE, clock) == Counter(waiting=1)
    receiver.secrets = [row.secret]
    clock.at += 2 * MINUTE
    assert drain(HERE, clock) == Counter(sent=1)


def test_a_forged_or_altered_message_is_refused_by_the_receiver(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    body = b'{"type":"candidate.complete"}'
    headers = standard.sign([standard.new_secret()], "msg_1", clock.at, body)
    assert wire.send("POST", receiver.url, body, headers, HERE.target_hosts).status == 401
    headers = standard.sign(receiver.secrets, "msg_1", clock.at, body)
    assert wire.send("POST", receiver.url, body + b" ", headers, HERE.target_hosts).status == 401
    assert wire.send("POST", receiver.url, body, headers, HERE.target_hosts).status == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_private_address_is_called_unless_it_is_allowed(people, project, receiver, clock, scheme):
    hearing(people, receiver, clock.at, url=receiver.url.replace("http", scheme))
    moves(people, project, clock.at)
    assert drain(Settings(), clock) == Counter(waiting=1)
    assert receiver.asked == 0
    assert Try.get().answer == ("not_https" if scheme == "http" else "forbidden_address")


def test_a_message_travels_over_https(people, project, clock, monkeypatch, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    with listening(Receiver(), authority.issue_cert("127.0.0.1")) as receiver:
        hearing(people, receiver, clock.at)
        moves(people, project, clock.at)
        assert drain(HERE, clock) == Counter(waiting=1)  # nobody vouches for it yet
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        clock.at += 2 * MINUTE
        assert drain(HERE, clock) == Counter(sent=1)
        assert len(receiver.heard) == 1


def test_who_hangs_keeps_nobody_else_waiting(people, project, receiver, clock, monkeypatch):
    monkeypatch.setattr(wire, "DEADLINE", 3.0)
    for path in ("/slow", "/slower", "/quick"):
        hearing(people, receiver, clock.at, path)
    receiver.hangs = {"/slow": 4.0, "/slower": 4.0}
    moves(people, project, clock.at, 15)
    began, arrived = time.monotonic(), []
    thread = threading.Thread(target=lambda: (drain(HERE, clock), database.close()))
    thread.start()
    while time.monotonic() < began + 10 and thread.is_alive():
        if not arrived and len(receiver.ids("/quick")) == 15:
            arrived.append(time.monotonic() - began)
        time.sleep(0.02)
    thread.join(10)
    assert arrived
    assert arrived[0] < 2.9
    # Each of the others was called once: the rest of what they hear of rests, and is due still.
    assert Counter(row.tries for row in rows()) == Counter({1: 17, 0: 28})


def test_who_answers_badly_is_left_alone_for_a_while(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    receiver.status = 500
    moves(people, project, clock.at, 10)
    assert drain(HERE, clock) == Counter(waiting=3)
    assert drain(HERE, clock) == Counter(waiting=3)
    receiver.status = 200
    assert drain(HERE, clock) == Counter(sent=4)


def test_a_letter_never_waits_for_a_machine(people, project, receiver, clock, monkeypatch):
    monkeypatch.setattr(wire, "DEADLINE", 2.0)
    hearing(people, receiver, clock.at)
    receiver.hangs = {"/hooks": 3.0}
    moves(people, project, clock.at)
    thread = threading.Thread(target=lambda: (drain(HERE, clock), database.close()))
    began = time.monotonic()
    thread.start()
    send_letters(HERE, lambda: clock.at + 2 * DAY)
    assert Letter.select().exists()
    assert thread.is_alive()
    assert time.monotonic() - began < 2
    thread.join(10)


@pytest.mark.parametrize("number", [20])
def test_twenty_drains_at_once_deliver_each_message_once(people, project, receiver, clock, number):
    for path in ("/a", "/b", "/c"):
        hearing(people, receiver, clock.at, path)
    moves(people, project, clock.at, 10)
    together = threading.Barrier(number)

    def work():
        together.wait()
        drain(HERE, clock)
        database.close()

    workers = [threading.Thread(target=work) for _one in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert {row.state for row in rows()} == {"sent"}
    assert len(receiver.heard) == len(set(receiver.ids())) == 30
    assert Try.select().count() == 30


def test_what_a_crash_left_behind_is_sent_again_under_its_number(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    moves(people, project, clock.at)
    [lent] = machines.take("webhook", clock.at, 5, ())
    found = machines.CHANNELS["webhook"].compose(lent, HERE)
    number = machines.delivery.number_of(lent.id, HERE)
    machines.delivery.post(machines.replace(found, number=number), HERE, clock.at)  # and then the power went
    assert drain(HERE, clock) == Counter()
    clock.at += LENT
    receiver_clock = clock.at
    Outgoing.update(next_at=receiver_clock - LENT).where(Outgoing.id == lent.id).execute()
    clock.at -= LENT
    assert drain(HERE, clock) == Counter(sent=1)
    assert receiver.ids() == [number, number]
    machines.write_down(lent, machines.Tried("dead", "late"), clock.at)
    assert rows()[0].state == "sent"


def test_what_was_turned_off_or_removed_hears_of_nothing(people, project, receiver, clock):
    row = hearing(people, receiver, clock.at)
    moves(people, project, clock.at)
    endpoints.turn_off(row, customer(people.ada), clock.at)
    moves(people, project, clock.at)
    assert drain(HERE, clock) == Counter(dropped=1)
    endpoints.turn_on(row, customer(people.ada), clock.at)
    assert endpoints.send_failed_again(row, clock.at - DAY, customer(people.ada), clock.at) == 1
    endpoints.remove(row, customer(people.ada), clock.at)
    moves(people, project, clock.at)
    assert drain(HERE, clock) == Counter()
    assert {one.state for one in rows()} == {"dropped"}
    assert receiver.asked == 0


def test_after_five_days_without_a_good_answer_it_is_turned_off(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    receiver.status = 500
    began = clock.at
    moves(people, project, clock.at)
    drain(HERE, clock)
    sweep.sweep(began + timedelta(days=4, hours=23))
    assert Endpoint.get().enabled
    sweep.sweep(began + timedelta(days=5))
    row = Endpoint.get()
    assert (row.enabled, row.failing_since) == (False, began)


def test_a_test_message_says_nothing_and_reaches_one_that_is_turned_off(people, receiver, clock):
    row = hearing(people, receiver, clock.at)
    endpoints.turn_off(row, customer(people.ada), clock.at)
    endpoints.test(row, customer(people.ada), clock.at)
    assert drain(HERE, clock) == Counter(sent=1)
    [told] = receiver.told()
    assert (told["type"], told["data"]["id"]) == ("endpoint.test", row.code)


def test_nothing_of_a_practice_leaves(people, project, receiver, clock):
    hearing(people, receiver, clock.at)
    moves(people, project, clock.at)
    Workspace.update(practice=True).where(Workspace.id == people.halden.id).execute()
    assert drain(HERE, clock) == Counter(dropped=1)
    assert receiver.asked == 0


def test_nobody_there(people, project, receiver, clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        hearing(people, receiver, clock.at, url=f"http://127.0.0.1:{taken.getsockname()[1]}/")
        moves(people, project, clock.at)
        assert drain(HERE, clock) == Counter(waiting=1)
    assert (Try.get().status, Try.get().answer) == (None, "unreachable")
