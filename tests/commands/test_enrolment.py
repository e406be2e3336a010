"""A team's own people: no account is touched, nothing tells whether there is one, and the same file twice is once."""

import pytest

from commands import enrolment, shortlists
from lifecycle.words import LANGUAGES
from models import Entry, Person, crowds
from models.network import Enrolled, Listed, Profile
from rules import people_csv
from tests import world as story
from tests.world import NOW

CLEO = "cleo.marchetti@mail.example"
FILE = f"""email,name,language,zone,note,country
{CLEO},Someone Else,de,Berlin,Our best customer,Germany
new@people.example,Nils Berg,de,Berlin,Calls often,Norway
"""


def lines(text=FILE):
    return people_csv.parse(text, NOW.year, LANGUAGES).lines


def enrol(people, text=FILE, workspace=None, by=None):
    """Ada imports these lines into Halden Ferries."""
    by = by or story.customer(people.ada)
    return enrolment.enrol(workspace or people.halden, lines(text), by, NOW)


def fates(outcomes):
    return [one.fate for one in outcomes]


def snapshot(person):
    return Person.select().where(Person.id == person.id).dicts().get()


@pytest.mark.promise("P3")
def test_an_import_touches_no_account_and_does_not_tell_that_there_is_one(people):
    before = snapshot(people.cleo)
    assert fates(enrol(people)) == ["new", "new"]
    assert snapshot(people.cleo) == before
    assert not Profile.select().where(Profile.person == people.cleo, Profile.scope == 0).exists()
    row = Enrolled.get(Enrolled.person == people.cleo)
    assert (row.name, row.note, row.email) == ("Someone Else", "Our best customer", CLEO)
    assert Profile.get(Profile.person == people.cleo, Profile.scope == people.halden.id).country == "DE"


def test_a_new_address_becomes_a_guest_in_the_language_and_the_zone_of_its_line(people):
    enrol(people)
    guest = Person.get(Person.email == "new@people.example")
    assert (guest.guest, guest.language, guest.zone, guest.username) == (True, "de", "Europe/Berlin", None)
    assert guest.name == ""  # what one team calls somebody is not for another one
    other = "email,language\nplain@people.example,\n"
    enrol(people, other)
    assert Person.get(Person.email == "plain@people.example").zone == people.halden.zone


def test_a_line_of_another_team_changes_nothing_of_the_first_teams(people):
    enrol(people)
    them = story.customer(people.mallory)
    enrol(people, "email,name,language\nnew@people.example,Fool,en\n", people.elsewhere, them)
    assert Person.get(Person.email == "new@people.example").language == "de"
    assert {row.name for row in Enrolled.select().where(Enrolled.workspace == people.halden)} == {
        "Someone Else",
        "Nils Berg",
    }


def test_the_same_file_again_enrols_nobody_and_keeps_what_it_leaves_open(people):
    enrol(people)
    again = "email,name,note,languages\nnew@people.example,,Moved to Bergen,no\n"
    assert fates(enrol(people, again.replace("no\n", "nb\n"))) == ["yours"]
    assert fates(enrol(people)) == ["yours", "yours"]
    assert Enrolled.select().count() == 2
    row = Enrolled.get(Enrolled.email == "new@people.example")
    assert (row.name, row.note) == ("Nils Berg", "Calls often")
    kept = Profile.get(Profile.person == row.person)
    assert (kept.country, kept.languages) == ("NO", ",nb,")


def test_an_import_that_stopped_in_the_middle_is_finished_by_the_same_file(people, monkeypatch):
    many = "email\n" + "".join(f"p{number}@people.example\n" for number in range(450))
    real, calls = enrolment._enrol, []

    def stops(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(enrolment, "_enrol", stops)
    with pytest.raises(KeyboardInterrupt):
        enrol(people, many)
    assert Enrolled.select().count() == 200
    monkeypatch.setattr(enrolment, "_enrol", real)
    outcomes = enrol(people, many)
    assert (fates(outcomes).count("yours"), fates(outcomes).count("new")) == (200, 250)
    assert Enrolled.select().count() == 450


def test_who_left_is_not_enrolled_again_and_nothing_of_them_is_kept(people):
    enrol(people)
    row = Enrolled.get(Enrolled.email == "new@people.example")
    night = shortlists.begin(people.halden, "Night", story.customer(people.ada), NOW)
    shortlists.put(night, crowds.face(people.halden.id, row.code), story.customer(people.ada), NOW)
    enrolment.leave(row, NOW)
    assert fates(enrol(people)) == ["yours", "left"]
    row = story.again(row)
    assert (row.name, row.note, row.email, row.left_at) == ("", "", "", NOW)
    assert not Profile.select().where(Profile.person == row.person).exists()
    assert not Listed.select().exists()
    assert [one.email for one in crowds.own(people.halden.id)] == [CLEO]


def test_whom_the_team_takes_out_is_gone_and_may_come_back(people):
    enrol(people)
    row = Enrolled.get(Enrolled.person == people.cleo)
    enrolment.unenrol(row, story.customer(people.ada), NOW)
    assert not Enrolled.select().where(Enrolled.person == people.cleo).exists()
    assert snapshot(people.cleo)["email"] == CLEO
    assert fates(enrol(people)) == ["new", "yours"]


def test_an_import_is_one_entry_with_its_counts_and_that_they_were_asked(people):
    enrol(people, FILE + "no address,x\n")
    entry = Entry.get(Entry.event == "people_imported")
    assert (entry.noun, entry.subject, entry.who) == ("workspace", people.halden.id, people.ada.id)
    assert entry.details == {"lines": 3, "said_asked": 1, "new": 2, "yours": 0, "left": 0, "refused": 1}


def test_a_changed_address_of_a_person_is_never_the_teams_to_see(people):
    enrol(people)
    Person.update(email="private@secret.example").where(Person.id == people.cleo.id).execute()
    told = [row[1:3] for row in crowds.takeout(people.halden.id)]
    assert told == [(CLEO, "Someone Else"), ("new@people.example", "Nils Berg")]
    assert fates(enrol(people)) == ["yours", "yours"]


def test_one_person_by_the_form_is_the_same_as_a_line(people):
    line = people_csv.one({"email": "Solo@People.example", "name": "Solo", "zone": "Oslo"}, NOW.year, LANGUAGES)
    by = story.customer(people.ada)
    assert enrolment.enrol_one(people.halden, line, by, NOW).fate == "new"
    assert enrolment.enrol_one(people.halden, line, by, NOW).fate == "yours"
    assert Entry.select().where(Entry.event == "person_enrolled").count() == 2
