"""Money that goes astray and comes right again, by plain forms; bonuses; what providers tell; how money is sent."""

import csv
import io
import threading

import pytest

from commands import exclusions, money, providers
from integrations.payfake import Fake
from models import Member, Outgoing, Participant, Payout, ProviderEvent, SendTo, Workspace
from models.database import db
from outbox import payouts
from tests import world as story
from tests.commands import routed
from tests.commands.paying import owed, turn
from tests.world import HOUR, MINUTE

THERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def settings(place):
    """Of the app."""
    return place.app.config["SETTINGS"]


def failed(place, settings, to: str = "cleo+wrong-address@mail.example") -> Payout:
    """Cleo's reward went out by the provider and failed."""
    payout = owed(place.world, to)
    place.clock.at = story.END + 2 * HOUR
    place.as_(place.world.ada).open(f"/payouts/{payout.code}").press("pay_out")
    turn(settings, place.clock.at)
    return story.again(payout)


# Another address.


def test_a_contributor_names_another_address_and_is_paid_there(place, settings):
    payout = failed(place, settings)
    hands = place.as_(place.world.cleo).open("/money")
    hands.see("You are still owed all of it").see("The mailbox does not take letters at the moment.")
    hands.press("send_elsewhere", address="cleo@elsewhere.example").see("Being sent")
    turn(settings, place.clock.at)
    assert story.again(payout).state == "paid"
    (moved,) = Fake(settings.home).moved()
    assert moved[0] == f"{payout.code}-1"
    assert moved[3] == "cleo@elsewhere.example"
    letter = Outgoing.get(Outgoing.letter == "payout_redirected")
    assert letter.recipient == place.world.cleo.id
    hands.open("/money").see("It was paid.")


def test_the_letter_about_another_address_goes_to_the_old_one(place, settings):
    from outbox.compose import compose

    failed(place, settings)
    place.as_(place.world.cleo).open("/money").press("send_elsewhere", address="cleo@elsewhere.example")
    letter = compose(Outgoing.get(Outgoing.letter == "payout_redirected"), settings)
    assert letter.address == "cleo+wrong-address@mail.example"
    assert "You named another address" in letter.text


@pytest.mark.parametrize(("to", "told"), [
    ("cleo+wrong-address@mail.example", True), ("cleo+refused@mail.example", False),
])  # fmt: skip
def test_the_letter_about_a_failed_payment_says_where_another_address_helps(place, settings, to, told):
    from outbox.compose import compose

    payout = failed(place, settings, to)
    theirs = Outgoing.get(Outgoing.letter == "payout_failed", Outgoing.recipient == place.world.cleo.id)
    letter = " ".join(compose(theirs, settings).text.split())
    assert ("You can name another address for it on its page" in letter) == told
    assert not told or place.as_(place.world.cleo).open(f"/payouts/{payout.code}").offers("send_elsewhere")


@pytest.mark.parametrize(("typed", "says"), [
    ("", "Please type your e-mail address"),
    ("nobody", "Please type your e-mail address"),
    ("cleo+WRONG-address@mail.example", "It was sent to this address already."),
])  # fmt: skip
def test_what_is_no_other_address_is_said_at_the_field(place, settings, typed, says):
    payout = failed(place, settings)
    hands = place.as_(place.world.cleo).open("/money").press("send_elsewhere", address=typed)
    assert hands.status == 422
    hands.see(says)
    assert typed in hands.html
    assert story.again(payout).state == "failed"
    assert not SendTo.select().exists()


def test_money_that_has_not_failed_goes_to_no_other_address(place, settings):
    payout = owed(place.world)
    place.clock.at = story.END + 2 * HOUR
    hands = place.as_(place.world.cleo).open(f"/payouts/{payout.code}")
    assert not hands.offers("send_elsewhere")
    assert hands.open(f"/payouts/{payout.code}/address").status == 409
    hands.see("Another address can be named once it has failed.")


