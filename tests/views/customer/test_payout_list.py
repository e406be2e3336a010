"""Many payouts at once: counted by state, sent together, some of them refused, marked by a file."""

import io
import re

import pytest

from commands import money
from models import Payout
from tests import world as story


@pytest.fixture
def three(place):
    """Three bonuses of Cleo's, due."""
    row = story.qualified(place.world)
    ada = story.customer(place.world.ada)
    return [money.owe(row, "bonus", 1000 * (n + 1), "EUR", ada, story.NOW, str(n)) for n in range(3)]


def ledger(place, query=""):
    """The payouts in Ada's browser."""
    return place.as_(place.world.ada).open(f"/payouts{query}")


def test_an_empty_list_teaches(place):
    ledger(place).see("They appear as soon as you mark somebody who is Submitted as Completed.")


def test_each_state_is_counted_and_filtered_in_the_address(place, three):
    story.fire(three[0], "hold", story.customer(place.world.ada), story.NOW)
    hands = ledger(place).see("2 payouts are due: €50.00").see("All 3").see("Due 2").see("On hold 1")
    assert three[0].code in hands.open("/payouts?state=on_hold").html
    assert three[1].code not in hands.html
    assert hands.open("/payouts?state=nonsense&before=x").status == 200


def test_what_can_not_go_stays_and_says_why_and_the_rest_goes(place, three):
    study = three[0].study
    type(study).update(budget=3500).where(type(study).id == study.id).execute()
    hands = ledger(place).press("pay_out_all")
    hands.see("2 payouts are on their way").see("The budget of this study does not cover it.")
    assert sorted(one.state for one in Payout.select()) == ["due", "sending", "sending"]


def test_a_file_of_references_marks_them_as_paid(place, three):
    hands = ledger(place).press("pay_out_all")
    text = f'\ufeffreference;proof\n"{three[0].code}";"Bank 1"\n{three[1].code}\tBank, 2\nnonsense\n'
    fields = dict(hands.open("/payouts").form(holds="lines").fields)
    data = {**fields, "file": (io.BytesIO(text.encode()), "back.csv")}
    answer = hands.client.post("/payouts/paid", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert "Mark 2 payouts as paid" in answer.get_data(as_text=True)
    kept = re.search(r'name="kept" value="([^"]+)"', answer.get_data(as_text=True)).group(1)
    data = {"form_token": fields["form_token"], "kept": kept, "go": "paid"}
    answer = hands.client.post("/payouts/paid", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert [story.again(one).state for one in three] == ["paid", "paid", "sending"]
    assert [story.again(one).proof for one in three[:2]] == ["Bank 1", "Bank, 2"]
    assert "Not a payout that is being sent here" in answer.get_data(as_text=True)


def test_hostile_lines_change_nothing_and_are_only_text(place, three):
    hands = ledger(place).press("pay_out_all")
    hands.open("/payouts")
    hostile = "<script>alert(1)</script>," + "x" * 5000 + "\n,,,\n\x00\n" + "y" * 300
    hands.send(hands.form(holds="lines"), lines=hostile)
    assert hands.status == 200
    assert "<script>alert" not in hands.html
    assert {one.state for one in Payout.select()} == {"sending"}


def test_a_second_press_sends_nothing_twice(place, three):
    hands = ledger(place)
    form = hands.form(event="pay_out_all")
    for _again in range(2):
        hands.send(form, event="pay_out_all")
    assert [one.instructions.count() for one in Payout.select()] == [1, 1, 1]
