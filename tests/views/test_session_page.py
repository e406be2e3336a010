"""The customer's page of a session: who holds it, the team's notes, how useful it was, and what goes on paper."""

import pathlib

import pytest

from models import Member, Outgoing, Remark, Session, SessionHost, Study
from tests import world as story
from tests.views.test_messages import post

CSS = pathlib.Path("static/css")


@pytest.fixture
def talk(place):
    """A conversation ahead, between Ada and Cleo."""
    return story.booked(place.world)


def page(place, talk, person):
    """The session's page in this person's browser."""
    return place.as_(person).open(f"/sessions/{talk.code}")


def note(hands, text):
    """Type a note and press the button."""
    return hands.send(hands.form(event="note"), event="note", note=text)


def test_everybody_who_holds_it_is_named(place, talk):
    page(place, talk, place.world.ada).see("Held by Ada Lind")
    Study.update(hosting="all").execute()
    SessionHost.create(session=talk, person=place.world.bo)
    page(place, talk, place.world.ada).see("Held by Ada Lind, Bo Aas")


def test_a_note_is_read_by_the_team_and_never_by_the_contributor(place, talk):
    note(page(place, talk, place.world.ada), "Ask about the <b>timetable</b>.")
    bo = page(place, talk, place.world.bo).see("Ada Lind").see("Ask about the <b>timetable</b>.")
    bo.see("The contributor never sees them.")
    assert "timetable" not in page(place, talk, place.world.cleo).html


def test_its_author_changes_and_removes_it_and_a_colleague_is_refused(place, talk):
    ada = note(page(place, talk, place.world.ada), "Shy.")
    where = next(href for href, event, _text in ada.page.links if event == "change_note")
    assert not page(place, talk, place.world.bo).offers("change_note")
    assert place.as_(place.world.bo).open(where).status == 409
    assert post(place.as_(place.world.bo), where, note="Not shy.") == 409
    ada.press("change_note", note="")
    assert ada.status == 422
    ada.press("change_note", note="Quiet at first.").see("Quiet at first.")
    ada.open(where)
    ada.send(ada.form(event="remove_note"), event="remove_note")
    assert not Remark.select().exists()
    assert ada.open(where).status == 404


def test_two_tabs_with_ones_own_note_the_later_one_is_told_and_loses_no_word(place, talk):
    ada = note(page(place, talk, place.world.ada), "Shy.")
    where = next(href for href, event, _text in ada.page.links if event == "change_note")
    ada.open(where)
    other = place.as_(place.world.ada).open(where)
    other.press("change_note", note="Quiet at first.")
    ada.press("change_note", note="Shy, but clear.")
    assert ada.status == 409
    ada.see("Not saved: this note was changed in another tab").see("Quiet at first.").see("Shy, but clear.")
    assert Remark.get().text == "Quiet at first."
    ada.press("change_note", note="Shy, but clear.")
    assert Remark.get().text == "Shy, but clear."
    other.open(where)
    ada.open(where).press("change_note", note="Other words.")
    other.send(other.form(event="remove_note"), event="remove_note")
    assert other.status == 409
    other.see("Other words.")
    assert Remark.get().text == "Other words."
    ada.open(where)
    other.open(where)
    other.send(other.form(event="remove_note"), event="remove_note")
    ada.press("change_note", note="Long words that took a while.")
    assert ada.status == 409
    ada.see("Not saved: this note was removed in another tab").see("Long words that took a while.")
    ada.press("note")
    assert Remark.get().text == "Long words that took a while."


def test_nothing_is_no_note(place, talk):
    hands = note(page(place, talk, place.world.ada), " ")
    assert hands.status == 422
    hands.see("Please write something first.")
    assert not Remark.select().exists()


def test_a_note_of_another_session_is_not_found_here(place, talk):
    other = story.booked(place.world, story.live_study(place.world), starts_at=story.START + story.DAY)
    note(page(place, talk, place.world.ada), "Shy.")
    number = Remark.get().id
    ada = place.as_(place.world.ada)
    assert ada.open(f"/sessions/{other.code}/notes/{number}").status == 404
    assert ada.open(f"/sessions/{talk.code}/notes/{2**70}").status == 404


