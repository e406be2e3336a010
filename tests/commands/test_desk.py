"""What an operator does for a team or about a member: it takes effect, is kept in the log, and stays in bounds."""

import pytest

from commands import beats, desk, opening, signin, units
from lifecycle.attempt import Invalid, Refused
from models import Beat, Entry, Member, Note, Person, Seat, SignIn, TeamInvite, UnitLine, Workspace
from tests import world
from tests.world import DAY, MINUTE, NOW, again, operator

NEW = {"name": "Harbour Lab", "zone": "Europe/Oslo", "currency": "NOK", "plan": "flex", "email": "new@harbour.example"}


def kept(event: str) -> list[Entry]:
    """The entries of the log about this."""
    return list(Entry.select().where(Entry.noun == "workspace", Entry.event == event).order_by(Entry.id))


def test_a_new_workspace_asks_its_first_administrator_in(people):
    house = opening.open_workspace(NEW, operator(people.olga), NOW)
    assert (house.name, house.zone, house.currency, house.plan) == ("Harbour Lab", "Europe/Oslo", "NOK", "flex")
    asked = TeamInvite.get()
    assert (asked.email, asked.role, asked.asked_by) == ("new@harbour.example", "admin", people.olga)
    assert not Member.select().where(Member.workspace == house).exists()
    assert [entry.who for entry in kept("workspace_opened")] == [people.olga.id]


def test_asking_in_touches_no_account_that_exists(people):
    before = Person.select().where(Person.id == people.ada.id).dicts().get()
    house = opening.open_workspace({**NEW, "email": "Ada@halden.example"}, operator(people.olga), NOW)
    assert Person.select().where(Person.id == people.ada.id).dicts().get() == before
    assert [member.workspace_id for member in people.ada.memberships] == [people.halden.id]
    assert TeamInvite.get(TeamInvite.workspace == house).email == "ada@halden.example"


def test_who_was_asked_in_already_gets_the_letter_again(people):
    house = opening.open_workspace(NEW, operator(people.olga), NOW)
    opening.ask_in(house, " NEW@harbour.example ", operator(people.olga), NOW + DAY)
    assert [one.ends_at > NOW + 14 * DAY for one in TeamInvite.select()] == [True]


def test_a_workspace_that_lacks_something_is_not_opened_at_all(people):
    with pytest.raises(Invalid) as problem:
        opening.open_workspace({"plan": "gold", "currency": "XXX", "zone": "Nowhere"}, operator(people.olga), NOW)
    assert set(problem.value.errors) == {"name", "zone", "currency", "plan", "email"}
    with pytest.raises(Invalid):
        opening.open_workspace({**NEW, "email": "a b@c"}, operator(people.olga), NOW)
    assert Workspace.select().count() == 2
    assert not TeamInvite.select().exists()


def test_units_come_with_what_proves_them(people):
    desk.buy_units(people.halden, "250", "invoice 2026-114", operator(people.olga), NOW)
    line = UnitLine.select().order_by(UnitLine.id.desc()).get()
    assert (line.kind, line.bought, line.entry) == ("buy", 250, kept("units_bought")[0].id)
    assert Note.get(Note.entry == line.entry).text == "invoice 2026-114"
    assert again(people.halden).available == 750


@pytest.mark.parametrize("typed", ["0", "-3", "1000001", "ten", "", "٣"])
def test_what_is_no_number_of_units_buys_none(people, typed):
    with pytest.raises(Invalid) as problem:
        desk.buy_units(people.halden, typed, " ", operator(people.olga), NOW)
    assert set(problem.value.errors) == {"units", "reference"}
    assert again(people.halden).bought == 500
    assert kept("units_bought") == []


def test_a_seat_plan_has_no_units_to_buy(people):
    desk.change_plan(people.halden, "seat", operator(people.olga), NOW)
    with pytest.raises(Refused) as problem:
        desk.buy_units(again(people.halden), "5", "x", operator(people.olga), NOW)
    assert problem.value.refusal.code == "not_flex"


def test_a_plan_stays_while_a_study_holds_what_it_gave(people):
    world.live_study(people)
    with pytest.raises(Refused) as problem:
        desk.change_plan(people.halden, "seat", operator(people.olga), NOW)
    assert problem.value.refusal.code == "running"
    assert again(people.halden).plan == "flex"
    assert kept("plan_changed") == []


