"""A candidate, for the team: both IDs, both sides' states, the answers, and what is theirs to do."""

from commands.fire import fire
from models import Candidate, Entry, Payout
from tests.commands import halves, routed
from tests.world import NOW, again, live_study, themselves


def sent(place, kind: str = "survey") -> Candidate:
    """Cleo, in Ada's study by Ada's project."""
    study = live_study(place.world, invitees=[place.world.mallory], kind=kind, asks=[])
    return routed.finished(routed.candidate(routed.project(place.world, study), place.world.cleo))


def finish(place, row: Candidate) -> None:
    """She finishes it."""
    there = row.participants.get()
    for event in ("start", "submit"):
        there = fire(there, event, themselves(place.world.cleo), NOW)


def test_both_sides_of_the_same_person(place):
    row = sent(place)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}")
    ada.see(f"pp_{row.tail}").see(f"i{row.tail}").see("Every week").see("Sent on to the study")
    assert {"incomplete", "qualified"} <= set(ada.page.states)
    assert not ada.offers("submit")
    ada.follow("See the same person in the study").see(f"pp_{row.tail}").see(f"i{row.tail}")


def test_a_conversation_keeps_the_recruiters_form(place):
    row = sent(place, "live_conversation")
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}")
    assert f" i{row.tail}" not in ada.page.text
    assert ada.page.text.count(f"pp_{row.tail}") >= 2


def test_completed_is_one_action_for_both_sides_and_pays_once(place):
    row = sent(place)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}")
    assert ada.press("complete").status == 409
    ada.see("That is set by the end of the test, never by hand")
    finish(place, row)
    ada.open(f"/candidates/{row.code}/complete").see("€45.00 would be owed")
    ada.press("complete").see("Marked as Completed")
    assert (again(row).state, row.participants.get().state) == ("completed", "completed")
    assert [one.amount for one in Payout.select()] == [4500]


def test_what_removing_means_is_said_before_and_for_which_project(place):
    row = sent(place)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}/remove").see(row.project.title)
    ada.see("First they are removed here, then excluded from the study").see("Nothing is owed to them")
    ada.follow(row.project.title)
    assert ada.url.endswith(f"/projects/{row.project.code}")
    ada.open(f"/participants/{row.participants.get().code}/exclude_in_order").see("First they are removed here")


def test_removed_hides_the_ids_and_the_audit_keeps_the_pair(place):
    row = sent(place)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}")
    ada.linked("remove")
    ada.send(ada.form("remove"), event="remove", reason="quality")
    ada.open(f"/candidates/{row.code}").see("Hidden since they were removed")
    assert row.tail not in ada.page.text
    there = row.participants.get()
    assert there.state == "excluded"
    assert row.tail not in ada.open(f"/participants/{there.code}").html
    kept = [one.details for one in Entry.select().where(Entry.event == "tombstone")]
    assert kept == [{"recruiter_id": f"pp_{row.tail}", "study_side_id": f"i{row.tail}", "candidate": row.id}]
    ada.open("/audit").see("Kept the pair of IDs of somebody who was removed").see(f"pp_{row.tail}")


def test_elsewhere_it_says_what_was_heard(place):
    row = routed.candidate(routed.project(place.world, kind="think_out_loud"), place.world.cleo)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}").see("Not there yet")
    routed.finished(row)
    ada.open(f"/candidates/{row.code}").see("Nothing heard yet")


def test_a_viewer_reads_and_a_stranger_finds_nothing(place):
    row = sent(place)
    assert place.as_(place.world.mallory).open(f"/candidates/{row.code}").status == 404
    assert place.nobody().open(f"/candidates/{row.code}").url == "/sign-in"


def test_a_study_elsewhere_that_asks_to_remove_somebody_is_heard_where_that_is_decided(place):
    project, connection = halves.tool(place.world)
    row = halves.sent(project, place.world.cleo)
    pid = f"i{row.tail}"
    halves.moved(connection, pid, "submitted", 3)
    ada = place.as_(place.world.ada).open(f"/candidates/{row.code}").see("Complete (test finished)")
    assert "asks you to remove" not in ada.page.text
    assert "Exclusion asked for" not in ada.open("/board").page.text
    halves.call(connection, type="participant.remove_asked", id=pid, state="submitted", seq=4)
    ada.open("/board").see("Exclusion asked for")
    ada.open(f"/candidates/{row.code}").see("The study asks you to remove them")
    ada.press("remove", reason="quality")
    assert again(row).state == "removed"
    assert "asks you to remove" not in ada.open(f"/candidates/{row.code}").page.text
    assert "Exclusion asked for" not in ada.open("/board?show=disagreeing").page.text
