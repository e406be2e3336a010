"""What is found by words, and that the lines follow their rows by themselves."""

import pytest

from commands import enrolment, exclusions, studies
from commands.fire import fire
from commands.preview import preview
from models import Findable, Person, Remark, Study, migrate, search
from models.database import db
from rules import people_csv
from tests import world
from tests.commands import recruited, routed


@pytest.fixture
def people(database):
    return world.build()


def found(workspace, typed: str, kind=search.people) -> list:
    return [row[0] for row in kind(workspace.id, search.words_of(typed), 20)]


def test_a_study_is_found_by_the_beginnings_of_its_words_in_any_order(people):
    study = world.draft_study(people, title="Überfahrt nach Ålesund, im März")
    for typed in ("uberfahrt", "ÜBERF", "mar ales", "alesund nach im", "März"):
        assert found(people.halden, typed, search.studies) == [study.code], typed
    for typed in ("fahrt", "Überfahrt Bergen"):
        assert found(people.halden, typed, search.studies) == [], typed


def test_a_study_is_found_under_its_new_title_and_so_are_its_people(people):
    participant = world.invited(people)
    studies.amend(participant.study, world.customer(people.ada), world.NOW, title="Timetables at sea")
    assert found(people.halden, "timetables", search.studies) == [participant.study.code]
    assert found(people.halden, "marchetti timetables") == [participant.code]
    assert found(people.halden, "marchetti ferry") == []


def test_a_person_is_found_by_username_and_never_by_the_name_behind_it(people):
    person = world.contributor("quiet-heron_41")
    Person.update(name="Wilhelmina Okonkwo").where(Person.id == person.id).execute()
    participant = world.invited(people, world.live_study(people, invitees=[person]), person)
    for typed in ("quiet", "heron", "41", "quiet-heron_41", "@quiet heron"):
        assert found(people.halden, typed) == [participant.code], typed
    assert found(people.halden, "Wilhelmina") == found(people.halden, "okonkwo") == []
    Person.update(username="loud.gull").where(Person.id == person.id).execute()
    assert found(people.halden, "loud gull") == [participant.code]
    assert found(people.halden, "heron") == []


def test_a_recruited_person_is_found_by_either_id_until_they_are_excluded(people):
    _study, candidate = recruited.here(people)
    participant = candidate.participants.get()
    for typed in (f"pp_{candidate.tail}", f"i{candidate.tail}", f"i{candidate.tail}"[:5]):
        assert found(people.halden, typed) == [participant.code], typed
    exclusions.exclude_in_order(participant, "other", world.customer(people.ada), world.NOW, note="They left.")
    assert found(people.halden, f"pp_{candidate.tail}") == found(people.halden, f"i{candidate.tail}") == []
    assert found(people.halden, participant.person.username) == [participant.code]


def test_a_candidate_is_found_by_either_id_until_they_are_removed(people):
    row = routed.candidate(routed.project(people), people.cleo)
    for typed in (f"pp_{row.tail}", f"i{row.tail}", "ferry users", "marchetti"):
        assert found(people.halden, typed, search.candidates) == [row.code], typed
        assert found(people.elsewhere, typed, search.candidates) == [], typed
    fire(row, "remove", world.customer(people.ada), world.NOW, reason="other")
    assert found(people.halden, f"pp_{row.tail}", search.candidates) == []
    assert found(people.halden, f"i{row.tail}", search.candidates) == []
    assert found(people.halden, "marchetti", search.candidates) == [row.code]


def test_who_was_there_before_is_found_from_the_next_migration_on(people):
    row = routed.candidate(routed.project(people), people.cleo)
    Findable.delete().where(Findable.noun == "candidate").execute()
    assert found(people.halden, f"pp_{row.tail}", search.candidates) == []
    migrate.migrate()
    assert found(people.halden, f"pp_{row.tail}", search.candidates) == [row.code]


def test_who_came_from_elsewhere_is_found_by_either_id(people):
    participant = recruited.outside(people)
    for typed in ("pp_abc1234", "iabc1234"):
        assert found(people.halden, typed) == [participant.code], typed


def test_of_a_teams_own_people_no_username_leads_to_a_candidate(people):
    by = world.customer(people.ada)
    line = people_csv.one({"name": "Wilma Berg", "email": people.cleo.email}, 2026, ())
    enrolment.enrol_one(people.halden, line, by, world.NOW)
    made = routed.project(people, criteria={"pool": "own"})
    row = routed.candidate(made, people.cleo)
    assert found(people.halden, "wilma", search.candidates) == [row.code]
    Person.update(username="quiet.heron").where(Person.id == people.cleo.id).execute()
    assert found(people.halden, "heron", search.candidates) == []
    assert search.candidates(people.halden.id, ["wilma"], 5)[0][2] == "Wilma Berg"


def test_a_conversation_is_found_by_its_person_and_by_a_note(people):
    session = world.booked(people)
    assert found(people.halden, "marchetti", search.sessions) == [session.code]
    assert found(people.halden, "punctual", search.sessions) == []
    note = Remark.create(session=session, author=people.ada, text="Very punctual, knows the harbour.", at=world.NOW)
    assert found(people.halden, "harbour", search.sessions) == [session.code]
    Remark.update(text="Knows the port.").where(Remark.id == note.id).execute()
    assert found(people.halden, "harbour", search.sessions) == []
    note.delete_instance()
    assert found(people.halden, "port", search.sessions) == []
    assert not Findable.select().where(Findable.noun == "remark").exists()


def test_nothing_of_another_workspace_is_found(people):
    world.booked(people)
    for typed in ("ferry", "marchetti", f"w{people.halden.id}study", f"w{people.halden.id}participant"):
        for kind in (search.studies, search.people, search.sessions):
            assert found(people.elsewhere, typed, kind) == [], typed


def test_a_title_with_the_name_of_somebody_elses_words_does_not_get_among_them(people):
    title = f"w{people.halden.id}study ferry"
    world.draft_study(people, author=people.mallory, workspace=people.elsewhere, title=title)
    assert found(people.halden, "ferry", search.studies) == []


@pytest.mark.parametrize(
    "typed", ['"', "' OR 1=1 --", "a AND", "NEAR(a b)", "words:ferry", "*", "\\", "ferry & !a", "(", "é" * 50]
)
def test_signs_of_the_query_language_are_only_signs(people, typed):
    world.booked(people)
    words = search.words_of(typed)
    for kind in (search.studies, search.people, search.sessions):
        assert isinstance(kind(people.halden.id, words, 5) if words else [], list)


def test_a_row_rolled_back_is_not_found(people):
    preview(world.draft_study, people, title="Phantom")
    assert found(people.halden, "phantom", search.studies) == []


def test_every_row_has_its_line(people):
    world.booked(people)
    recruited.here(people)
    lines = {noun: {line.subject for line in Findable.select().where(Findable.noun == noun)} for noun in search.KINDS}
    assert lines["study"] == {study.id for study in Study.select()}
    assert lines["participant"] == {number for (number,) in db.execute_sql("SELECT id FROM participant").fetchall()}
