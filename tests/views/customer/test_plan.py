"""The plan: what was bought, reserved and used, line by line; or the seats."""

import csv
import io
import re

import pytest

from commands import desk, studies, units
from lifecycle.study import KINDS
from models import Entry, Member, Workspace
from rules.units import LIVE
from tests import world as story


def plan(place, person=None):
    """The plan's page in Ada's browser."""
    return place.as_(person or place.world.ada).open("/plan")


def test_the_sums_and_their_history_are_the_ledgers(place):
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    house = story.again(place.world.halden)
    assert (house.used, house.reserved, house.available) == (30, 30, 440)
    hands = plan(place).see("30 used").see("30 reserved").see("440 available")
    hands.see("Reserved at a launch").see("Used: a conversation was held").see("Booking a ferry on the phone")


def test_every_kind_that_can_be_launched_has_its_price_there(place):
    hands = plan(place)
    for kind in KINDS:
        if kind != LIVE:
            hands.see(str(KINDS[kind]))
    hands.see("somebody of the network, or named by username2510")


def test_canceling_uses_nothing(place):
    session = story.booked(place.world)
    story.fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    plan(place).see("0 used").see("30 reserved").see("470 available").see("Returned")


def test_a_launch_beyond_the_balance_is_refused_with_the_way_to_the_plan(place):
    Workspace.update(bought=10).where(Workspace.id == place.world.halden.id).execute()
    study = story.draft_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see("This needs 60 units and 10 are left.")
    hands.send(hands.form(event="launch"), event="launch")
    assert hands.status == 409
    hands.follow("See the plan")
    assert hands.url == "/plan"
    assert story.again(study).state == "draft"


def test_seats_are_told_with_their_launches(place):
    Workspace.update(plan="seat").where(Workspace.id == place.world.halden.id).execute()
    plan(place).see("No seats yet")
    story.units.grant_seat(place.world.halden, place.world.ada, story.NOW.year, yearly=2)
    story.live_study(place.world)
    hands = plan(place).see("Ada Lind")
    row = hands.page.text.split("Ada Lind", 2)[-1]
    assert "1" in row
    assert "2" in row


def test_nothing_of_another_house_is_on_it(place):
    story.live_study(place.world)
    assert "Booking a ferry on the phone" not in plan(place, place.world.mallory).html
    assert plan(place, place.world.cleo).status == 404


def rows(hands) -> list[str]:
    """The lines of the history, from their table."""
    return re.findall(r"<tr><td data-label.*?</tr>", hands.html, re.S)


def test_each_line_says_when_what_for_which_study_by_whom_and_what_was_left(place):
    study = story.live_study(place.world)
    studies.add_places(study, 1, story.customer(place.world.bo), story.NOW + story.HOUR)
    session = story.booked(place.world, study)
    story.fire(session, "cancel", story.customer(place.world.ada), story.NOW + 2 * story.HOUR, reason="editing_study")
    told = [re.sub(r"<[^>]+>", "|", row) for row in rows(plan(place))]
    assert len(told) == 4
    returned, added, launched, bought = told
    for row, words in (
        (returned, ("12:00", "Returned: a conversation was canceled", "Ada Lind", "|30|", "|440|")),
        (added, ("11:00", "Reserved for more places", "Bo Aas", "|30|", "|410|")),
        (launched, ("10:00", "Reserved at a launch", "Ada Lind", "|60|", "|440|")),
        (bought, ("Bought", "|500|")),
    ):
        assert [one for one in words if one not in row] == [], row
    assert plan(place).follow("Booking a ferry on the phone").url == f"/studies/{study.code}"


def test_the_history_is_narrowed_by_kind_and_study_and_keeps_what_was_available_then(place):
    other = story.live_study(place.world, title="Another one")
    study = story.live_study(place.world)
    hands = plan(place)
    hands.send(hands.form(holds="kind"), kind="reserve", study=study.code)
    assert len(rows(hands)) == 1
    assert ">380<" in rows(hands)[0]
    assert len(rows(hands.open(f"/plan?study={other.code}"))) == 1
    hands.open("/plan?kind=use").see("Nothing found").follow("Show everything")
    assert len(rows(hands)) == 3
    for hostile in ("/plan?kind=nonsense&before=x", "/plan?study=%00%27--&before=99999999999999999999"):
        assert hands.open(hostile).status == 200


def test_a_long_history_comes_in_pages_and_every_line_once(place):
    study = story.live_study(place.world, places=1)
    units.buy(place.world.halden, 5000, story.NOW)
    for _number in range(100):
        studies.add_places(study, 1, story.customer(place.world.ada), story.NOW)
    hands, seen = plan(place), []
    while True:
        seen += [re.findall(r"([\d,]+)</td></tr>", row)[0] for row in rows(hands)]
        if not any(text.strip() == "Older" for _href, _event, text in hands.page.links):
            break
        hands.follow("Older")
    assert len(seen) == 103
    assert seen == [f"{number:,}" for number in (*range(5470 - 3000, 5471, 30), 470, 500)]


