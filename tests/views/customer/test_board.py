"""Both sides of the book: every kind of row, in words, with what could be done; narrowed, searched, given away."""

import pytest

from commands import taking
from models import Charge, Connection, Entry, Participant, Payout, board
from tests import world as story
from tests.commands import sides
from tests.journeys.hands import Form


@pytest.fixture
def rows(place):
    return sides.everything(place.world)


def opened(place, query="", person=None):
    return place.as_(person or place.world.ada).open(f"/board{query}")


def posted(hands, where, **values):
    """What no page offers, sent all the same."""
    token = next(value for form in hands.page.forms for name, value in form.fields if name == "form_token")
    return hands.send(Form(where, "post", [("form_token", token), *values.items()]))


def kinds(place, show="open"):
    """tail -> (class, step) of the rows behind a tab, as the board has them."""
    from views.customer import board_words

    found = board.lines(place.world.halden.id, place.clock.at, board.Sieve(show), most=None)
    return {line.pair: (board_words.class_of(line), board_words.step_of(line)) for line in found}


def test_every_row_has_its_class_and_its_next_step(place, rows):
    assert kinds(place) == {
        rows["waits"].candidate.tail: ("matched", "complete"),
        rows["owed"].candidate.tail: ("matched", "pay"),
        "aaaaaa1": ("disagreeing", "tell"),
        "aaaaaa2": ("disagreeing", "complete_here"),
        "aaaaaa3": ("disagreeing", "exclude_here"),
        "aaaaaa4": ("only_here", "look"),
        "aaaaaa5": ("only_there", "read"),
        "aaaaaa6": ("matched", "state"),
        rows["link"].tail: ("only_here", "link"),
        rows["lost"].tail: ("disagreeing", "read"),
        rows["theirs"].tail: ("matched", "complete"),
        "zzzzzz9": ("only_there", "look"),
    }
    assert kinds(place, "matched") == {rows["under_way"].candidate.tail: ("matched", "")} | {
        tail: kind for tail, kind in kinds(place).items()
        if kind[0] == "matched" and kind[1] != "pay"
    } | {rows["owed"].candidate.tail: ("matched", "pay")}  # fmt: skip


def test_the_page_shows_both_ids_both_states_and_the_owner(place, rows):
    tail = rows["waits"].candidate.tail
    page = opened(place).see(f"pp_{tail}").see(f"i{tail}").see("Complete (test finished)").see("Ada Lind")
    page.see("Bo Aas").see("Disagree").see("Only here").see("Only there").see("Never arrived here")
    page.see("Not known there").see("Tell them again").see("€45.00").see("Send payout")


def test_the_rail_says_how_many_wait(place, rows):
    assert 'Board <span class="num">12</span>' in opened(place).html


def test_the_longest_waiting_stands_first_and_is_said_to_be_overdue(place, rows):
    place.clock.at = story.NOW + 8 * story.DAY
    sides.submitted(sides.place(sides.candidate(rows["local"], "late.one", place.clock.at), rows["study"]),
                    place.clock.at)  # fmt: skip
    page = opened(place).see("wait longer than they should").see("Overdue")
    found = board.lines(place.world.halden.id, place.clock.at, most=None)
    assert [line.since for line in found] == sorted(line.since for line in found)
    page.follow("See the 5").see("Overdue")


def test_an_id_of_either_side_finds_its_row(place, rows):
    tail = rows["waits"].candidate.tail
    for typed in (f"pp_{tail}", f"i{tail}"):
        page = opened(place, f"?q={typed}").see(f"i{tail}")
        assert "aaaaaa1" not in page.html
    opened(place, "?q=pp_nobody0").see("Nobody found")


def test_an_id_is_found_however_a_phone_writes_it(place, rows):
    tail = rows["waits"].candidate.tail
    opened(place, f"?q=Pp_{tail.upper()}").see(f"pp_{tail}")
    opened(place, f"?q= I{tail} ").see(f"pp_{tail}")


def test_a_row_is_narrowed_by_project_study_and_owner(place, rows):
    tail = rows["link"].tail
    assert tail in opened(place, f"?project={rows['away'].code}").html
    assert tail not in opened(place, f"?project={rows['local'].code}").html
    assert "aaaaaa1" in opened(place, f"?owner={place.world.bo.code}").html
    assert "aaaaaa1" not in opened(place, f"?owner={place.world.ada.code}").html


def test_what_is_settled_is_out_of_the_way_and_its_id_hidden_once_excluded(place, rows):
    row = rows["under_way"]
    from commands.exclusions import exclude_in_order

    tail = row.candidate.tail
    exclude_in_order(row, "quality", story.customer(place.world.ada), story.NOW)
    assert f"pp_{tail}" not in opened(place, "?show=open").html
    page = opened(place, "?show=settled").see("ID hidden").see("Removed").see("Excluded")
    assert f"pp_{tail}" not in page.html
    opened(place, f"?q=pp_{tail}").see("Nobody found")