def test_overage_is_switched_and_said_once(people):
    for _click in range(2):
        desk.set_overage(again(people.halden), True, operator(people.olga), NOW)
    assert again(people.halden).overage
    assert len(kept("overage_on")) == 1


def test_a_seat_lets_its_holder_launch_as_often_as_it_says(people):
    desk.change_plan(people.halden, "seat", operator(people.olga), NOW)
    with pytest.raises(Refused):
        world.live_study(people)
    desk.give_seat(people.halden, people.ada.code, "1", operator(people.olga), NOW)
    world.live_study(people)
    with pytest.raises(Refused):
        world.live_study(people)
    desk.give_seat(people.halden, people.ada.code, "", operator(people.olga), NOW)
    world.live_study(people)
    assert [(seat.yearly, seat.launched) for seat in Seat.select()] == [(None, 2)]


def test_a_seat_of_the_next_year_is_given_ahead_and_of_no_other(people):
    desk.change_plan(people.halden, "seat", operator(people.olga), NOW)
    desk.give_seat(people.halden, people.ada.code, "3", operator(people.olga), NOW, str(NOW.year + 1))
    assert [(seat.year, seat.yearly) for seat in Seat.select()] == [(NOW.year + 1, 3)]
    with pytest.raises(Refused):  # not this year's
        world.live_study(people)
    for year in (str(NOW.year - 1), "2999", "next"):
        with pytest.raises(Invalid) as invalid:
            desk.give_seat(people.halden, people.ada.code, "3", operator(people.olga), NOW, year)
        assert list(invalid.value.errors) == ["year"]


def test_a_seat_goes_to_nobody_outside_the_team(people):
    with pytest.raises(Invalid) as problem:
        desk.give_seat(people.halden, people.mallory.code, "5000", operator(people.olga), NOW)
    assert set(problem.value.errors) == {"member", "yearly"}
    assert not Seat.select().exists()


def test_a_new_help_contact_is_noticed_by_a_form_that_was_open(people):
    desk.set_help_contact(people.halden, " help@halden.example ", operator(people.olga), NOW)
    assert again(people.halden).help_contact == "help@halden.example"
    assert again(people.halden).edited == 1


def test_looking_at_a_member_is_kept_once_a_day_for_each_operator(people):
    for at in (NOW, NOW + MINUTE, NOW + DAY):
        desk.seen(people.cleo, operator(people.olga), at)
    desk.seen(people.mallory, operator(people.olga), NOW)
    found = [(entry.details["person"], entry.at, entry.workspace) for entry in kept("member_seen")]
    assert found == [
        (people.cleo.id, NOW, None),
        (people.cleo.id, NOW + DAY, None),
        (people.mallory.id, NOW, None),
    ]


def test_all_browsers_of_a_member_and_of_nobody_else_are_signed_out(people):
    for person in (people.cleo, people.cleo, people.mallory):
        signin.sign_in(person, NOW)
    assert desk.end_sign_ins(people.cleo, operator(people.olga), NOW) == 2
    assert [row.person_id for row in SignIn.select().where(SignIn.ended_at.is_null())] == [people.mallory.id]
    assert len(kept("sign_ins_ended")) == 1


def test_an_address_takes_letters_again(people):
    Person.update(bounced_at=NOW).where(Person.id == people.cleo.id).execute()
    desk.address_works(people.cleo, operator(people.olga), NOW)
    assert again(people.cleo).bounced_at is None
    assert [entry.who for entry in kept("address_works")] == [people.olga.id]


def test_the_sums_stay_the_sums_of_the_lines(people):
    desk.buy_units(people.halden, "40", "one", operator(people.olga), NOW)
    units.buy(people.halden, 2, NOW)
    bought = sum(line.bought for line in UnitLine.select().where(UnitLine.workspace == people.halden))
    assert again(people.halden).bought == bought == 542


def test_a_round_is_kept_about_once_a_minute(people):
    rounds = beats.Beats()
    for seconds in (0, 5, 59, 65):
        rounds.ended("sweep", NOW + seconds * MINUTE / 60)
    assert [beat.at for beat in Beat.select()] == [NOW + 65 * MINUTE / 60]
    beats.mark("sweep", NOW)
    assert [beat.at for beat in Beat.select()] == [NOW]
