"""What a team keeps for itself about a session: notes of their authors, and how useful it was."""

import pytest

from commands import messages, remarks
from commands.saving import Overtaken, mark_of
from lifecycle.attempt import Invalid, Refused
from models import Entry, Outgoing, Remark
from tests import world
from tests.world import DAY, HOUR, NOW, again, booked, customer


def test_a_note_is_kept_with_its_author_and_time_and_nobody_is_told(people):
    session = booked(people)
    before = Entry.select().count(), Outgoing.select().count()
    note = remarks.write(session, customer(people.bo), "  Ask about the timetable. ", NOW + HOUR)
    assert (note.author, note.text, note.at) == (people.bo, "Ask about the timetable.", NOW + HOUR)
    assert (Entry.select().count(), Outgoing.select().count()) == before
    assert again(session).version == session.version


def test_only_its_author_changes_or_removes_it(people):
    session = booked(people)
    note = remarks.write(session, customer(people.bo), "Shy.", NOW)
    for attempt in (
        lambda: remarks.change(note, customer(people.ada), "Not shy.", NOW),
        lambda: remarks.remove(note, customer(people.ada)),
    ):
        with pytest.raises(Refused):
            attempt()
    changed = remarks.change(note, customer(people.bo), "Quiet at first.", NOW + DAY)
    assert (changed.text, changed.at) == ("Quiet at first.", NOW + DAY)
    remarks.remove(note, customer(people.bo))
    assert not Remark.select().exists()


def test_what_was_written_in_another_tab_is_not_written_over(people):
    session, bo = booked(people), customer(people.bo)
    note = remarks.write(session, bo, "Shy.", NOW)
    seen = mark_of("Shy.")
    remarks.change(note, bo, "Quiet at first.", NOW + HOUR, seen)
    for late in (
        lambda: remarks.change(note, bo, "Shy, but clear.", NOW + DAY, seen),
        lambda: remarks.remove(note, bo, seen),
    ):
        with pytest.raises(Overtaken):
            late()
    assert again(note).text == "Quiet at first."
    # A second click on what was saved is no other text.
    assert remarks.change(note, bo, "Quiet at first.", NOW + DAY, seen).text == "Quiet at first."
    remarks.remove(note, bo, mark_of("Quiet at first."))
    assert not Remark.select().exists()


def test_a_second_click_after_it_was_removed_brings_nothing_back_and_a_key_of_another_form_stands_in_no_way(people):
    session = booked(people)
    messages.write(session, customer(people.ada), "See you.", NOW, "key")
    note = remarks.write(session, customer(people.ada), "Shy.", NOW, "key")
    assert remarks.write(session, customer(people.ada), "Shy.", NOW, "key") == note
    remarks.remove(note, customer(people.ada))
    assert remarks.write(session, customer(people.ada), "Shy.", NOW, "key") is None
    assert not Remark.select().exists()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_nothing_and_too_much_are_no_notes(people, text):
    session = booked(people)
    with pytest.raises(Invalid):
        remarks.write(session, customer(people.ada), text, NOW)
    assert not Remark.select().exists()


def test_two_clicks_are_one_note(people):
    session = booked(people)
    for _click in range(2):
        remarks.write(session, customer(people.ada), "Once.", NOW, "1:key")
    assert Remark.select().count() == 1


def test_how_useful_it_was_is_said_once_it_was_held_and_can_be_changed(people):
    session = booked(people)
    with pytest.raises(Refused):
        remarks.mark_quality(session, "good", customer(people.ada), NOW)
    session = world.held(people, session)
    remarks.mark_quality(session, "good", customer(people.ada), session.ends_at + HOUR)
    session = remarks.mark_quality(session, "poor", customer(people.bo), session.ends_at + DAY)
    assert (session.quality, session.quality_by) == ("poor", people.bo.id)
    assert session.quality_at == session.ends_at + DAY
    with pytest.raises(Invalid):
        remarks.mark_quality(session, "superb", customer(people.ada), session.ends_at + DAY)
    assert again(session).quality == "poor"
