"""Lists and searches in a workspace with 50,000 past conversations, against the same pages with 1,000: what is over
must not make what is ahead slower. All of them are of the one study that is looked at, with the one host."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app import create_app
from bench import measure, page
from commands import signin, sweep
from models import Participant, Study, database, lists, migrate
from models.database import db
from rules.times import from_epoch, to_epoch
from tests import world
from views.settings import read

FEW, MANY = 1_000, 50_000
WARM, REQUESTS, ROUNDS = 10, 120, 20
GOAL = 1.2
# So many sweeps have merged the full-text index since the rows came.
SWEEPS = 30
HOPS = {
    "participant": ("invited", "qualified", "booked", "submitted", "completed"),
    "session": ("scheduled", "in_progress", "completed"),
}
ALIKE = "the same page with 1,000"


def run() -> list[measure.Result]:
    """Measure all of them in a folder of their own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> list[measure.Result]:
    app = create_app(read({"PARLOR_HOME": str(folder), "PARLOR_TESTING": "1", "PARLOR_NOW": world.NOW.isoformat()}))
    migrate.migrate()
    study, participant, cookies = _prepare()
    add(study, 0, FEW)
    few = db.obj
    few.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    many = _copy(few, folder / "many.db")
    add(study, FEW, MANY)
    for base in (many, few):
        db.initialize(base)
        base.execute_sql("ANALYZE")
        for _sweep in range(SWEEPS):
            sweep.tidy()
    return [_measured(app, name, path, cookies[who], few, many) for name, path, who in _pages(study, participant)]


def _pages(study: Study, participant) -> list[tuple[str, str, str]]:
    return [
        ("list of times", f"/participants/{participant.code}/times", "contributor"),
        ("study page", f"/studies/{study.code}", "customer"),
        ("people of a study", f"/studies/{study.code}/participants", "customer"),
        ("today", "/today", "customer"),
        ("search for two words", "/search?q=person+7", "customer"),
        ("search for a word of all", "/search?q=past", "customer"),
    ]


def _prepare() -> tuple[Study, Participant, dict[str, str]]:
    """A live study with a few conversations ahead, somebody who is choosing a time, and both sides' cookies."""
    everybody = world.build(units_bought=10_000)
    people = [world.contributor(f"person.{number}") for number in range(6)]
    study = world.live_study(everybody, invitees=people, places=20)
    ready = [world.qualified(everybody, study, person) for person in people]
    for one, start in zip(ready[1:], ready[0].offered_starts(world.NOW)[40::5], strict=False):
        world.sessions.book(one, from_epoch(start), world.themselves(one.person), world.NOW)
    cookies = {}
    for name, person in (("customer", everybody.ada), ("contributor", people[0])):
        _row, secret = signin.sign_in(person, world.NOW)
        cookies[name] = f"signin={secret}; browser=bench"
    return study, ready[0], cookies


def _copy(of, path: Path):
    """A second database with the same rows, and its connection, which is the one in use from now on."""
    shutil.copyfile(of.database, path)
    database.connect(f"sqlite:///{path}")
    return db.obj


def add(study: Study, first: int, last: int) -> None:
    """People, their places and their conversations, all over: born and moved as the triggers want it, in bulk."""
    past = to_epoch(world.NOW) - 86400 * 30
    with database.write_tx():
        people(first, last, past)
        _participants(study, first, last, past)
        _sessions(study, first, last, past)
        for noun, states in HOPS.items():
            for state in states[1:]:
                lists.ask(
                    f"UPDATE {noun} SET state = ?, version = version + 1 WHERE code LIKE 'past%' AND state = ?",
                    state, states[states.index(state) - 1],
                )  # fmt: skip


def people(first: int, last: int, since: int) -> None:
    """So many people, who are known by their codes."""
    for number in range(first, last):
        do(
            "INSERT INTO person (code, username, name, language, zone, guest, operator, demo, declines, "
            "created_at) VALUES (?, ?, '', 'en', 'Europe/Lisbon', ?, ?, '', '[]', ?)",
            f"past{number:09d}", f"past.person.{number}", False, False, since,
        )  # fmt: skip


def do(sql: str, *values) -> None:
    """Run a statement that gives no rows, on either database; `?` stands for a value."""
    if database.is_postgres():
        sql = sql.replace("%", "%%").replace("?", "%s")
    db.execute_sql(sql, values)


def columns(row) -> dict:
    """A row's columns with what they hold, but for its number."""
    return {column: value for column, value in _raw(row).items() if column != "id"}


def _raw(row) -> dict:
    table = row._meta.table_name
    cursor = db.execute_sql(f"SELECT * FROM {table} WHERE id = {row.id}")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def insert(table: str, values: dict, own: dict, first: int, last: int) -> None:
    """One row for each person of the past: `values` as they are, `own` as SQL over the person."""
    values = {name: value for name, value in values.items() if name not in own}
    names = [*values, *own]
    places = ", ".join(["?"] * len(values) + list(own.values()))
    do(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {places} FROM person "
        "WHERE person.code LIKE 'past%' "
        "AND CASE WHEN person.code LIKE 'past%' THEN CAST(SUBSTR(person.code, 5) AS INTEGER) END BETWEEN ? AND ?",
        *values.values(), first, last - 1,
    )  # fmt: skip


def _participants(study: Study, first: int, last: int, past: int) -> None:
    sample = columns(study.participants.get())
    sample |= {"state": "invited", "version": 0}
    insert("participant", sample, {"code": "person.code", "person_id": "person.id"}, first, last)


def _sessions(study: Study, first: int, last: int, past: int) -> None:
    sample = columns(study.sessions.get())
    sample |= {"state": "scheduled", "version": 0}
    at = f"{past} - CAST(SUBSTR(person.code, 5) AS INTEGER) * 3600"
    own = {
        "code": "person.code", "uid": "person.code", "contributor_id": "person.id", "starts_at": at,
        "ends_at": f"{at} + 3600",
        "participant_id": "(SELECT id FROM participant WHERE participant.code = person.code)",
    }  # fmt: skip
    insert("session", sample, own, first, last)


def _measured(app, name: str, path: str, cookies: str, few, many) -> measure.Result:
    asked = page.asked(app, path, cookies)
    ours, floor = partial(_within, many, asked), partial(_within, few, asked)
    for _number in range(WARM):
        ours(), floor()
    db.initialize(many)
    statements = page.count(asked)
    measured, least = measure.in_turn([ours] * REQUESTS, [floor] * REQUESTS, ROUNDS)
    facts = {"size": f"{len(ours().encode()) / 1024:.1f} KB", "statements": str(statements)}
    return measure.Result(f"{name}, 50,000 past", measured, least, GOAL, ALIKE, facts, {})


def _within(base, asked: Callable[[], str]) -> str:
    db.initialize(base)
    return asked()
