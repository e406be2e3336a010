"""Many people at once: each in an operating system process of their own, with a connection of their own.

The processes come from a fork server that has imported the code but never opened a database, so that fifty of them
start in a second or two. Everybody gets their job first; then one barrier lets all of them go at the same moment.
"""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from commands import calling_off, candidates, claims, erasure, holds, offering, participants, sessions, signin, teams
from commands import sweep as clock
from commands.fire import Stale, fire
from lifecycle.attempt import By, Refused
from models import NOUNS, Candidate, Participant, Person, Session, Study, Workspace, database
from rules.times import from_epoch
from tests.world import END, NOW

PATIENCE = 120
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.commands.crowd"])


class Outcome(NamedTuple):
    """What became of one attempt: "done" with the row's number, a refusal's code, or "error" with its words; and the
    start epochs that a refused person was then offered."""

    code: str
    row: int | None = None
    offered: tuple[int, ...] = ()
    words: str = ""


class Job(NamedTuple):
    """One attempt: a function of this module and what it gets."""

    function: str
    values: tuple


class Crowd:
    """So many processes, waiting for jobs."""

    def __init__(self, url: str, size: int, without_claims: bool = False):
        self.barrier = context.Barrier(size + 1)
        self.pipes, self.processes = [], []
        for _number in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_live, args=(url, theirs, self.barrier, without_claims), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)

    def do(self, jobs: list[Job]) -> list[Outcome]:
        """Everybody does their job at the same moment; the outcomes in the jobs' order."""
        for pipe, job in zip(self.pipes, jobs, strict=True):
            pipe.send(job)
        self.barrier.wait(PATIENCE)
        return [self._answer(pipe) for pipe in self.pipes]

    def _answer(self, pipe) -> Outcome:
        assert pipe.poll(PATIENCE), "somebody never answered"
        return pipe.recv()

    def leave(self) -> None:
        """Everybody goes home."""
        for pipe in self.pipes:
            pipe.send(None)
        for process in self.processes:
            process.join(10)
            if process.is_alive():
                process.kill()


@contextmanager
def crowd(url: str, size: int, **how) -> Iterator[Crowd]:
    """A crowd, for as long as the block lasts."""
    made = Crowd(url, size, **how)
    try:
        yield made
    finally:
        made.leave()


def _live(url: str, pipe, barrier, without_claims: bool) -> None:
    database.connect(url)
    if without_claims:
        claims.take = claims.replace = lambda *_values: True
    database.db.connection()
    while job := pipe.recv():
        barrier.wait(PATIENCE)
        pipe.send(_try(job))
    database.close()


def _try(job: Job) -> Outcome:
    try:
        return Outcome("done", globals()[job.function](*job.values))
    except Refused as refused:
        return Outcome(refused.refusal.code, offered=_offered(job), words=str(refused.refusal.sentence))
    except Stale:
        return Outcome("stale")
    except Exception as error:  # whatever else is an error of the house, and the test shall see it
        return Outcome("error", words=repr(error))


def _offered(job: Job) -> tuple[int, ...]:
    """What a refused booker is shown next."""
    return tuple(Participant.get_by_id(job.values[0]).offered_starts(NOW)) if job.function == "book" else ()


def book(participant: int, start: int) -> int:
    """Somebody takes a time."""
    row = Participant.get_by_id(participant)
    return sessions.book(row, from_epoch(start), By("contributor", row.person_id), NOW).id


def finish(participant: int) -> int:
    """Somebody gives the last answer of a screener."""
    row = Participant.get_by_id(participant)
    return participants.finish_screener(row, By("contributor", row.person_id), NOW).id


def pass_on(candidate: int) -> int:
    """Somebody gives the last answer of a project's screener."""
    row = Candidate.get_by_id(candidate)
    return candidates.finish_screener(row, By("contributor", row.person_id), NOW).id


def hold(participant: int, start: int) -> int:
    """Somebody has the form open and chooses a time."""
    return int(holds.hold(Participant.get_by_id(participant), from_epoch(start), NOW).timestamp())


def call_off_more(study: int, chunk: int) -> int:
    """Somebody looks at how far a cancel-all is, and so does the next ones, to the last."""
    calling_off.CHUNK = chunk
    return calling_off.go_on(Study.get_by_id(study), NOW, 1000).id


def forget(person: int) -> int:
    """Somebody asks to be forgotten."""
    return erasure.ask_for(Person.get_by_id(person), By("contributor", person), NOW).id


def reschedule(session: int, by: int) -> int:
    """A customer asks for another time."""
    return fire(Session.get_by_id(session), "reschedule", By("customer", by), NOW).id


def call_off(study: int, by: int) -> int:
    """A customer cancels everything that is pending in a study."""
    return calling_off.call_off(Study.get_by_id(study), "other", By("customer", by), NOW).id


def ask_in(workspace: int, email: str, by: int) -> int:
    """An administrator asks an address into the team."""
    return teams.invite(Workspace.get_by_id(workspace), email, "viewer", By("customer", by), NOW).id


def come_by(email: str, place: str) -> int:
    """Somebody who is not known yet asks for a letter to join."""
    return signin.ask(email, "browser", place, NOW, guest=True, purpose="join").id


def book_and_die(url: str, participant: int, start: int, writes: int) -> None:
    """Starts to take a time, and is gone without a word at that write (the program of a process of its own)."""
    _die_at(url, writes)
    book(participant, start)


def offer_and_die(url: str, study: int, chunk: int, writes: int) -> None:
    """Starts to invite a study's people, so many at a time, and is gone without a word at that write."""
    _die_at(url, writes)
    offering.CHUNK = chunk
    offering.offer_some(Study.get_by_id(study), NOW)


def _die_at(url: str, writes: int) -> None:
    database.connect(url)
    real, left = database.db.obj.execute_sql, iter(range(writes - 1, -1, -1))

    def execute(sql, params=None):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not next(left):
            os._exit(9)
        return real(sql, params)

    database.db.obj.execute_sql = execute


def move(session: int, start: int, version: int) -> int:
    """A contributor moves it, from a page that showed that version."""
    row = Session.get_by_id(session)
    return fire(
        row, "move", By("contributor", row.contributor_id), NOW, seen_version=version, starts_at=from_epoch(start)
    ).id


def act(noun: str, number: int, event: str, role: str, who: int, version: int | None, details: dict) -> int:
    """Any event of any row."""
    return fire(NOUNS[noun].get_by_id(number), event, By(role, who), NOW, seen_version=version, **details).id


def arrive(study: int, person: int) -> int:
    """Somebody follows an Invite Network link."""
    who = Person.get_by_id(person)
    return participants.arrive(Study.get_by_id(study), who, By("contributor", person), NOW).id


def complete(participant: int, who: int) -> int:
    """A customer says Completed."""
    return participants.complete(Participant.get_by_id(participant), By("customer", who), END).id


def sweep(seconds_after_the_end: int) -> int:
    """The clock; gives how many events it fired."""
    return sum(clock.sweep(from_epoch(int(END.timestamp()) + seconds_after_the_end)).values())
