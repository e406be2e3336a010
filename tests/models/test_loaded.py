"""A row that is loaded with those beside it is the same row, and what came along is what the database says."""

from datetime import timedelta
from functools import partial

import pytest

from commands import demo, trail
from models import NOUNS, Person, SignIn, fixed, loaded
from models.database import db
from models.loaded import KNOWN, NEAR
from tests.world import NOW


@pytest.fixture
def story(database):
    """The demo: rows of every noun."""
    demo.play(NOW)
    return database


def statements(read) -> int:
    """How often the database was asked for it."""
    found: list = []
    db.query_hooks.append(found.append)
    try:
        read()
    finally:
        db.query_hooks.remove(found.append)
    return len(found)


def at(row, way: str):
    """The row at the end of this way."""
    for name in filter(None, way.split(".")):
        row = row and getattr(row, name)
    return row


@pytest.mark.parametrize("noun", NOUNS)
def test_a_loaded_row_is_the_row_with_those_beside_it(story, noun):
    for row in NOUNS[noun].select().order_by(NOUNS[noun].id).limit(20):
        here = loaded.by_code(type(row), row.code, 0, NOW)
        assert here.__data__ == row.__data__ == loaded.again(row).__data__
        for way in NEAR[type(row)]:
            assert statements(partial(at, here, way)) == 0, way
            mine, theirs = at(here, way), at(row, way)
            assert (mine and mine.__data__) == (theirs and theirs.__data__), way


@pytest.mark.parametrize("noun", NOUNS)
def test_the_facts_that_come_along_are_those_that_would_be_asked_for(story, noun):
    for row in NOUNS[noun].select().order_by(NOUNS[noun].id).limit(20):
        here = loaded.by_code(type(row), row.code, 0, NOW)
        for one in (at(here, way) for way in ("", *KNOWN.get(type(row), ()))):
            for name in one.facts if one is not None else ():
                assert statements(partial(one.fact, name)) == 0
                assert bool(one.fact(name)) == bool(fixed.fact(one, name)), name


def test_what_is_kept_is_kept_for_the_loaded_row_alone(story):
    row = NOUNS["study"].select().first()
    here = loaded.by_code(type(row), row.code, 0, NOW)
    assert statements(lambda: (here.asked(), here.asked())) == 1
    assert statements(lambda: (row.asked(), row.asked())) == 2
    assert here.asked() == row.asked()


def test_what_its_reader_looked_at_on_that_day_comes_along(story):
    row, reader = NOUNS["session"].select().first(), Person.get()
    for what in ("answers", "notes"):
        trail.looked(row.participant, reader.id, what, NOW)
    for seen in (row, row.participant):
        assert loaded.by_code(type(seen), seen.code, reader.id, NOW).looked == {"answers", "notes"}
        assert loaded.by_code(type(seen), seen.code, reader.id, NOW + timedelta(days=1)).looked == set()
        assert loaded.by_code(type(seen), seen.code, reader.id + 1, NOW).looked == set()


def test_an_address_of_nobody_finds_nothing(database):
    assert loaded.by_code(NOUNS["session"], "nothing", 0, NOW) is None
    assert loaded.by_link("nothing") is None
    assert loaded.sign_in("nothing") is None


def test_who_is_asking_comes_with_every_membership_in_its_order(story):
    ada = Person.get(Person.email == "ada@halden.example")
    SignIn.create(code="c", secret="s", person=ada, created_at=NOW, seen_at=NOW, fresh_at=NOW, ends_at=NOW)
    found = loaded.sign_in("s")
    assert (found.person.__data__, found.ended_at) == (ada.__data__, None)
    assert [(one.id, one.workspace.name) for one in found.members] == [
        (one.id, one.workspace.name) for one in ada.memberships
    ]
