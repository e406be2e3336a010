"""A team enrols an address and asks whoever has it: nothing that the team is shown afterwards, no page, no file, no
search and no letter, tells whether there is an account behind it, and what it is called."""

import re

import pytest

from commands import emptying, enrolment, messages, offering, participants, payouts, reports
from commands.fire import fire
from lifecycle.words import LANGUAGES
from models import Letter, Outgoing, Participant, Payout, Person, Session, search
from models.called import CALLED
from models.lists import ask
from models.network import Enrolled
from outbox import readers
from outbox.drain import drain
from rules import people_csv
from tests import world as story
from tests.views.test_people import post
from views.customer import purse

FILE = "email,name,country\nseven@customers.example,Kunde Sieben,NO\neight@customers.example,Kunde Acht,NO\n"
SEVEN, EIGHT, OTTER = "seven@customers.example", "eight@customers.example", "otter.quiet"
THURSDAY = (story.START, story.START + 2 * story.HOUR)
LATER = THURSDAY[1] + story.DAY


@pytest.fixture
def asked(place):
    """Kunde Sieben, who is Cleo and has an account, and Kunde Acht, who has none: asked as the team's own people."""
    people = place.world
    study = story.draft_study(people, audience="network", filters={"pool": "own"}, places=3)
    Person.update(email=SEVEN, username=OTTER, name="Cleo Real").where(Person.id == people.cleo.id).execute()
    lines = people_csv.parse(FILE, story.NOW.year, LANGUAGES).lines
    enrolment.enrol(people.halden, lines, story.customer(people.ada), story.NOW)
    study = fire(study, "launch", story.customer(people.ada), story.NOW)
    assert offering.offer(study, story.NOW) == 2
    return [row_of(study, SEVEN), row_of(study, EIGHT)]


def row_of(study, email: str) -> Participant:
    return Participant.get(Participant.study == study, Participant.person == Person.get(Person.email == email))


@pytest.fixture
def booked(place, asked):
    """Both have a time, and both wrote."""
    talks = []
    for row, at in zip(asked, THURSDAY, strict=True):
        talk = story.booked(place.world, row.study, row.person, at)
        messages.write(talk, story.themselves(talk.contributor), "Which door?", story.NOW)
        talks.append(talk)
    return talks


@pytest.fixture
def owed(place, booked):
    """Both came, one is completed, and the team reported both."""
    people = place.world
    done = []
    for talk in booked:
        talk = story.held(people, story.again(talk))
        row = participants.complete(talk.participant, story.customer(people.ada), LATER)
        reports.report_contributor(row, "rude", story.customer(people.ada), LATER, "Loud.")
        done.append(row)
    place.clock.at = LATER + story.HOUR
    return done


@pytest.fixture
def ada(place):
    return place.as_(place.world.ada)


def given_away(text: str) -> list[str]:
    """What tells of an account, or of its lack, in a text."""
    signs = [OTTER, "Cleo Real"]
    signs += [f"{kind}-{person.code[:4]}" for person in Person.select() for kind in ("guest", "erased")]
    signs += [f"/people/{person.code}" for person in Person.select()]
    return [sign for sign in signs if sign in text]


def quiet(text: str, where: str) -> str:
    """The same text, once nothing in it tells anything."""
    assert not given_away(text), (where, given_away(text))
    return text


def pages_of(talk: Session, ahead: bool = True) -> list[str]:
    """Every page of one of them."""
    here, there = f"/sessions/{talk.code}", f"/participants/{talk.participant.code}"
    before = [f"{here}/cancel", f"{here}/reschedule", f"{here}/calendar.ics", f"{there}/exclude"] if ahead else []
    again = f"/studies/{talk.study.code}/duplicate?with={talk.participant.code}"
    return [here, f"{here}/join", f"{here}/report", there, f"{there}/report", again, *before]