def test_how_useful_it_was_is_asked_after_it_was_held_and_kept_from_the_contributor(place, talk):
    assert not page(place, talk, place.world.ada).offers("mark_quality")
    assert post(place.as_(place.world.ada), f"/sessions/{talk.code}/quality", quality="good") == 409
    talk = story.held(place.world, talk)
    place.clock.at = talk.ends_at + story.HOUR
    ada = page(place, talk, place.world.ada).see("How useful was it?").see("This is no report.")
    ada.press("mark_quality", quality="good").see("Good, said by Ada Lind")
    page(place, talk, place.world.bo).press("mark_quality", quality="poor").see("Poor, said by Bo Aas")
    assert story.again(talk).quality == "poor"
    cleo = page(place, talk, place.world.cleo)
    assert "useful" not in cleo.page.text
    assert "Poor" not in cleo.page.text
    assert post(place.as_(place.world.ada), f"/sessions/{talk.code}/quality", quality="superb") == 422


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("reviewer", 303), ("creator", 303)])
def test_a_viewer_reads_the_notes_and_a_reviewer_writes_them(place, talk, role, status):
    talk = story.held(place.world, talk)
    place.clock.at = talk.ends_at + story.HOUR
    note(page(place, talk, place.world.ada), "Shy.")
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    bo = page(place, talk, place.world.bo).see("Shy.").see("How useful was it?")
    assert bo.offers("note") == (status == 303)
    assert post(bo, f"/sessions/{talk.code}/notes", note="Hello") == status
    assert post(bo, f"/sessions/{talk.code}/quality", quality="fair") == status
    assert Remark.select().count() == (2 if status == 303 else 1)
    if status == 403:
        assert "Your role in this workspace does not allow this." in bo.html


def test_neither_the_contributor_nor_mallory_finds_notes(place, talk):
    note(page(place, talk, place.world.ada), "Shy.")
    number = Remark.get().id
    for person in (place.world.cleo, place.world.mallory, place.world.olga):
        hands = place.as_(person)
        for part in ("notes", f"notes/{number}", "quality"):
            path = f"/sessions/{talk.code}/{part}"
            assert hands.open(path).status == 404
            assert post(hands, path, note="Hello", quality="good") == 404
    assert Remark.select().count() == 1
    assert Session.get_by_id(talk.id).quality == ""


def test_the_timeline_tells_of_every_letter_and_what_became_of_it(place, talk):
    Outgoing.update(state="sent", tries=2, sent_at=story.NOW + story.MINUTE).where(
        Outgoing.letter == "booked"
    ).execute()
    story.fire(talk, "move", story.themselves(place.world.cleo), story.NOW, starts_at=story.START + story.DAY)
    place.clock.at = story.NOW + story.HOUR
    hands = page(place, talk, place.world.ada)
    hands.see("Letters to both: It is booked Sent at 10:01, after another try")
    hands.see("Letters to both: A new time Not delivered yet")
    text = hands.page.text
    assert text.index("Still to come") < text.index("Friday 27 November, 13:30 (Oslo)")
    assert text.index("No longer to come") < text.index("Thursday 26 November, 13:30 (Oslo)")


def test_a_page_on_paper_is_black_on_white_without_rail_and_buttons():
    tokens = (CSS / "tokens.css").read_text()
    on_paper = (CSS / "components.css").read_text().split("@media print", 1)[1]
    assert "--paper: #fff" in tokens.split("@media print", 1)[1]
    for hidden in ("form", ".button", ".next", ".crumbs"):
        assert hidden in on_paper.split("display: none; }", 2)[1]
    assert "break-inside: avoid" in on_paper


def test_it_is_taken_along_as_a_calendar_file_while_it_is_ahead(place, talk):
    hands = page(place, talk, place.world.ada).follow("Add to calendar")
    assert hands.status == 200
    place.clock.at = story.START + story.MINUTE
    assert "Add to calendar" not in page(place, talk, place.world.ada).html
