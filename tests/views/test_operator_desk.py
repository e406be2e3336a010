"""The operator's desk as an operator uses it: what waits, workspaces, members, money that did not arrive, health."""

import re

import pytest

from commands import beats, payouts, practice, reports
from commands.fire import fire
from models import Entry, Feed, Outgoing, Payout, Person, Seat, SignIn, TeamInvite, Workspace
from models.network import Profile
from tests import world as story
from tests.views.markup import elements
from views import doctor
from views.operator import health


@pytest.fixture
def olga(place):
    """The operator's browser."""
    return place.as_(place.world.olga)


def waits(page) -> dict[str, str]:
    """What -> how many, in the order of the desk."""
    rows = re.findall(r'<tr data-kind="(\w+)"><td class="num"><b class="serif big">(\d+)</b>', page.html)
    return dict(rows)


def test_an_empty_desk_says_that_nothing_waits(place, olga):
    olga.open("/operator")
    assert set(waits(olga)) <= {"health"}  # the tests send no mail
    olga.see("Workspaces").see("The installation now")


def test_what_waits_stands_in_the_order_of_urgency_with_the_age_of_the_oldest(place, olga):
    people = place.world
    failed_one = failed_elsewhere(place)
    talk = story.booked(people, starts_at=story.START + story.DAY)
    reports.report_contributor(story.again(talk.participant), "other", story.customer(people.ada), story.NOW)
    letter = Outgoing.select().order_by(Outgoing.id).get()
    Outgoing.update(state="dead").where(Outgoing.id == letter.id).execute()
    Feed.create(host=people.ada, address="https://x.example/a.ics", fault="gone", next_at=story.NOW)
    place.clock.at = story.NOW + 2 * story.DAY
    olga = place.as_(people.olga).open("/operator")
    assert list(waits(olga)) == ["reports", "failed", "letters", "feeds", "health"]
    assert waits(olga)["reports"] == "1"
    olga.see("Reports to decide").see("The oldest waits 2 days.")
    olga.follow("Payouts that failed").see(failed_one.person.shown)


def failed_elsewhere(place) -> Payout:
    """A payout of another conversation that failed."""
    study = story.live_study(place.world, invitees=[place.world.mallory])
    talk = story.held(place.world, story.booked(place.world, study, place.world.mallory))
    payout = story.completed(place.world, talk).payouts.get()
    host = story.customer(place.world.ada)
    payout = payouts.pay_out_all([payout], host, story.END + story.DAY)[0]
    return fire(payout, "fail", host, story.END + story.DAY, reason="no account", note="no account")


def test_the_installation_in_numbers_counts_no_practice(place, olga):
    own = practice.begin(place.world.ada, story.NOW)
    story.live_study(place.world)
    olga.open("/operator")
    figures = dict(re.findall(r"<dt>([\w ]+)</dt><dd>(\d+)</dd>", olga.html))
    assert figures == {"Members": "2", "Workspaces": "2", "Studies": "1", "Conversations": "0"}
    assert own.code not in olga.open("/operator/workspaces").html
    assert olga.open(f"/operator/workspaces/{own.code}").status == 404


def test_an_operator_opens_a_workspace_and_its_administrator_comes_by_letter(place, olga):
    olga.open("/operator/workspaces").press(
        "open_workspace", name="Harbour Lab", email="new@harbour.example", zone="Europe/Oslo", plan="seat"
    )
    olga.see("The workspace is there").see("Harbour Lab").see("Nobody has joined yet").see("new@harbour.example")
    assert Workspace.get(Workspace.name == "Harbour Lab").plan == "seat"
    assert TeamInvite.get().role == "admin"
    olga.open("/operator/workspaces?q=harbour").see("Harbour Lab")
    assert "Halden Ferries" not in olga.html


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(place, olga):
    olga.open("/operator/workspaces/new")
    olga.send(olga.form("open_workspace"), event="open_workspace", name="Harbour Lab", email="nobody", plan="flex")
    assert olga.status == 422
    olga.see("Please type an e-mail address")
    assert 'value="Harbour Lab"' in olga.html
    assert Workspace.select().count() == 2


def test_a_doubled_click_opens_one_workspace(place, olga):
    olga.open("/operator/workspaces/new")
    form = olga.form("open_workspace")
    typed = {"name": "Harbour Lab", "email": "new@harbour.example", "zone": "Europe/Oslo", "plan": "flex"}
    for _click in range(2):
        olga.send(form, event="open_workspace", **typed).see("Harbour Lab")
    assert Workspace.select().count() == 3