def test_a_team_names_no_address_for_people_of_the_network(place, settings):
    payout = failed(place, settings)
    hands = place.as_(place.world.ada).open(f"/payouts/{payout.code}")
    assert not hands.offers("send_elsewhere")
    assert hands.open(f"/payouts/{payout.code}/address").status == 409
    hands.see("This person looks after their own address.")


def test_a_team_names_another_address_for_its_own_people(place, settings):
    payout = failed(place, settings)
    Participant.update(source="own").where(Participant.id == payout.participant_id).execute()
    hands = place.as_(place.world.ada).open(f"/payouts/{payout.code}")
    hands.press("send_elsewhere", address="cleo@work.example").see("Being sent")
    turn(settings, place.clock.at)
    assert story.again(payout).state == "paid"
    assert Fake(settings.home).moved()[0][3] == "cleo@work.example"


def test_another_address_asks_for_a_fresh_sign_in(place, settings):
    payout = failed(place, settings)
    hands = place.as_(place.world.cleo).open(f"/payouts/{payout.code}")
    place.clock.at += 11 * MINUTE
    assert hands.open(f"/payouts/{payout.code}/address").url.startswith("/sign-in/again")


def test_mallory_finds_neither_the_payout_nor_its_address_nor_a_bonus(place, settings):
    payout = failed(place, settings)
    hands = place.as_(place.world.mallory)
    for path in (f"/payouts/{payout.code}", f"/payouts/{payout.code}/address",
                 f"/participants/{payout.participant.code}/bonus"):  # fmt: skip
        assert hands.open(path).status == 404


def test_a_viewer_gives_no_bonus_and_chooses_no_provider(place, settings):
    payout = failed(place, settings)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo)
    assert hands.open(f"/participants/{payout.participant.code}/bonus").status == 403
    assert hands.open(f"/payouts/{payout.code}/address").status == 403
    assert hands.open("/settings/payments").status == 403


def test_both_sides_read_why_in_words(place, settings):
    payout = failed(place, settings, "cleo+refused@mail.example")
    words = "The payment provider does not pay this much to one person."
    place.as_(place.world.ada).open(f"/payouts/{payout.code}").see(words).see(f"{payout.code}-1").see("fake-1")
    place.as_(place.world.ada).open("/payouts").see(words)
    place.as_(place.world.cleo).open("/money").see(words)
    place.as_(place.world.cleo).open(f"/payouts/{payout.code}").see(words).see("The team knows")


@pytest.mark.parametrize("mode", ["silent", "slow-paid-later", "late-fail", "timeout-after", "unknown-value"])
def test_every_state_has_a_page_on_both_sides(place, settings, mode):
    payout = failed(place, settings, f"cleo+{mode}@mail.example")
    for person in (place.world.ada, place.world.cleo):
        hands = place.as_(person)
        assert hands.open(f"/payouts/{payout.code}").status == 200
        assert hands.open("/payouts" if person == place.world.ada else "/money").status == 200


# Bonuses.


def test_a_bonus_is_looked_at_first_and_then_owed_once(place):
    participant = story.completed(place.world)
    place.clock.at = story.END + 2 * HOUR
    hands = place.as_(place.world.ada).open(f"/participants/{participant.code}")
    hands.linked("ask_bonus")
    form = hands.form(event="give_bonus")
    hands.send(form, button="look", amount="15", note="The second call").see("€15.00 would be owed to cleo.marchetti")
    assert Payout.select().count() == 1
    form = hands.form(event="give_bonus")
    for _again in range(2):
        hands.send(form, event="give_bonus")
    bonus = Payout.get(Payout.purpose == "bonus")
    assert (bonus.amount, bonus.occasion, bonus.state) == (1500, "1", "due")
    assert Payout.select().count() == 2
    assert Outgoing.get(Outgoing.letter == "bonus").recipient == place.world.cleo.id
    place.as_(place.world.cleo).open(f"/payouts/{bonus.code}").see("The second call")