def pages_of_the_team(talk: Session) -> list[str]:
    """Every page that lists them."""
    study, ada = f"/studies/{talk.study.code}", talk.host.code
    tabs = [f"{study}?show={tab}" for tab in ("ahead", "submitted", "done", "missed", "all", "people", "story")]
    return [
        "/today", "/people", "/people?show=own", "/people?who=otter", study, *tabs, f"{study}?view=week&week=2026-W48",
        f"{study}?show=all&who=otter", f"{study}/participants", f"{study}/participants?who=Kunde", f"{study}/message",
        f"{study}/participants?checked=all&state=submitted", f"{study}/cancel_pending", "/search?q=kunde",
        "/search?q=2026-11-26", f"/team/{ada}", "/availability", "/payouts", "/reports", "/reports?show=decided",
        "/audit", "/audit?show=looks", "/audit?who=otter",
    ]  # fmt: skip


def opened(hands, path: str) -> str:
    """What stands there; nothing breaks."""
    answer = hands.client.get(path)
    assert answer.status_code in (200, 409), (path, answer.status_code, answer.headers.get("Location"))
    return quiet(answer.get_data(as_text=True), path)


@pytest.mark.promise("P3")
def test_no_page_of_what_is_ahead_tells_of_an_account(place, booked, ada):
    names = ("Kunde Sieben", "Kunde Acht")
    for path in pages_of_the_team(booked[0]):
        opened(ada, path)
    for talk, name in zip(booked, names, strict=True):
        for path in pages_of(talk):
            html = opened(ada, path)
            assert name in html, path
    assert "Kunde Sieben" in opened(ada, "/today")
    for path in ("/search?q=kunde", "/search?q=2026-11-26", f"/studies/{booked[0].study.code}?show=all"):
        assert all(name in opened(ada, path) for name in names), path


@pytest.mark.promise("P3")
def test_no_page_of_what_was_tells_of_an_account(place, owed, ada):
    for path in pages_of_the_team(owed[0].talks[0]):
        opened(ada, path)
    for row, name in zip(owed, ("Kunde Sieben", "Kunde Acht"), strict=True):
        for path in [*pages_of(row.talks[0], ahead=False), *(f"/payouts/{one.code}" for one in row.payouts)]:
            opened(ada, path)
        for report in row.reports:
            for path in (f"/reports/{report.code}", f"/reports/{report.code}/withdraw_report"):
                assert name in opened(ada, path), path
    assert all(name in opened(ada, "/payouts") for name in ("Kunde Sieben", "Kunde Acht"))


def the_same(html: str, row: Participant, name: str) -> list[str]:
    """The words of a page, without what is each one's own: names, codes, hours."""
    words = re.sub(r"<[^>]+>", " ", html.replace(name, "").replace(row.code, ""))
    return re.sub(r"[\d:]+", "", words).split()


@pytest.mark.promise("P3")
@pytest.mark.parametrize(
    "page", ["/participants/{0.code}", "/participants/{0.code}/exclude", "/participants/{0.code}/report"]
)
def test_who_has_an_account_and_who_has_none_look_alike(asked, ada, page):
    seen = [
        the_same(opened(ada, page.format(row)), row, name)
        for row, name in zip(asked, ("Kunde Sieben", "Kunde Acht"), strict=True)
    ]
    assert seen[0] == seen[1]


def test_what_a_move_would_do_names_them_as_the_team_does(booked, ada):
    for talk, name in zip(booked, ("Kunde Sieben", "Kunde Acht"), strict=True):
        token = dict(ada.open(f"/sessions/{talk.code}/cancel").form(event="cancel").fields)["form_token"]
        answer = post(ada, f"/sessions/{talk.code}/cancel", token, look="1", reason="other", note="Ill.")
        text = quiet(answer.get_data(as_text=True), "cancel")
        assert f"Letter to {name}" in text
    study = booked[0].study
    answer = post(ada, f"/studies/{study.code}/cancel", token, look="1", reason="other", note="Ill.")
    assert "Kunde Sieben" in quiet(answer.get_data(as_text=True), "cancel the study")


def test_completing_many_names_them_as_the_team_does(place, booked):
    rows = [story.held(place.world, story.again(talk)).participant for talk in booked]
    place.clock.at = LATER
    study, ada = rows[0].study, place.as_(place.world.ada)
    ada.open(f"/studies/{study.code}/participants?checked=all").press("look_complete_all").see("€60.00")
    assert "Kunde Sieben" in quiet(ada.html, "complete all")