def test_checked_rows_are_completed_together_after_a_look(place, rows):
    lines = {line.pair: line for line in board.lines(place.world.halden.id, story.NOW, most=None)}
    wanted = [lines[rows["waits"].candidate.tail].value, lines[rows["theirs"].tail].value, lines["aaaaaa6"].value]
    hands = opened(place)
    form = hands.form(event="look_complete")
    page = hands.send(form, event="look_complete", who=wanted)
    page.see("Nothing has happened yet").see("2 people are completed").see("€90.00 is owed in total")
    page.see("The recruiter decides this").see("2 letters: Your part is completed")
    page.see("Complete (test finished)")
    assert story.again(rows["waits"]).state == "submitted"
    before = Payout.select().count()
    once = page.form(event="complete")
    page.press("complete")
    assert story.again(rows["waits"]).state == story.again(rows["theirs"]).state == "completed"
    assert Payout.select().count() == before + 2
    hands.send(once, event="complete")
    assert Payout.select().count() == before + 2


def test_a_row_that_changed_meanwhile_stops_all_of_them(place, rows):
    hands = opened(place)
    lines = {line.pair: line for line in board.lines(place.world.halden.id, story.NOW, most=None)}
    wanted = [lines[rows["waits"].candidate.tail].value, lines[rows["theirs"].tail].value]
    page = hands.send(hands.form(event="look_complete"), event="look_complete", who=wanted)
    form = page.form(event="complete")
    story.fire(rows["theirs"], "remove", story.customer(place.world.bo), story.NOW, reason="quality")
    page = hands.send(form, event="complete")
    assert page.status == 409
    assert story.again(rows["waits"]).state == "submitted"
    page.see("Nothing was done").see("1 person is completed").see("1 row stays as it is")


def test_checked_rows_are_removed_and_excluded_with_one_reason(place, rows):
    hands = opened(place)
    lines = {line.pair: line for line in board.lines(place.world.halden.id, story.NOW, most=None)}
    wanted = [lines[tail].value for tail in (rows["waits"].candidate.tail, "aaaaaa1", rows["owed"].candidate.tail)]
    page = hands.send(hands.form(event="look_exclude"), event="look_exclude", who=wanted)
    page.see("2 people are removed").see("The recruiter is asked, and the study waits").see("1 row stays as it is")
    assert page.press("exclude").status == 422
    page = hands.press("exclude", reason="quality", note="All the same.")
    assert story.again(rows["waits"]).state == "excluded"
    assert story.again(rows["waits"].candidate).state == "removed"
    assert story.again(rows["tell"]).state == "submitted"
    assert Entry.select().where(Entry.event == "removal_asked").count() == 1


def test_rows_are_given_to_a_colleague(place, rows):
    hands = opened(place)
    lines = {line.pair: line for line in board.lines(place.world.halden.id, story.NOW, most=None)}
    hands.send(hands.form(event="give"), event="give", who=[lines["aaaaaa2"].value], owner=place.world.ada.code)
    assert Charge.get().person_id == place.world.ada.id
    assert "aaaaaa2" in opened(place, f"?owner={place.world.ada.code}").html
    assert hands.send(hands.form(event="give"), event="give", who=[], owner="").status == 422


def test_nothing_of_another_team_is_on_the_board(place, rows):
    page = opened(place, person=place.world.mallory).see("Nobody was sent on yet")
    assert "aaaaaa1" not in page.html
    assert opened(place, person=place.world.cleo).status == 404
    line = board.lines(place.world.halden.id, story.NOW)[0]
    hands = place.as_(place.world.mallory)
    hands.open("/board")
    assert posted(hands, "/board/tell", only=line.value).status == 409
    hands.open("/board")
    assert posted(hands, "/board/look", go="complete", who=line.value).status == 422
    assert Participant.select().where(Participant.state == "completed").count() == 1


def test_who_only_watches_decides_nothing(place, rows):
    from models import Member

    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    page = opened(place, person=place.world.bo)
    assert "Tell them again" not in page.html
    assert "Complete the chosen" not in page.html
    assert posted(page, "/board/look", go="complete").status == 403


def test_an_empty_board_teaches(place):
    opened(place).see("Nobody was sent on yet")


def test_a_word_that_is_not_in_the_whole_list_any_more_is_no_word(place, rows):
    from models import Counterpart

    Counterpart.update(listed=False).where(Counterpart.outside_id == "pp_aaaaaa6").execute()
    assert kinds(place)["aaaaaa6"] == ("only_here", "look")