def test_the_history_goes_by_time_whenever_a_line_was_written(place):
    story.live_study(place.world)
    units.buy(place.world.halden, 100, story.NOW - story.DAY)
    told = [re.sub(r"<[^>]+>", "|", row) for row in rows(plan(place))]
    assert [re.findall(r"\|(\d+)\|", row) for row in told] == [["60", "540"], ["500", "600"], ["100", "100"]]


def test_the_file_has_every_line_with_who_and_what_was_left_and_no_formula(place):
    study = story.live_study(place.world, title='=HYPERLINK("x")')
    studies.add_places(study, 1, story.customer(place.world.bo), story.NOW + story.HOUR)
    hands = plan(place)
    answer = hands.client.get("/plan/units.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    told = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(one["kind"], one["by"], one["reserved"], one["available"]) for one in told] == [
        ("reserve", "Bo Aas", "30", "410"), ("reserve", "Ada Lind", "60", "440"), ("buy", "", "0", "500"),
    ]  # fmt: skip
    assert told[0]["study"].startswith("'=")
    assert told[0]["at"] == "2026-11-23T10:00:00+00:00"
    studies.cancel(story.again(study), "other", story.customer(place.world.ada), story.NOW + story.HOUR)
    back = next(csv.DictReader(io.StringIO(hands.client.get("/plan/units.csv").get_data(as_text=True))))
    assert (back["kind"], int(back["reserved"])) == ("give_back", -90)
    narrow = hands.client.get("/plan/units.csv?kind=buy").get_data(as_text=True)
    assert len(narrow.splitlines()) == 2


def test_what_an_operator_adds_stands_there_with_its_reference_and_without_their_name(place):
    desk.buy_units(place.world.halden, "50", "Invoice 7", story.operator(place.world.olga), story.NOW)
    plan(place).see("Invoice 7").see("An operator")
    assert "Olga" not in plan(place).html


def test_an_administrator_lets_the_team_launch_beyond_the_units_and_it_is_written_down(place):
    Workspace.update(bought=10).where(Workspace.id == place.world.halden.id).execute()
    study = story.draft_study(place.world)
    hands = plan(place).see("will be refused").press("set_overage").see("the balance goes below zero")
    entry = Entry.get(Entry.event == "overage_on")
    assert (entry.who, entry.role, entry.workspace) == (place.world.ada.id, "customer", place.world.halden.id)
    story.fire(story.again(study), "launch", story.customer(place.world.ada), story.NOW)
    plan(place).see("-50").press("set_overage")
    assert not story.again(place.world.halden).overage
    plan(place).see("Nothing new can be launched")
    assert hands.status == 200


def test_the_switch_asks_for_a_fresh_sign_in(place):
    hands = plan(place)
    form = hands.form("set_overage")
    place.clock.at = story.NOW + 11 * story.MINUTE
    hands.send(form, event="set_overage")
    assert hands.url.startswith("/sign-in/again")
    assert not story.again(place.world.halden).overage


@pytest.mark.parametrize("role", ["creator", "reviewer", "viewer"])
def test_nobody_below_an_administrator_switches_it(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = plan(place, place.world.bo).see("An administrator of your team can change this.")
    assert not hands.offers("set_overage")
    ada = plan(place)
    token = dict(hands.form(action="/sign-out").fields)["form_token"] if hands.page.forms else ""
    fields = {"form_token": token, "overage": "1"}
    assert hands.client.post("/plan/overage", data=fields, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    assert ada.status == 200
    assert not story.again(place.world.halden).overage


def test_a_year_of_seats_says_who_what_is_left_and_what_was_launched(place):
    Workspace.update(plan="seat").where(Workspace.id == place.world.halden.id).execute()
    story.units.grant_seat(place.world.halden, place.world.ada, story.NOW.year, yearly=3)
    story.units.grant_seat(place.world.halden, place.world.bo, story.NOW.year)
    study = story.live_study(place.world)
    session = story.booked(place.world, study)
    story.fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="editing_study")
    story.fire(study, "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    hands = plan(place).see("Ada Lind312").see("As many as wanted").see("Booking a ferry")
    assert 'aria-label="1 launched, 2 left"' in hands.html
    hands.see("neither gives the study back nor takes another one")
    hands.open("/plan?year=2025").see("Creator seats in 2025").see("No seats yet").see("Nothing yet")
    assert hands.open("/plan?year=99999").see("Creator seats in 2026").status == 200


def test_a_seat_plan_has_no_switch(place):
    Workspace.update(plan="seat").where(Workspace.id == place.world.halden.id).execute()
    hands = plan(place)
    assert not hands.offers("set_overage")
    fields = {"form_token": dict(hands.page.forms[0].fields).get("form_token", ""), "overage": "1"}
    assert hands.client.post("/plan/overage", data=fields, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
