"""The board as a file, and a file for the board: looked at first, done once, harmless the second time."""

import csv
import io
from datetime import timedelta

from models import Charge, Entry, Payout, SignIn
from tests import world as story
from tests.commands import sides


def opened(place, path="/board/import", person=None):
    return place.as_(person or place.world.ada).open(path)


def look(place, text, hands=None):
    hands = hands or opened(place)
    return hands.send(hands.form(event="look_import"), event="look_import", lines=text)


def test_the_file_has_both_ids_and_hides_what_is_hidden(place):
    rows = sides.everything(place.world)
    tail = rows["waits"].candidate.tail
    from commands.exclusions import exclude_in_order

    gone = rows["under_way"].candidate.tail
    exclude_in_order(rows["under_way"], "quality", story.customer(place.world.ada), story.NOW)
    answer = place.as_(place.world.ada).client.get("/board/file")
    found = {row["recruiting_id"]: row for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True)))}
    assert found[f"pp_{tail}"]["study_id"] == f"i{tail}"
    assert (found[f"pp_{tail}"]["recruiting_state"], found[f"pp_{tail}"]["reward"]) == ("submitted", "45.00")
    assert gone not in answer.get_data(as_text=True)
    assert Entry.get(Entry.event == "board_exported").who == place.world.ada.id


def test_the_file_needs_a_fresh_sign_in(place):
    hands = opened(place)
    SignIn.update(fresh_at=story.NOW - timedelta(days=1)).execute()
    assert hands.client.get("/board/file").status_code == 303


def test_every_line_says_its_fate_before_anything_is_done(place):
    rows = sides.everything(place.world)
    tail, away = rows["waits"].candidate.tail, rows["theirs"].tail
    text = (
        f"id,do,reason,note\ni{tail},complete,,\npp_{away},exclude,quality,Twice the same\npp_aaaaaa1,complete,,\n"
        f"pp_nobody0,complete,,\npp_aaaaaa4,note,,=1+1\nnonsense,complete,,\npp_{tail},complete,,\n"
        f"pp_{rows['owed'].candidate.tail},complete,,\npp_{rows['link'].tail},complete,,\n"
    )
    page = look(place, text).see("Nothing has happened yet").see("Will be completed").see("The note will be kept")
    page.see("Will be removed, then excluded").see("The recruiter decides this").see("Nobody on the board has this ID")
    page.see("Not an ID of either side").see("stands in the file already").see("It is so already")
    page.see("Not possible in their state")
    assert story.again(rows["waits"]).state == "submitted"
    before = Payout.select().count()
    form = page.form(event="do_import")
    page.press("do_import").see("What became of each line").see("Completed")
    assert story.again(rows["waits"]).state == "completed"
    assert story.again(rows["theirs"]).state == "removed"
    assert Charge.get(Charge.outside_id == "pp_aaaaaa4").note == "=1+1"
    assert Payout.select().count() == before + 1
    entries = Entry.select().count()
    page.send(form, event="do_import")
    assert Payout.select().count() == before + 1
    assert Entry.select().count() == entries
    assert "'=1+1" in place.as_(place.world.ada).client.get("/board/file").get_data(as_text=True)


def test_what_the_law_refuses_says_why_and_keeps_no_other_from_being_done(place):
    rows = sides.everything(place.world)
    from commands import reports

    reports.report_contributor(rows["waits"], "dishonest", story.customer(place.world.ada), story.NOW)
    text = f"id,do\npp_{rows['waits'].candidate.tail},complete\npp_{rows['theirs'].tail},complete\n"
    look(place, text).press("do_import").see("There is a report about this person")
    assert story.again(rows["waits"]).state == "submitted"
    assert story.again(rows["theirs"]).state == "completed"


def test_a_file_that_says_nothing_is_shown_again(place):
    assert look(place, "id,do\n").status == 422
    assert look(place, "").status == 422


def test_strangers_move_nothing(place):
    rows = sides.everything(place.world)
    tail = rows["waits"].candidate.tail
    look(place, f"id,do\npp_{tail},complete\n", opened(place, person=place.world.mallory)).see("Nobody on the board")
    assert opened(place, person=place.world.cleo).status == 404


def test_a_long_file_is_done_in_parts(place, monkeypatch):
    from views.customer import board_file

    monkeypatch.setattr(board_file, "A_TIME", 1)
    rows = sides.everything(place.world)
    text = f"id,do\npp_{rows['waits'].candidate.tail},complete\npp_{rows['theirs'].tail},complete\n"
    page = look(place, text).press("do_import").see("For the next press").see("Go on with 1 more line")
    page.press("do_import")
    assert story.again(rows["waits"]).state == story.again(rows["theirs"]).state == "completed"


def test_the_file_has_what_was_chosen_and_nothing_else(place):
    rows = sides.everything(place.world)

    def pairs(query):
        answer = place.as_(place.world.ada).client.get(f"/board/file{query}")
        return {row["recruiting_id"] for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True)))}

    everybody = pairs("")
    assert {"pp_aaaaaa1", f"pp_{rows['link'].tail}", f"pp_{rows['under_way'].candidate.tail}"} <= everybody
    assert pairs("?show=owed") == {f"pp_{rows['owed'].candidate.tail}"}
    assert pairs(f"?show=open&project={rows['away'].code}") == {
        f"pp_{rows[name].tail}" for name in ("link", "lost", "theirs")
    } | {"pp_zzzzzz9"}
    page = opened(place, f"/board?show=only_here&project={rows['away'].code}")
    assert f"/board/file?show=only_here&amp;project={rows['away'].code}" in page.html
    assert '/board/file"' in page.html


def test_whoever_signs_in_again_on_the_way_gets_the_file_they_chose(place):
    hands = opened(place)
    SignIn.update(fresh_at=story.NOW - timedelta(days=1)).execute()
    assert "show%3Dowed" in hands.client.get("/board/file?show=owed").headers["Location"]
