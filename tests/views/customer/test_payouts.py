"""From Submitted to paid: completed by a person, sent by hand, proved by the bank's reference."""

import csv
import io

import pytest

from models import LedgerLine, Member, Participant, Payout, Person
from tests import world as story


@pytest.fixture
def owed(place):
    """Cleo's reward is due."""
    story.completed(place.world)
    place.clock.at = story.END + story.HOUR
    return Payout.get()


def test_marking_as_completed_releases_one_reward(place):
    session = story.held(place.world)
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.ada).open(f"/participants/{session.participant.code}")
    form = hands.form(event="complete")
    hands.send(form, event="complete").see("Completed")
    hands.send(form, event="complete")
    assert hands.status == 409
    assert [(one.purpose, one.amount, one.state) for one in Payout.select()] == [("reward", 6000, "due")]


def test_the_file_goes_out_and_the_references_come_back(place, owed):
    hands = place.as_(place.world.ada).open("/payouts")
    hands.press("pay_out_all").see("Being sent")
    hands.open("/payouts")
    answer = hands.client.post(
        "/payouts/file.csv",
        data=dict(hands.form(action="/payouts/file.csv").fields),
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    (line,) = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert (line["reference"], line["amount"], line["currency"]) == (owed.code, "60.00", "EUR")
    hands.send(hands.form(holds="lines"), lines=f"{owed.code}, Bank 4711\nnot-a-payout, 1\n{owed.code}, again\n, 5")
    hands.see("To be marked as paid").see("Not a payout that is being sent here").see("It stands above already")
    hands.see("There is no reference").see("Mark 1 payout as paid")
    assert story.again(owed).state == "sending", "looking changes nothing"
    hands.send(hands.form(holds="kept"), button="go").see("Paid").see("Not a payout that is being sent here")
    paid = story.again(owed)
    assert (paid.state, paid.proof) == ("paid", "Bank 4711")
    assert sum(line.amount for line in LedgerLine.select()) == 0


def test_the_same_reference_twice_pays_once(place, owed):
    hands = place.as_(place.world.ada).open("/payouts")
    hands.press("pay_out_all").open("/payouts")
    hands.send(hands.form(holds="lines"), lines=f"{owed.code}, Bank 4711")
    form = hands.form(holds="kept")
    for _again in range(2):
        hands.send(form, button="go")
    hands.see("Paid already")
    assert LedgerLine.select().where(LedgerLine.kind == "paid").count() == 1


def test_money_asks_for_a_fresh_sign_in(place, owed):
    hands = place.as_(place.world.ada)
    place.clock.at += 11 * story.MINUTE
    hands.open("/payouts").press("pay_out_all")
    assert hands.url == "/sign-in/again"
    hands.open(f"/payouts/{owed.code}").press("pay_out")
    assert hands.url == "/sign-in/again"
    assert story.again(owed).state == "due"


def test_a_viewer_moves_no_money(place, owed):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo).open(f"/payouts/{owed.code}")
    form = hands.form(event="pay_out")
    assert hands.send(form, event="pay_out").status == 403
    form.action = "/payouts/pay-out-due"
    assert hands.send(form).status == 403
    assert story.again(owed).state == "due"


def test_a_stranger_finds_no_payout_and_sees_none(place, owed):
    hands = place.as_(place.world.mallory)
    assert hands.open(f"/payouts/{owed.code}").status == 404
    assert "cleo.marchetti" not in hands.open("/payouts").html


def test_a_failed_payout_says_why_to_both_sides_and_goes_again(place, owed):
    hands = place.as_(place.world.ada).open(f"/payouts/{owed.code}")
    hands.press("pay_out")
    hands.press("fail", note="The account is closed")
    assert story.again(owed).state == "failed"
    assert "The account is closed" in place.as_(place.world.cleo).open("/money").html
    hands.open(f"/payouts/{owed.code}").press("pay_out")
    assert story.again(owed).state == "sending"


def test_no_cell_of_the_file_is_taken_for_a_formula(place, owed):
    Person.update(username="=1+1").where(Person.id == place.world.cleo.id).execute()
    hands = place.as_(place.world.ada).open("/payouts").press("pay_out_all").open("/payouts")
    fields = dict(hands.form(action="/payouts/file.csv").fields)
    text = hands.client.post("/payouts/file.csv", data=fields, headers={"Sec-Fetch-Site": "same-origin"}).get_data(
        as_text=True
    )
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_only_somebody_submitted_can_be_completed(place):
    session = story.missed(place.world)
    hands = place.as_(place.world.ada).open(f"/participants/{session.participant.code}")
    hands.see("Only somebody who is Submitted can be completed.")
    form = hands.form(event="complete")
    assert hands.send(form, event="complete").status == 409
    assert not Payout.select().where(Payout.purpose == "reward").exists()
    assert Participant.get().state == "no_show"
