"""Whoever is removed or excluded loses their IDs; the pair of them is kept for the audit, once."""

from commands import exclusions
from commands.fire import fire
from models import Entry
from tests.commands import recruited, routed
from tests.world import NOW, again, customer, invited, live_study, qualified


def kept() -> list[tuple]:
    """(the recruiting side's ID, the study's) of every pair that was kept."""
    rows = Entry.select().where(Entry.event == "tombstone").order_by(Entry.id)
    return [(one.details["recruiter_id"], one.details["study_side_id"]) for one in rows]


def test_both_sides_here_keep_it_once(people):
    study = live_study(people, invitees=[people.mallory], kind="survey")
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    there = row.participants.get()
    assert (there.recruiter_id, there.study_side_id) == (row.recruiter_id, row.study_side_id)
    exclusions.exclude_in_order(there, "other", customer(people.ada), NOW)
    assert kept() == [(f"pp_{row.tail}", f"i{row.tail}")]
    assert {one for side in (again(row), again(there)) for one in (side.recruiter_id, side.study_side_id)} == {""}


def test_a_candidate_whose_study_is_elsewhere_keeps_it_too(people):
    row = routed.finished(routed.candidate(routed.project(people, kind="interaction"), people.cleo))
    fire(row, "remove", customer(people.ada), NOW, reason="other")
    assert kept() == [(f"pp_{row.tail}", f"i{row.tail}")]
    assert again(row).study_side_id == ""


def test_a_conversation_has_one_form_only(people):
    participant = recruited.outside(people)
    exclusions.exclude_in_order(participant, "other", customer(people.ada), NOW)
    assert kept() == []
    exclusions.confirmed(participant, NOW)
    assert kept() == [("pp_abc1234", "pp_abc1234")]
    assert again(participant).recruiter_id == ""


def test_who_came_by_themselves_has_no_pair(people):
    row = qualified(people)
    assert (row.recruiter_id, invited(people, row.study).study_side_id) == ("", "")
    fire(row, "exclude", customer(people.ada), NOW, reason="other")
    assert kept() == []