def test_the_file_for_the_bank_has_the_names_and_addresses_that_the_team_typed(place, owed, ada):
    Person.update(email="private@secret.example").where(Person.email == SEVEN).execute()
    for report in owed[0].reports:
        fire(report, "dismiss", story.operator(place.world.olga), LATER + story.HOUR)
    payouts.pay_out_all(list(Payout.select().where(Payout.state == "due")), story.customer(place.world.ada), LATER)
    ada.open("/payouts")
    token = dict(ada.form(action="/payouts/file.csv").fields)["form_token"]
    text = quiet(post(ada, "/payouts/file.csv", token).get_data(as_text=True), "file")
    assert f"Kunde Sieben,{SEVEN}," in text
    assert "private@" not in text


def test_money_that_stays_names_them_as_the_team_does(place, owed):
    named = purse.paid_to(place.world.halden.id, "on_hold")
    assert sorted(named.values()) == [("Kunde Acht", EIGHT), ("Kunde Sieben", SEVEN)]


def test_the_log_as_a_file_tells_no_username_and_no_number_of_theirs(place, owed, ada):
    row = Enrolled.get(Enrolled.email == SEVEN)
    enrolment.leave(row, LATER)
    ada.open("/audit")
    token = dict(ada.form(action="/audit/file.csv").fields)["form_token"]
    text = quiet(post(ada, "/audit/file.csv", token).get_data(as_text=True), "log")
    assert "Left this team" in text
    assert "Kunde Acht" in text
    assert f'"person"": {place.world.cleo.id}' not in text


@pytest.mark.promise("P3")
def test_no_letter_to_the_team_tells_of_an_account(place, owed):
    people = place.world
    talk = owed[1].talks[0]
    messages.write(talk, story.themselves(talk.contributor), "Thank you.", LATER)
    drain(place.app.config["SETTINGS"], place.clock.now)
    team = [people.ada.id, people.bo.id]
    rows = Letter.select(Letter, Outgoing).join(Outgoing).where(Outgoing.recipient.in_(team))
    texts = [(row.outgoing.letter, f"{row.subject}\n{row.text}\n{row.html}\n{row.calendar}") for row in rows]
    assert {"booked", "message", "submitted", "reported"} <= {letter for letter, _text in texts}
    for letter, text in texts:
        quiet(text, letter)
        assert "Kunde" in text, letter


def test_who_asked_them_as_their_own_is_not_told_that_they_are_removed_from_the_network(place, booked):
    people = place.world
    assert set(readers.meeting(people.cleo.id)) == set()
    by_name = story.live_study(people, title="Another", invitees=[story.again(people.cleo)], asks=[])
    story.booked(people, by_name, people.cleo, THURSDAY[1] + story.DAY)
    assert set(readers.meeting(people.cleo.id)) == {people.ada.id}
    assert [talk.study.title for talk in readers.talks_ahead(people.cleo.id)] == ["Another"]


def test_operators_and_they_themselves_see_the_username(place, owed):
    olga = place.as_(place.world.olga)
    olga.open("/reports").see(OTTER).see(f"guest-{owed[1].person.code[:4]}")
    assert "Kunde" not in olga.html
    [report] = owed[0].reports
    olga.open(f"/reports/{report.code}").see(OTTER)
    assert "Kunde" not in olga.html
    [payout] = owed[0].payouts
    place.as_(place.world.cleo).open(f"/payouts/{payout.code}").see(OTTER)
    assert "Kunde" not in place.as_(place.world.cleo).open(f"/participants/{owed[0].code}").html


def found(place, typed: str) -> set[str]:
    return {row[3] for row in search.people(place.world.halden.id, search.words_of(typed), 9)}


def test_they_are_found_by_what_the_team_wrote_and_by_nothing_else(place, asked):
    by = story.customer(place.world.ada)
    assert found(place, "sieben") == found(place, "seven customers") == {"Kunde Sieben"}
    assert found(place, "otter") == found(place, "guest") == set()
    row = Enrolled.get(Enrolled.email == SEVEN)
    enrolment.amend(row, by, story.NOW, "Frau Neu", "")
    assert found(place, "sieben") == set()
    assert found(place, "neu") == {"Frau Neu"}
    enrolment.amend(row, by, story.NOW, "", "")
    assert found(place, "seven") == {SEVEN}
    Person.update(username="otter.loud").where(Person.username == OTTER).execute()
    assert found(place, "otter") == set()
    enrolment.unenrol(row, by, story.NOW)
    made = f"own-{asked[0].code[:4]}"
    assert found(place, "seven") == set()
    assert found(place, made) == {made}
    line = people_csv.parse(FILE, story.NOW.year, LANGUAGES).lines[:1]
    enrolment.enrol(place.world.halden, line, by, story.NOW)
    assert found(place, "sieben") == {"Kunde Sieben"}