def test_an_other_side_that_does_not_answer_is_named(place, rows):
    Connection.update(calls_url="https://gone.example/calls", read_fault="unreachable", read_at=story.NOW).where(
        Connection.id == rows["tool"].id
    ).execute()
    opened(place).see("Tests Inc did not answer the last time")


def test_told_again_goes_out_once(place, rows):
    from models import Outgoing

    Connection.update(calls_url="https://panel.example/calls").where(Connection.id == rows["recruiter"].id).execute()
    hands = opened(place, "?q=pp_aaaaaa1")
    form = hands.form(event="tell")
    hands.send(form, event="tell").see("told again")
    hands.send(form, event="tell")
    sent = Outgoing.select().join(Entry).where(Entry.event == "told_again")
    assert [row.letter for row in sent] == ["participant.moved"]


def test_today_says_who_waits_there_what_is_asked_and_what_is_doubtful(place, rows):
    from commands import suspects
    from commands.exclusions import exclude_in_order

    suspects.keep(story.NOW, "unsigned", connection=rows["recruiter"], outside_id="pp_aaaaaa4")
    exclude_in_order(rows["tell"], "quality", story.customer(place.world.ada), story.NOW)
    page = place.as_(place.world.ada).open("/today").see("Submitted at an outside tool, not yet completed")
    page.see("Exclusions that wait for the recruiting side").see("Something arrived that could not be trusted")
    place.clock.at = story.NOW + 8 * story.DAY
    place.as_(place.world.ada).open("/today").see("Overdue")


ASKED = [{"items": [{"text": "What went well?", "kind": "text"}, {"text": "What did not?", "kind": "text"}]}]


def wrote(study, candidate, *texts):
    """They answered so, and sent it."""
    row = sides.place(candidate, study)
    items = [item.id for part in study.work() for item in part.items]
    taking.keep_answers(row, dict(zip(items, texts, strict=True)), story.NOW)
    return sides.submitted(row)


def test_signs_stand_beside_a_row_and_decide_nothing(place):
    study = sides.survey(place.world, work=ASKED)
    project = sides.project(place.world, study)
    wrote(study, sides.candidate(project, "in.short"), "ok", "no")
    wrote(study, sides.candidate(project, "at.length"), "I found the timetable at once.", "The map hid the last pier.")
    page = opened(place).see("never a verdict")
    assert page.page.text.count("Everything they wrote is very short.") == 1
    assert page.offers("complete")


def test_what_was_just_decided_is_being_told_and_no_difference_until_that_failed(place, rows):
    from models import Outgoing

    Connection.update(calls_url="https://tool.example/calls").where(Connection.id == rows["tool"].id).execute()
    done, tail = rows["theirs"], rows["theirs"].tail
    story.fire(done, "complete", story.customer(place.world.ada), story.NOW)
    assert kinds(place)[tail] == ("telling", "pay")  # the incentive is still to be paid
    assert tail not in kinds(place, "disagreeing")
    assert kinds(place, "telling") == {tail: ("telling", "pay")}
    opened(place, "?show=telling").see("Being told").see("The other side is just being told")
    Outgoing.update(tries=1).where(Outgoing.letter == "candidate.completed").execute()
    assert kinds(place, "disagreeing")[tail] == ("disagreeing", "tell")
    Outgoing.update(tries=0).where(Outgoing.letter == "candidate.completed").execute()
    place.clock.at = story.NOW + story.HOUR
    assert kinds(place, "disagreeing")[tail] == ("disagreeing", "tell")
    assert kinds(place, "telling") == {}


def test_completing_is_offered_where_it_can_do_something_and_says_for_how_many(place, rows):
    page = opened(place)
    page.see("3 rows of this page can be completed from here")
    page = opened(place, "?q=pp_aaaaaa6").see("No row of this page can be completed from here")
    assert not page.offers("look_complete")
    assert page.offers("look_exclude")
    hands = opened(place)
    lines = {line.pair: line for line in board.lines(place.world.halden.id, story.NOW, most=None)}
    wanted = [lines[tail].value for tail in (rows["theirs"].tail, "aaaaaa4", "aaaaaa6")]
    page = hands.send(hands.form(event="look_complete"), event="look_complete", who=wanted)
    page.see("It can be done for 1 of the 3 that you chose")


def test_whom_the_other_side_asks_to_remove_is_not_offered_to_be_completed_in_the_row(place, rows):
    from tests.commands import halves

    theirs = rows["theirs"]
    assert kinds(place)[theirs.tail] == ("matched", "complete")
    told = {"type": "participant.remove_asked", "id": f"i{theirs.tail}", "event": "removal_asked"}
    halves.call(rows["tool"], **told, state="submitted", seq=4, at=story.NOW.isoformat())
    assert kinds(place)[theirs.tail] == ("matched", "look")
    page = opened(place, f"?q=pp_{theirs.tail}").see("Exclusion asked for")
    assert not page.offers("complete")