def test_units_are_added_once_with_a_reference_and_stand_in_the_history(place, olga):
    house = place.world.halden
    olga.open(f"/operator/workspaces/{house.code}")
    form = olga.form("buy_units")
    for _click in range(2):
        olga.send(form, event="buy_units", units="300", reference="invoice 2026-114")
    assert story.again(house).available == 800
    olga.see("invoice 2026-114").see("Olga Ruiz")
    olga.send(olga.form("buy_units"), event="buy_units", units="many", reference="")
    assert olga.status == 422
    olga.see("Please type a number from 1")


def test_a_seat_plan_is_given_seats_here(place, olga):
    house = place.world.halden
    olga.open(f"/operator/workspaces/{house.code}")
    olga.send(olga.form("change_plan"), event="change_plan", plan="seat").see("Seat in 2026")
    olga.send(olga.form("give_seat"), event="give_seat", member=place.world.ada.code, yearly="12")
    olga.see("12 studies, 0 launched")
    assert Seat.get().yearly == 12
    olga.send(olga.form("give_seat"), event="give_seat", member=place.world.bo.code, yearly="3", year="2027")
    olga.see("Seat in 2027").see("3 studies, 0 launched").follow("Seats in 2026").see("12 studies, 0 launched")
    olga.send(olga.form("give_seat"), event="give_seat", member=place.world.bo.code, yearly="3", year="1999")
    assert olga.status == 422
    olga.see("Please choose this year or the next.")
    assert Seat.select().count() == 2


def test_a_plan_can_not_change_while_a_study_is_live_and_the_page_says_why(place, olga):
    house = place.world.halden
    olga.open(f"/operator/workspaces/{house.code}")
    form = olga.form("change_plan")
    story.live_study(place.world)
    assert olga.send(form, event="change_plan", plan="seat").status == 409
    olga.see("Nothing was done").see("Close it first")
    assert not olga.offers("change_plan")
    assert story.again(house).plan == "flex"