def test_what_the_team_called_them_is_forgotten_with_them(place, booked, ada):
    for row, name in zip(booked, ("Kunde Sieben", "Kunde Acht"), strict=True):
        emptying.empty(story.again(row.contributor), story.NOW)
        made = f"own-{row.participant.code[:4]}"
        ada.open(f"/participants/{row.participant.code}").see(made)
        assert name not in opened(ada, "/today") + opened(ada, f"/studies/{row.study.code}?show=people")
        assert found(place, name) == set()
        assert Participant.get_by_id(row.participant_id).shown == made


def test_who_left_is_called_by_a_made_name(place, asked, ada):
    enrolment.leave(Enrolled.get(Enrolled.email == SEVEN), story.NOW)
    ada.open(f"/studies/{asked[0].study.code}/participants").see(f"own-{asked[0].code[:4]}").see("Kunde Acht")
    quiet(ada.html, "roster")


def test_the_same_person_by_username_is_somebody_else_to_the_team(place, asked, ada):
    """Asked by name in another study, they stand there by name, and on no page beside their other place."""
    study = story.live_study(place.world, title="Another", invitees=[story.again(place.world.cleo)])
    ada.open("/people").see(OTTER).see("In your studies 1")
    assert "Kunde" not in ada.html
    ada.open(f"/people/{place.world.cleo.code}").see("Another")
    assert asked[0].study.title not in ada.page.text
    own = Enrolled.get(Enrolled.email == SEVEN)
    ada.open(f"/people/{own.code}").see(asked[0].study.title)
    assert "Another" not in ada.page.text
    quiet(ada.html, "own")
    assert story.again(row := story.invited(place.world, study)).shown == row.person.shown == OTTER


def test_whom_no_list_shows_by_username_has_no_page_by_it(place, asked, ada):
    for row in asked:
        assert ada.client.get(f"/people/{row.person.code}").status_code == 404


@pytest.mark.promise("P1")
def test_mallory_finds_none_of_them(place, booked):
    mallory = place.as_(place.world.mallory)
    for path in [*pages_of(booked[0]), f"/people/{Enrolled.get(Enrolled.email == SEVEN).code}"]:
        assert mallory.client.get(path).status_code == 404, path
    assert "Kunde" not in mallory.open("/search?q=kunde").page.text.replace("kunde", "")


def test_another_team_that_knows_the_same_address_calls_them_otherwise(place, asked):
    people = place.world
    other = people_csv.parse("email,name\nseven@customers.example,Somebody\n", story.NOW.year, LANGUAGES).lines
    enrolment.enrol(people.elsewhere, other, story.customer(people.mallory), story.NOW)
    assert asked[0].shown == "Kunde Sieben"
    sql = f"SELECT {CALLED} FROM participant JOIN person ON person.id = participant.person_id WHERE participant.id = ?"
    assert ask(sql, asked[0].id) == [("Kunde Sieben",)]


def test_a_conversation_that_waits_for_a_new_time_names_them_too(place, booked, ada):
    talk = fire(booked[0], "reschedule", story.customer(place.world.ada), story.NOW, reason="other", note="Ill.")
    opened(ada, "/today")
    opened(ada, f"/studies/{talk.study.code}/cancel_pending")


def test_who_reports_the_team_stays_unnamed_where_it_appeals(place, booked):
    people = place.world
    row = story.held(people, booked[0]).participant
    report = reports.report_study(row, "study", "other", story.themselves(row.person), LATER, "Rude questions.")
    fire(report, "uphold", story.operator(people.olga), LATER + story.HOUR, note="It was so.")
    place.clock.at = LATER + 2 * story.HOUR
    ada = place.as_(people.ada)
    for path in ("", "/appeal"):
        html = opened(ada, f"/reports/{report.code}{path}")
        assert "Kunde Sieben" not in html, path
