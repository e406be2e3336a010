"""Who of 100,000 members fits what a study asks: the count that stands beside the filters while they are edited,
against a plain COUNT(*) with one filter over the same rows, and the choosing of everybody, a few hundred at a time,
against reading the same numbers without asking anything of anybody."""

import random
from functools import partial
from pathlib import Path

from bench import measure
from commands.offering import CHUNK
from models import Study, births, database, fixed, lists, matching, migrate
from models.network import Profile
from models.people import Person
from models.standing import Standing
from rules.matching import Wanted
from tests import world

MEMBERS, ASKED_BEFORE = 100_000, 10_000
WARM, COUNTS, ROUNDS = 3, 40, 10
COUNT_GOAL, CHOICE_GOAL = 3, 4
FILTERED = Wanted(
    {"country": ("DE", "PT", "NO"), "languages": ("de", "en"), "gender": ("woman", "man")},
    25,
    54,
    earlier="all",
    pause=30,
)
PLAIN = f"SELECT COUNT(*) FROM profile WHERE scope = {matching.EVERYBODY} AND birth_year BETWEEN ? AND ?"
NUMBERS = (
    f"SELECT person_id FROM profile WHERE scope = {matching.EVERYBODY} AND person_id > ? ORDER BY person_id LIMIT ?"
)

SOME = f"SELECT person_id AS number FROM profile WHERE scope = {matching.EVERYBODY} AND person_id % ? = 0"


def run() -> list[measure.Result]:
    """Measure both in a folder of its own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> list[measure.Result]:
    database.connect(f"sqlite:///{folder / 'parlor.db'}")
    migrate.migrate()
    people = world.build()
    study = world.draft_study(people, audience="network")
    with database.write_tx():
        _members(world.live_study(people))
    database.db.execute_sql("ANALYZE")
    return [_count(study), _choice(study)]


def _members(earlier: Study) -> None:
    """Everybody; some of them were asked by the team before."""
    join(MEMBERS)
    some = births.Chosen(matching.Part(SOME, (max(1, MEMBERS // ASKED_BEFORE),)), MEMBERS)
    world.participants.invite_all(earlier, some, world.customer(earlier.author), world.NOW, "network")


def join(members: int) -> None:
    """So many members with a standing and the facts that are asked."""
    dice = random.Random(20261122)
    born = [Person(username=f"member.{number}", created_at=world.NOW) for number in range(members)]
    fixed.insert_each(born)
    found = lists.ask("SELECT id FROM person WHERE SUBSTR(username, 1, 7) = 'member.' ORDER BY id")
    numbers = [number for (number,) in found]
    fixed.insert_each([Standing(person=number, state="good") for number in numbers])
    fixed.insert_each([_profile(number, dice) for number in numbers])


def _profile(person: int, dice: random.Random) -> Profile:
    return Profile(
        person=person,
        country=dice.choice(("DE", "PT", "NO", "FR", "GB", "ES")),
        birth_year=dice.randint(1945, 2008),
        gender=dice.choice(("woman", "man", "non_binary", "not_said")),
        languages=dice.choice((",de,", ",de,en,", ",en,", ",fr,pt,", ",es,")),
        employment="full_time",
        devices=",iphone,mac,",
        updated_at=world.NOW,
    )


def _count(study: Study) -> measure.Result:
    ours = partial(matching.count, study, FILTERED, world.NOW)
    first, last = FILTERED.born(world.NOW.year)
    floor = partial(lists.ask, PLAIN, first, last)
    found = ours()
    facts = {"members": f"{MEMBERS:,}", "asked before": f"{ASKED_BEFORE:,}", "matching": f"{found:,}"}
    return _measured("count of who matches", ours, floor, COUNTS, COUNT_GOAL,
                     "a plain COUNT(*) with one filter over the same rows", facts)  # fmt: skip


def _choice(study: Study) -> measure.Result:
    ours = partial(_walk, lambda last: matching.after(study, Wanted(pause=30), world.NOW, last, CHUNK))
    floor = partial(_walk, lambda last: [number for (number,) in lists.ask(NUMBERS, last, CHUNK)])
    facts = {"members": f"{MEMBERS:,}", "chosen": f"{ours():,}", "at a time": str(CHUNK)}
    return _measured("choice of everybody who matches", ours, floor, max(ROUNDS, COUNTS // 4), CHOICE_GOAL,
                     "reading the same numbers, asking nothing", facts)  # fmt: skip


def _walk(step) -> int:
    found, last = 0, 0
    while part := step(last):
        found, last = found + len(part), part[-1]
    return found


def _measured(name, ours, floor, times: int, goal: float, floor_name: str, facts: dict) -> measure.Result:
    for _number in range(WARM):
        ours(), floor()
    measured, least = measure.in_turn([ours] * times, [floor] * times, ROUNDS)
    return measure.Result(name, measured, least, goal, floor_name, facts, {})
