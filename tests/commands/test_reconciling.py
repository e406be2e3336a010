"""What a team does on the board, command by command: nothing is paid twice, nothing is sent to whom nothing is to be
said, and what was noted goes with the person."""

from datetime import timedelta

import pytest

from commands import emptying, exclusions, participants, reconciling, suspects
from lifecycle.attempt import Invalid, Refused
from models import Charge, Entry, Exclusion, Outgoing, Payout, Suspect
from models.database import write_tx
from tests.commands import sides
from tests.world import DAY, NOW, again, customer


@pytest.fixture
def rows(people):
    return sides.everything(people)


def test_complete_does_both_sides_where_both_are_here_and_one_where_one_is(people, rows):
    by, before = customer(people.ada), Payout.select().count()
    reconciling.complete(rows["waits"].candidate, by, NOW)
    assert (again(rows["waits"]).state, again(rows["waits"].candidate).state) == ("completed", "completed")
    reconciling.complete(rows["theirs"], by, NOW)
    assert again(rows["theirs"]).state == "completed"
    assert Payout.select().count() == before + 2
    for row in (rows["waits"].candidate, rows["theirs"], rows["owed"].candidate):
        with pytest.raises(Refused):
            reconciling.complete(again(row), by, NOW)
    assert Payout.select().count() == before + 2


def test_all_or_none(people, rows):
    wanted = [rows["waits"].candidate, rows["link"]]
    with pytest.raises(Refused) as refused:
        reconciling.complete_all(wanted, customer(people.ada), NOW)
    assert refused.value.refusal.code == "not_submitted"
    assert again(rows["waits"]).state == "submitted"


def test_completed_there_and_still_submitted_here_is_completed_without_money(people, rows):
    before = Payout.select().count()
    row = rows["complete_here"]
    type(row).update(completed_there_at=NOW).where(type(row).id == row.id).execute()
    assert reconciling.complete(again(row), customer(people.ada), NOW).state == "completed"
    assert Payout.select().count() == before


def test_there_is_nobody_to_tell_where_both_sides_are_here(people, rows):
    entries = Entry.select().count()
    with pytest.raises(Refused) as refused:
        reconciling.tell_again(rows["waits"].candidate, customer(people.ada), NOW)
    assert refused.value.refusal.code == "nobody_to_tell"
    assert Entry.select().count() == entries


def test_the_way_on_is_sent_once_a_day_and_only_to_who_is_on_the_way(people, rows):
    by = customer(people.ada)
    reconciling.send_link(rows["link"], by, NOW)
    letter = Outgoing.get(Outgoing.letter == "way_on")
    assert letter.recipient == rows["link"].person_id
    with pytest.raises(Refused) as refused:
        reconciling.send_link(rows["link"], by, NOW + timedelta(hours=23))
    assert refused.value.refusal.code == "link_sent"
    reconciling.send_link(rows["link"], by, NOW + DAY)
    with pytest.raises(Refused) as refused:
        reconciling.send_link(rows["theirs"], by, NOW)
    assert refused.value.refusal.code == "no_way_on"


def test_rows_are_only_given_to_the_team(people, rows):
    with pytest.raises(Invalid):
        reconciling.give(people.halden.id, ["pp_aaaaaa1"], people.mallory, customer(people.ada), NOW)
    reconciling.give(people.halden.id, ["pp_aaaaaa1"], people.bo, customer(people.ada), NOW)
    reconciling.note(people.halden.id, "pp_aaaaaa1", "Ask them again.", customer(people.bo), NOW)
    row = Charge.get()
    assert (row.person_id, row.note) == (people.bo.id, "Ask them again.")


def test_settling_a_suspect_changes_no_row_of_the_law(people, rows):
    kept = suspects.keep(NOW, "replayed", connection=rows["recruiter"], outside_id="pp_aaaaaa1")
    entries = Entry.select().where(Entry.noun != "workspace").count()
    reconciling.settle(kept, "attempt", "They tried twice.", customer(people.ada), NOW)
    assert Entry.select().where(Entry.noun != "workspace").count() == entries
    with pytest.raises(Refused):
        reconciling.settle(kept, "attempt", "They tried twice.", customer(people.ada), NOW)


def test_what_was_noted_beside_an_id_goes_with_the_person(people, rows):
    row, by = rows["tell"], customer(people.ada)
    reconciling.note(people.halden.id, "pp_aaaaaa1", "Lives in Lisbon.", by, NOW)
    reconciling.note(people.halden.id, "pp_aaaaaa2", "Somebody else.", by, NOW)
    suspects.keep(NOW, "unsigned", connection=rows["recruiter"], outside_id="pp_aaaaaa1", text="name=Lisbon")
    exclusions.ask(row, "quality", by, NOW, "They live in Lisbon.")
    with write_tx():
        emptying.places(row.person)
    assert [one.outside_id for one in Charge.select()] == ["pp_aaaaaa2"]
    assert (Suspect.get().text, Suspect.get().outside_id) == ("", "")
    assert Exclusion.get().note == ""


def test_nobody_is_completed_by_time_or_by_a_word_alone(people, rows):
    with pytest.raises(Refused) as refused:
        participants.complete(rows["state"], customer(people.ada), NOW)
    assert refused.value.refusal.code == "completed_at_recruiter"
