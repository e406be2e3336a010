"""Lists of people: their names, who is on them as whom, favourites, and asking somebody in a draft."""

import pytest

from commands import enrolment, shortlists
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import LANGUAGES
from models import Entry, Shortlist, crowds
from models.network import Enrolled, Listed
from rules import people_csv
from tests import world as story
from tests.world import NOW


@pytest.fixture
def by(people):
    return story.customer(people.ada)


@pytest.fixture
def night(people, by):
    return shortlists.begin(people.halden, "  Night   ferry ", by, NOW)


def cleo(people):
    """Cleo as Halden Ferries knows her."""
    return crowds.face(people.halden.id, people.cleo.code)


def test_each_name_has_its_fate(people, by, night):
    fates = shortlists.add_named(night, ["cleo.marchetti", "nobody.here", "Mallory.Grey"], by, NOW)
    assert fates == [("cleo.marchetti", "added"), ("nobody.here", "nobody"), ("Mallory.Grey", "added")]
    assert shortlists.add_named(night, ["cleo.marchetti"], by, NOW) == [("cleo.marchetti", "there")]
    assert [one.who for one in crowds.on_list(people.halden.id, night.code)] == ["mallory.grey", "cleo.marchetti"]


def test_names_of_lists_are_told_apart(people, by, night):
    assert night.name == "Night ferry"
    for name in ("night FERRY", "", "x" * 81):
        with pytest.raises(Invalid):
            shortlists.begin(people.halden, name, by, NOW)
    shortlists.rename(night, "Night Ferry", by, NOW)
    assert Shortlist.get().name == "Night Ferry"
    shortlists.begin(people.elsewhere, "Night ferry", story.customer(people.mallory), NOW)


def test_the_favourites_begin_with_the_first_of_them_and_keep_their_name(people, by):
    shortlists.begin(people.halden, "Favourites", by, NOW)
    first, second = (shortlists.favourites(people.halden, by, NOW) for _time in range(2))
    assert (first.id, first.favourites, first.name) == (second.id, True, "Favourites 2")
    shortlists.rename(first, "Others", by, NOW)
    assert Shortlist.get_by_id(first.id).name == "Favourites 2"


def test_on_and_off_a_list_are_written_down_once(people, by, night):
    shortlists.add_named(night, ["cleo.marchetti"], by, NOW)
    assert not shortlists.put(night, cleo(people), by, NOW)
    assert shortlists.take(night, cleo(people), by, NOW)
    assert crowds.face(people.halden.id, people.cleo.code) is None
    events = [entry.event for entry in Entry.select().where(Entry.noun == "workspace").order_by(Entry.id)]
    assert events == ["list_created", "listed", "unlisted"]


def test_an_own_person_on_a_list_is_not_laid_on_the_username(people, by, night):
    text = "email,name\ncleo.marchetti@mail.example,Kunde 7\n"
    enrolment.enrol(people.halden, people_csv.parse(text, NOW.year, LANGUAGES).lines, by, NOW)
    own = crowds.face(people.halden.id, Enrolled.get().code)
    shortlists.put(night, own, by, NOW)
    assert shortlists.add_named(night, ["cleo.marchetti"], by, NOW) == [("cleo.marchetti", "added")]
    rows = crowds.on_list(people.halden.id, night.code)
    assert [(one.who, one.own) for one in rows] == [("cleo.marchetti", False), ("Kunde 7", True)]
    story.qualified(people, story.live_study(people))
    assert crowds.history(people.halden.id, own) == []
    assert len(crowds.history(people.halden.id, cleo(people))) == 1


def test_a_list_that_is_deleted_takes_nobody_along(people, by, night):
    shortlists.add_named(night, ["cleo.marchetti", "mallory.grey"], by, NOW)
    shortlists.delete(night, by, NOW)
    assert not Listed.select().exists()
    assert Entry.get(Entry.event == "list_deleted").details["people"] == 2


def test_somebody_joins_those_whom_a_draft_will_ask(people, by, night):
    shortlists.add_named(night, ["mallory.grey"], by, NOW)
    one = crowds.face(people.halden.id, people.mallory.code)
    draft = story.draft_study(people)
    for _time in range(2):
        shortlists.ask_in(story.again(draft), one, by, NOW)
    names = {row.person.username for row in draft.invitees}
    assert names == {"cleo.marchetti", "mallory.grey"}
    assert story.again(draft).state == "draft"


def test_nobody_is_added_to_a_study_that_is_launched(people, by, night):
    shortlists.add_named(night, ["mallory.grey"], by, NOW)
    live = story.live_study(people)
    with pytest.raises((Refused, Stale)):
        shortlists.ask_in(live, crowds.face(people.halden.id, people.mallory.code), by, NOW)
    assert live.invitees.count() == 1