@pytest.mark.parametrize(("amount", "note", "says"), [
    ("", "x", "Please"), ("0", "x", "above zero"), ("-5", "x", "zero"), ("5", "", "Please say what it is for."),
    ("abc", "x", "Please"),
])  # fmt: skip
def test_a_bonus_that_lacks_something_says_so_and_keeps_what_was_typed(place, amount, note, says):
    participant = story.completed(place.world)
    place.clock.at = story.END + 2 * HOUR
    hands = place.as_(place.world.ada).open(f"/participants/{participant.code}/bonus")
    hands.send(hands.form(event="give_bonus"), event="give_bonus", amount=amount, note=note)
    assert hands.status == 422
    hands.see(says)
    assert Payout.select().count() == 1


def test_a_bonus_is_for_who_has_done_their_part(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/participants/{session.participant.code}/bonus")
    assert hands.status == 409
    hands.see("A bonus is for people who have done their part")


# What providers tell by themselves.


def _post(place, headers, body, provider="fake"):
    return place.app.test_client().post(f"/hooks/{provider}", data=body, headers=headers)


def test_twenty_of_the_same_message_at_once_have_one_effect(place, settings):
    payout = failed(place, settings, "cleo+slow-paid-later@mail.example")
    fake, key = Fake(settings.home), f"{payout.code}-1"
    fake.settle(key)
    message = fake.tell(key, payouts.secret_of("fake", settings), 9)
    found, all_there = [], threading.Barrier(20, timeout=30)

    def run():
        try:
            all_there.wait()
            found.append(_post(place, *message).status_code)
        finally:
            db.close()

    threads = [threading.Thread(target=run) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [200] * 20
    assert ProviderEvent.select().count() == 1
    providers.sweep(place.clock.at)
    providers.sweep(place.clock.at)
    assert story.again(payout).state == "paid"
    assert Fake(settings.home).moved()[0][0] == key


def test_an_altered_message_is_refused(place, settings):
    payout = failed(place, settings)
    headers, body = Fake(settings.home).tell(f"{payout.code}-1", payouts.secret_of("fake", settings), 9)
    assert _post(place, headers, body.replace(b"failed", b"paid")).status_code == 400
    assert _post(place, {}, body).status_code == 400
    assert _post(place, headers, b"\xff\xfe").status_code == 400
    assert not ProviderEvent.select().exists()


def test_nothing_is_taken_for_a_provider_that_is_not_set_up(place):
    assert _post(place, {}, b"{}", "tremendous").status_code == 404
    assert _post(place, {}, b"{}", "paypal").status_code in (403, 404)


# How money is sent.


def test_an_administrator_chooses_how_money_is_sent(place):
    hands = place.as_(place.world.ada).open("/settings/payments").see("Test provider (moves no money)")
    assert "Tremendous" not in hands.html
    hands.press("set_provider", provider="fake")
    assert Workspace.get_by_id(place.world.halden.id).provider == "fake"
    hands.open("/settings/payments")
    hands.send(hands.form(event="set_provider"), event="set_provider", provider="tremendous")
    assert hands.status == 422
    place.clock.at += 11 * MINUTE
    assert hands.open("/settings/payments").url.startswith("/sign-in/again")


def test_what_was_due_by_hand_goes_by_the_way_that_is_chosen_now(place, settings):
    payout = owed(place.world, provider="manual")
    Workspace.update(provider="fake").where(Workspace.id == place.world.halden.id).execute()
    place.clock.at = story.END + 2 * HOUR
    place.as_(place.world.ada).open(f"/payouts/{payout.code}").press("pay_out")
    assert story.again(payout).provider == "fake"
    turn(settings, place.clock.at)
    assert story.again(payout).state == "paid"


def test_a_key_that_may_still_be_paid_keeps_its_provider(place, settings):
    payout = failed(place, settings)
    Workspace.update(provider="manual").where(Workspace.id == place.world.halden.id).execute()
    place.as_(place.world.ada).open(f"/payouts/{payout.code}").press("pay_out")
    assert story.again(payout).provider == "fake"


def test_what_the_provider_does_not_pay_to_one_person_goes_another_way(place, settings):
    payout = failed(place, settings, "cleo+refused@mail.example")
    hands = place.as_(place.world.ada).open(f"/payouts/{payout.code}").see("does not pay this much to one person")
    hands.see("Sent the same way it would be refused again.").see("choose another way to send money in the settings")
    assert "as it is" not in hands.page.text
    assert hands.follow("How you send money").url == "/settings/payments"
    Workspace.update(provider="manual").where(Workspace.id == place.world.halden.id).execute()
    hands.open(f"/payouts/{payout.code}").see("Your team sends money in another way by now (By hand)").press("pay_out")
    assert (story.again(payout).provider, story.again(payout).state) == ("manual", "sending")


def test_who_can_not_change_the_settings_is_not_led_there(place, settings):
    payout = failed(place, settings, "cleo+refused@mail.example")
    hands = place.as_(place.world.bo).open(f"/payouts/{payout.code}").see("An administrator of your team")
    assert not [href for href, _event, _text in hands.page.links if "payments" in href]


def test_the_statement_carries_both_ids_until_the_person_is_excluded(place):
    study = story.live_study(place.world, invitees=[place.world.mallory], kind="survey", asks=[])
    row = routed.finished(routed.candidate(routed.project(place.world, study), place.world.cleo))
    there, ada = row.participants.get(), story.customer(place.world.ada)
    for event in ("start", "submit"):
        there = story.fire(there, event, story.themselves(place.world.cleo), story.NOW)
    by_username = story.qualified(place.world, story.live_study(place.world))
    for number, owner in enumerate((there, row, by_username)):
        money.owe(owner, "bonus", 500, "EUR", ada, story.NOW, str(number))
    hands = place.as_(place.world.ada)
    assert statement(hands) == [(f"pp_{row.tail}", f"i{row.tail}")] * 2 + [("", "")]
    exclusions.exclude_in_order(there, "other", ada, story.NOW)
    assert statement(hands) == [("", "")] * 3


def statement(hands) -> list[tuple[str, str]]:
    """The two IDs of each line of the ledger."""
    fields = dict(hands.open("/payouts").form(action="/payouts/ledger.csv").fields)
    text = hands.client.post("/payouts/ledger.csv", data=fields, headers=THERE).get_data(as_text=True)
    return [(one["recruiting_id"], one["study_id"]) for one in csv.DictReader(io.StringIO(text))]


def test_the_statement_of_the_ledger_adds_up(place, settings):
    payout = owed(place.world)
    place.clock.at = story.END + 2 * HOUR
    hands = place.as_(place.world.ada).open(f"/payouts/{payout.code}").press("pay_out")
    turn(settings, place.clock.at)
    hands.open("/payouts")
    fields = dict(hands.form(action="/payouts/ledger.csv").fields)
    text = hands.client.post("/payouts/ledger.csv", data=fields, headers=THERE).get_data(as_text=True)
    lines = [line.split(",") for line in text.splitlines()[1:]]
    assert [(line[1], line[6], float(line[7])) for line in lines] == [
        (payout.code, "owed", 60.0), (payout.code, "paid", -60.0)
    ]  # fmt: skip


def test_the_list_is_narrowed_by_provider_and_study(place, settings):
    payout = failed(place, settings)
    hands = place.as_(place.world.ada)
    assert payout.code in hands.open("/payouts?provider=fake").html
    assert payout.code not in hands.open("/payouts?provider=manual").html
    assert payout.code in hands.open(f"/payouts?study={payout.study.code}").html
    assert payout.code not in hands.open("/payouts?project=none").html


@pytest.mark.parametrize(("budget", "says"), [(6100, "comes close to its budget"), (5000, "is over its budget")])
def test_a_budget_that_ends_is_said(place, budget, says):
    owed(place.world, budget=budget)
    place.clock.at = story.END + 2 * HOUR
    place.as_(place.world.ada).open("/payouts").see(says)