@pytest.mark.parametrize(
    "path", ["/operator/workspaces/{house}/units", "/operator/workspaces/new", "/operator/members/{cleo}/sign-ins"]
)
def test_an_old_sign_in_changes_nothing_and_leads_to_a_fresh_one(place, olga, path):
    codes = {"house": place.world.halden.code, "cleo": place.world.cleo.code}
    olga.open("/sign-in")
    token = dict(olga.form(holds="email").fields)["form_token"]
    place.clock.at = story.NOW + 11 * story.MINUTE
    before = Entry.select().count()
    data = {"form_token": token, "units": "5", "reference": "x"}
    answer = olga.client.post(path.format(**codes), data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in/again?next=%2Foperator%2F")
    assert Entry.select().count() == before
    # Where it leads on to afterwards is a page.
    onward = answer.headers["Location"].partition("next=")[2]
    assert olga.open(onward).status == 200


def test_members_are_found_by_username_address_and_standing(place, olga):
    cleo, mallory = place.world.cleo, place.world.mallory
    olga.open("/operator/members?q=CLEO").see("cleo.marchetti")
    assert mallory.username not in olga.html
    olga.open("/operator/members?q=Cleo.Marchetti@mail.example").see("cleo.marchetti")
    olga.open("/operator/members?q=marchetti").see("Nobody found")
    assert olga.open("/operator/members?state=removed").see("Nobody found").status == 200
    olga.open("/operator/members?q=bo@halden.example").see("Not in the network")
    assert cleo.email not in olga.html


def test_members_who_were_looked_for_are_not_counted_among_all(place, olga):
    numbers = [one.text for one in elements(olga.open("/operator/members").html, "span", **{"class": "num"})]
    assert "0" in numbers
    assert not elements(olga.open("/operator/members?q=cleo").html, "span", **{"class": "num"})


def test_a_members_page_tells_how_they_stand_and_nothing_of_what_they_answered(place, olga):
    people = place.world
    participant = story.qualified(people)
    Profile.create(person=people.cleo, country="PT", industry="shipping", updated_at=story.NOW)
    report = reports.report_contributor(participant, "other", story.customer(people.ada), story.NOW)
    olga.open(f"/operator/members/{people.cleo.code}").see("cleo.marchetti").see(people.cleo.email)
    olga.see("Another reason")
    assert report.code in olga.html
    for told in ("Every week", "How often do you take a ferry", "shipping"):
        assert told not in olga.html
    assert Entry.select().where(Entry.event == "member_seen").count() == 1
    olga.open(f"/operator/members/{people.cleo.code}")
    assert Entry.select().where(Entry.event == "member_seen").count() == 1


def test_an_operator_signs_a_member_out_everywhere(place, olga):
    cleo = place.as_(place.world.cleo).open("/me")
    assert cleo.status == 200
    olga.open(f"/operator/members/{place.world.cleo.code}").press("end_sign_ins").see("signed out everywhere")
    assert not SignIn.select().where(SignIn.person == place.world.cleo, SignIn.ended_at.is_null()).exists()
    assert cleo.open("/me").url == "/sign-in"


def test_an_address_that_refused_letters_is_said_to_work_again(place, olga):
    Person.update(bounced_at=story.NOW).where(Person.id == place.world.cleo.id).execute()
    olga.open(f"/operator/members/{place.world.cleo.code}").see("refused a letter").press("address_works")
    olga.see("Their address takes letters")
    assert story.again(place.world.cleo).bounced_at is None


def test_an_erasure_is_asked_for_after_its_consequences_were_said(place, olga):
    story.booked(place.world)
    olga.open(f"/operator/members/{place.world.cleo.code}").follow("Erase their data")
    olga.see("Conversations ahead are canceled at once").see("without a name")
    olga.send(olga.form("ask_erasure"), event="ask_erasure")
    person = story.again(place.world.cleo)
    assert person.erasure_asked_at == story.NOW
    assert olga.status == 200


def test_who_is_in_a_team_can_not_be_erased_from_here(place, olga):
    olga.open(f"/operator/members/{place.world.mallory.code}/erase").see("Leave it first")
    assert not olga.offers("ask_erasure")


def test_money_that_did_not_arrive_is_listed_with_its_reason_and_its_owner(place, olga):
    payout = failed_elsewhere(place)
    olga.open("/operator/failed").see("no account").see("Halden Ferries").see("Ada Lind").see("€60.00")
    assert olga.follow(payout.person.shown).status == 200
    place.clock.at = story.END + 20 * story.DAY
    story.completed(place.world, story.held(place.world, story.booked(place.world, starts_at=story.START + story.DAY)))
    late = place.as_(place.world.olga).open("/operator/failed?kind=overdue")
    late.see("Nobody has sent it on its way yet").see("cleo.marchetti")
    assert payout.person.shown not in late.html


def test_health_says_in_words_what_the_doctor_says(place, olga):
    olga.open("/operator/health")
    settings = place.app.config["SETTINGS"]
    for finding in doctor.examine(settings, story.NOW):
        olga.see(str(finding.text))
    olga.see("Olga Ruiz").see("The database is up to date").see("by parlor admin")


def test_a_quiet_half_that_stopped_is_a_problem_on_the_desk(place, olga):
    beats.mark("sweep", story.NOW - story.HOUR)
    beats.mark("drain", story.NOW)
    assert "What is due was done 60 minutes ago" in " ".join(
        str(one.text) for one in doctor.examine(place.app.config["SETTINGS"], story.NOW) if one.bad
    )
    olga.open("/operator/health").see("What is due was done 60 minutes ago")


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (2048, "2.0 KB"), (15 * 1024**2, "15 MB"), (3 * 1024**4, "3072 GB")],
)
def test_a_size_is_read_in_the_unit_that_fits(count, shown):
    assert health.shown_size(count) == shown


def test_lists_of_an_operator_go_on_by_key(place, olga):
    for number in range(41):
        Workspace.create(name=f"Team {number:02}", created_at=story.NOW)
    olga.open("/operator/workspaces").follow("Older").see("Halden Ferries")
    assert "Team 40" not in olga.html


@pytest.mark.promise("P1")
def test_nobody_but_an_operator_finds_any_of_it(place):
    for person in (place.world.ada, place.world.cleo, place.world.mallory):
        hands = place.as_(person)
        for path in ("", "/workspaces", "/workspaces/new", "/members", "/failed", "/health"):
            assert hands.open(f"/operator{path}").status == 404
