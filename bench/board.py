"""The board with 5,000 people on both sides: what a page of it asks (how many of each class, and the first rows),
against one plain statement that reads both states of all of them and compares nothing."""

import random
from functools import partial
from pathlib import Path

from bench import measure
from lifecycle.words import reading
from models import Candidate, Entry, Participant, Project, Study, board, database, fixed, lists, migrate
from models.people import Person
from rules.times import to_epoch
from tests import world
from tests.commands import sides
from views.customer import board_words

ROWS = 5_000
WARM, PAGES, ROUNDS = 2, 20, 5
GOAL = 12
FLOOR = (
    "SELECT candidate.id, candidate.tail, candidate.state, participant.state FROM candidate "
    "JOIN participant ON participant.candidate_id = candidate.id WHERE candidate.project_id = ? ORDER BY candidate.id"
)
STATES = (
    ("incomplete", "started"), ("incomplete", "submitted"), ("submitted", "submitted"), ("submitted", "submitted"),
    ("completed", "completed"), ("completed", "completed"), ("completed", "submitted"), ("left", "withdrawn"),
)  # fmt: skip


def run() -> measure.Result:
    """Measure in a folder of its own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> measure.Result:
    database.connect(f"sqlite:///{folder / 'parlor.db'}")
    migrate.migrate()
    people = world.build()
    study = sides.survey(people)
    project = sides.project(people, study)
    with database.write_tx():
        filled(project, study)
    database.db.execute_sql("ANALYZE")
    pages = [partial(page, people.halden.id) for _number in range(PAGES)]
    floor = [partial(lists.ask, FLOOR, project.id) for _number in range(PAGES)]
    for _warm in range(WARM):
        page(people.halden.id)
    taken, least = measure.in_turn(pages, floor, ROUNDS)
    facts = {"people on both sides": f"{ROWS:,}", "rows of the page": str(board.SHOWN)}
    return measure.Result("The board of 5,000 rows", taken, least, GOAL, "reading both states of all of them",
                          facts, {})  # fmt: skip


def page(workspace: int) -> None:
    """What a page of the board asks and draws."""
    at = world.NOW + 8 * world.DAY
    board.known(workspace)
    _counts, found = board.page(workspace, at)
    with reading("en", "Europe/Oslo"):
        board_words.drawn(found[: board.SHOWN], "", True, False, to_epoch(at))


def filled(project: Project, study: Study) -> None:
    """So many people on both sides, in every state, with the entries that say since when."""
    fixed.insert_each([Person(username=f"guest.{number}", created_at=world.NOW) for number in range(ROWS)])
    found = lists.ask("SELECT id FROM person WHERE SUBSTR(username, 1, 6) = 'guest.' ORDER BY id")
    people = [number for (number,) in found]
    fixed.insert_each([
        Candidate(project=project, person=person, tail=f"{number:07d}", state="invited", version=0,
                  sent_at=world.NOW, created_at=world.NOW)
        for number, person in enumerate(people)
    ])  # fmt: skip
    rows = lists.ask("SELECT id, person_id FROM candidate ORDER BY id")
    fixed.insert_each([
        Participant(study=study, person=person, source="recruiter", recruiter="here", candidate=row, state="invited",
                    version=0, created_at=world.NOW)
        for row, person in rows
    ])  # fmt: skip
    walk("candidate", "id", [states[0] for states in STATES])
    walk("participant", "candidate_id", [states[1] for states in STATES])
    entered(project.workspace_id)


# The ways of the law to each state.
WAYS = {
    "candidate": ("screening", "qualified", "incomplete", "submitted", "completed"),
    "participant": ("qualified", "started", "submitted", "completed"),
}
ASIDE = {"left": "incomplete", "withdrawn": "started"}


def walk(noun: str, column: str, wanted: list[str]) -> None:
    """Everybody to the state that their number says, step by step, as the triggers want it."""
    before = "invited"
    for state in WAYS[noun]:
        further = WAYS[noun][WAYS[noun].index(state) :]
        past = [place for place, last in enumerate(wanted) if ASIDE.get(last, last) in further]
        move(noun, column, state, before, past)
        before = state
    for last, source in ASIDE.items():
        move(noun, column, last, source, [place for place, one in enumerate(wanted) if one == last])


def move(noun: str, column: str, state: str, before: str, places: list[int]) -> None:
    """One step of those whose number leaves one of these remainders."""
    if places:
        lists.run(
            f"UPDATE {noun} SET state = ?, version = version + 1 WHERE state = ? "
            f"AND {column} % {len(STATES)} IN ({', '.join(map(str, places))})", state, before,
        )  # fmt: skip


def entered(workspace: int) -> None:
    """When each came into its state, within the same ten hours."""
    dice = random.Random(20261122)
    for noun in WAYS:
        rows = lists.ask(f"SELECT id, state, version FROM {noun}")
        fixed.insert_each([
            Entry(noun=noun, subject=number, seq=seq, event="walk", source="", target=state, role="tester",
                  at=world.NOW + dice.randint(0, 600) * world.MINUTE, workspace=workspace)
            for number, state, seq in rows
        ])  # fmt: skip
        lists.run(f"UPDATE {noun} SET submitted_at = ? WHERE state = 'submitted'", to_epoch(world.NOW))
