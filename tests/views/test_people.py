"""The team's people on the screen: tabs, pages of people, lists, and importing with every line's fate; without
JavaScript, on both databases, and nothing for strangers."""

import csv
import io
from datetime import timedelta

import pytest

from models import Entry, Invitee, Member, Participant, Person, Shortlist, crowds
from models.network import Enrolled, Listed
from tests import world as story

FILE = """email,name,note,country
cleo.marchetti@mail.example,Kunde Sieben,Our best customer,Norway
new@people.example,=cmd|' /C calc'!A0,,
broken,Bo,,
new@people.example,Twice,,
"""


@pytest.fixture
def ada(place):
    return place.as_(place.world.ada)


@pytest.fixture
def bo(place):
    """A colleague who may only look."""
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    return place.as_(place.world.bo)


def imported(hands, text=FILE):
    """Both steps of an import."""
    hands.open("/people/enrol").press("look_import", lines=text)
    return hands.press("import_people", asked="1")


def own(place, email="new@people.example") -> Enrolled:
    return Enrolled.get(Enrolled.workspace == place.world.halden, Enrolled.email == email)


def night(hands) -> Shortlist:
    """A list, made on the page."""
    hands.open("/people").press("list_create", name="Night ferry").see("Saved.").see("Nobody is on this list yet")
    return Shortlist.get(Shortlist.name == "Night ferry")


def rows_of(answer) -> list[dict]:
    """The lines of a file that was taken along."""
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_a_team_without_people_is_told_how_they_come(ada):
    ada.open("/people").see("Nobody has been in a study of yours yet")
    ada.open("/people?show=own").see("You have not enrolled anybody yet").follow("Enrol your own people")
    assert ada.url == "/people/enrol"


def test_who_is_in_the_studies_is_found_by_username_and_never_by_name(place, ada):
    story.live_study(place.world)
    ada.open("/people").see("cleo.marchetti").see("In your studies 1")
    assert "Cleo Marchetti" not in ada.html
    assert "@mail.example" not in ada.html
    ada.open("/people?who=MARCH").see("cleo.marchetti")
    for typed in ("mail.example", "nobody", "%", "_"):
        ada.open(f"/people?who={typed.replace('%', '%25')}").see("Nobody found")


def test_the_page_of_a_person_tells_their_history_here(place, ada):
    session = story.held(place.world)
    type(session).update(quality="good").where(type(session).id == session.id).execute()
    ada.open("/people").follow("cleo.marchetti").see("Conversations held").see("Marked as good").see("Submitted")
    assert "@mail.example" not in ada.html
    ada.follow("Duplicate this study for them").see("It asks one person: cleo.marchetti")


def test_who_was_erased_can_be_read_about_and_not_asked_again(place, ada):
    session, cleo = story.booked(place.world), place.world.cleo
    Person.update(erased_at=story.NOW, name="", username=None, email=None).where(Person.id == cleo.id).execute()
    ada.open(f"/people/{cleo.code}").see("erased-").see("Somebody's data was erased, as they asked")
    for word in ("Add to favourites", "Put them on a list", "Duplicate this study for them", "by a link"):
        assert word not in ada.page.text
    ada.open(f"/studies/{session.study.code}/duplicate?with={session.participant.code}").see("Duplicate the study")
    assert "by a link" not in ada.page.text
    ada.open(f"/sessions/{session.code}").see("This person was erased already.")
    assert "gets a letter if they are away" not in ada.page.text


def test_pages_by_key_show_everybody_once(place, ada):
    crowd = [story.contributor(f"guest.{number:02}") for number in range(crowds.SHOWN + 3)]
    story.units.buy(place.world.halden, 5000, story.NOW)
    story.live_study(place.world, asks=[], invitees=crowd, places=40, gap=0)
    ada.open("/people").see(f"In your studies {crowds.SHOWN + 3}")
    names = {text for href, _event, text in ada.page.links if href.startswith("/people/") and "guest" in text}
    ada.follow("Older")
    more = {text for href, _event, text in ada.page.links if href.startswith("/people/") and "guest" in text}
    assert (len(names), len(more), names & more) == (crowds.SHOWN, 3, set())
    ada.follow("Newer").see("guest.27")


@pytest.mark.promise("P1")
def test_mallory_finds_nobody_and_no_list_of_others(place, ada):
    story.live_study(place.world)
    imported(ada)
    row, one = night(ada), own(place)
    ada.open(f"/people/{one.code}").press("favourite")
    stranger = place.as_(place.world.mallory).open("/people")
    token = dict(stranger.form(event="list_create").fields)["form_token"]
    for code in (one.code, place.world.cleo.code, Person.get(Person.email == "new@people.example").code):
        assert stranger.client.get(f"/people/{code}").status_code == 404
        for action in ("favourite", "lists", "ask", "amend", "unenrol"):
            posted = post(stranger, f"/people/{code}/{action}", token, on="1", list=row.code, name="Gone")
            assert posted.status_code == 404
    assert stranger.client.get(f"/people?show={row.code}").status_code == 404
    for action in ("rename", "delete", "add"):
        assert post(stranger, f"/people/lists/{row.code}/{action}", token, name="x").status_code == 404
    assert Shortlist.get_by_id(row.id).name == "Night ferry"
    assert story.again(one).name.startswith("=cmd")


def post(hands, path, token, **data):
    return hands.client.post(path, data={"form_token": token, **data}, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_list_of_others_takes_nobody_of_mine(place, ada):
    theirs = night(place.as_(place.world.mallory))
    story.live_study(place.world)
    ada.open(f"/people/{place.world.cleo.code}")
    token = dict(ada.form(event="favourite").fields)["form_token"]
    assert post(ada, f"/people/{place.world.cleo.code}/lists", token, on="1", list=theirs.code).status_code == 404
    assert not Listed.select().exists()


@pytest.mark.promise("P2")
def test_who_only_looks_sees_the_people_and_changes_nothing(place, ada, bo):
    story.live_study(place.world)
    imported(ada)
    row, one = night(ada), own(place)
    bo.open("/people").see("cleo.marchetti")
    token = dict(bo.open("/sign-in").form(holds="email").fields)["form_token"]
    bo.open(f"/people/{one.code}").see("=cmd")
    assert not [form.action for form in bo.page.forms if "/people/" in form.action]
    bo.open("/people?show=own").see("new@people.example")
    assert not bo.offers("export_people")
    assert not bo.offers("list_create")
    assert bo.open("/people/enrol").status == 403
    paths = [f"/people/{one.code}/{action}" for action in ("favourite", "lists", "amend", "unenrol")]
    paths += [f"/people/{place.world.cleo.code}/ask", "/people/lists", "/people/enrol", "/people/import"]
    paths += ["/people/own.csv", *(f"/people/lists/{row.code}/{action}" for action in ("rename", "delete", "add"))]
    before = Entry.select().count()
    for path in paths:
        answer = post(bo, path, token, on="1", list=row.code, name="x", asked="1", lines=FILE, go="import")
        assert answer.status_code == 403, path
        assert "Your role in this workspace" in answer.get_data(as_text=True)
    assert Entry.select().count() == before


def test_who_is_not_signed_in_or_in_no_team_finds_nothing(place):
    assert place.nobody().client.get("/people").status_code == 303
    for person in (place.world.cleo, place.world.olga):
        assert place.as_(person).client.get("/people").status_code == 404
        assert place.as_(person).client.get("/people/enrol").status_code == 404


def test_an_import_is_looked_at_first_and_says_the_fate_of_every_line(place, ada):
    ada.open("/people/enrol").press("look_import", lines=FILE)
    ada.see("Nothing is written yet").see("“broken” is no address").see("stands in a line above")
    ada.see("Will be enrolled")
    assert not Enrolled.select().exists()
    assert ada.press("import_people").see("Please say that you asked them.").status == 422
    assert not Enrolled.select().exists()
    ada.press("import_people", asked="1").see("2 people are yours").see("“broken” is no address")
    assert Enrolled.select().count() == 2
    ada.follow("To your own people").see("Kunde Sieben").see("cleo.marchetti@mail.example").see("Our best customer")
    assert "Cleo" not in ada.html.replace("cleo.marchetti@", "")
    imported(ada).see("Yours already").see("2 people are yours")
    assert Enrolled.select().count() == 2


@pytest.mark.promise("P13")
def test_the_answer_is_the_same_for_an_address_with_an_account_and_for_one_without(place, ada):
    def said(email):
        text = f"email,name\n{email},Somebody\n"
        pages = [ada.open("/people/enrol").press("look_import", lines=text).page.text]
        pages.append(ada.press("import_people", asked="1").page.text)
        pages.append(ada.open("/people?show=own").page.text)
        pages.append(ada.follow("Somebody").page.text)
        ada.press("unenrol")
        return [page.replace(email, "THEM") for page in pages]

    assert said("cleo.marchetti@mail.example") == said("nobody.yet@mail.example")


def test_every_fate_can_be_taken_along_without_a_formula_in_it(place, ada):
    ada.open("/people/enrol").press("look_import", lines=FILE)
    form = ada.form(event="fates_file")
    fates = rows_of(post(ada, form.action, **flat(form), go="fates"))
    assert [row["Line"] for row in fates] == ["2", "3", "4", "5"]
    assert fates[1]["Name"].startswith("'=cmd")
    assert fates[2]["What became of it"] == "“broken” is no address"
    ada.press("import_people", asked="1")
    form = ada.form(event="fates_file")
    assert rows_of(post(ada, form.action, **flat(form), go="fates"))[0]["What became of it"] == "Enrolled"


def flat(form) -> dict:
    """What stands in a form, with its token by name."""
    given = dict(form.fields)
    return {"token": given.pop("form_token"), **given}


def test_a_file_is_sent_as_a_file(place, ada):
    ada.open("/people/enrol")
    token = dict(ada.form(event="look_import").fields)["form_token"]
    file = io.BytesIO("email;name\na@x.example;Jörg".encode("cp1252"))
    data = {"form_token": token, "go": "look", "file": (file, "people.csv")}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = ada.client.post("/people/import", data=data, headers=headers, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "Jörg" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("lines", "words"),
    [("", "Please choose a file"), ("name\nBo\n", "No column holds the addresses"), ("email\n", "There is nobody in")],
)
def test_a_file_that_can_not_be_read_comes_back_with_a_sentence(ada, lines, words):
    ada.open("/people/enrol").press("look_import", lines=lines).see(words)
    assert ada.status == 422
    assert dict(ada.form(event="look_import").fields)["lines"].strip() == lines.strip()


def test_nonsense_in_place_of_the_kept_lines_is_no_file(ada):
    ada.open("/people/enrol").press("look_import", lines=FILE)
    for kept in ("x", "é", "eJwDAAAAAAE="):
        assert ada.send(ada.form(event="import_people"), event="import_people", kept=kept).status == 422
        ada.open("/people/enrol").press("look_import", lines=FILE)


def test_one_person_is_enrolled_by_the_form_and_everything_typed_is_kept_where_something_is_wrong(place, ada):
    ada.open("/people/enrol").press("enrol", email="solo@people.example", name="Solo", zone="Nowhere")
    assert ada.status == 422
    ada.see("We do not know the city").see("Please say that you asked them.")
    assert dict(ada.form(event="enrol").fields)["email"] == "solo@people.example"
    ada.press("enrol", zone="Oslo", country="Norway", devices="iphone", asked="1").see("They are one of your own")
    ada.follow("Solo").see("What you told about them").see("Norway").see("iPhone")


def test_taking_them_along_needs_a_fresh_sign_in_and_is_written_down(place, ada):
    imported(ada)
    ada.open("/people?show=own")
    form = ada.form(event="export_people")
    rows = rows_of(post(ada, form.action, **flat(form)))
    assert [row["email"] for row in rows] == ["cleo.marchetti@mail.example", "new@people.example"]
    assert rows[0]["country"] == "NO"
    assert rows[1]["name"].startswith("'=")
    assert Entry.get(Entry.event == "people_exported").details == {"people": 2}
    place.clock.at += timedelta(minutes=11)
    assert "/sign-in/again" in post(ada, form.action, **flat(form)).headers["Location"]
    assert Entry.select().where(Entry.event == "people_exported").count() == 1


def test_an_own_person_is_renamed_and_taken_out(place, ada):
    imported(ada)
    one = own(place)
    ada.open(f"/people/{one.code}").press("amend_person", name="x" * 121, note="y").see("Please keep this shorter.")
    ada.press("amend_person", name="Nils Berg", note="Calls often").see("Saved.").see("Nils Berg")
    ada.press("unenrol").see("They are no longer one of your own people.")
    assert not Enrolled.select().where(Enrolled.id == one.id).exists()
    assert ada.open(f"/people/{one.code}").status == 404


def test_an_own_person_is_added_to_a_draft_by_the_list_that_it_asks(place, ada):
    imported(ada)
    one, row = own(place), night(ada)
    ada.open(f"/people/{one.code}").see("No draft of yours asks a list of your own people that they are not on.")
    filters = {"pool": "own", "lists": [row.id]}
    study = story.draft_study(place.world, audience="network", filters=filters, title="Ferries")
    other = story.draft_study(place.world, audience="network", filters={"lists": [row.id]}, title="Network")
    hands = ada.open(f"/people/{one.code}").see("Ferries: list Night ferry")
    assert "Network: list" not in hands.page.text
    choice = f"{study.code}.{row.code}"
    hands.press("ask_in", study=choice).see("Saved.")
    assert hands.url == f"/studies/{study.code}/edit/audience"
    assert [(listed.shortlist, listed.person_id, listed.own) for listed in Listed.select()] == [
        (row, one.person_id, True)
    ]
    assert not Invitee.select().where(Invitee.person == one.person_id).exists()
    assert not Participant.select().exists()
    ada.open(f"/people/{one.code}").see("No draft of yours asks a list of your own people that they are not on.")
    token = dict(ada.form(event="favourite").fields)["form_token"]
    place.as_(place.world.mallory).open("/people").press("list_create", name="Theirs")
    theirs = Shortlist.get(Shortlist.name == "Theirs")
    for wrong in (f"{other.code}.{row.code}", f"{study.code}.{theirs.code}", "none.none"):
        assert post(ada, f"/people/{one.code}/ask", token, study=wrong).status_code in (404, 409)
    assert Listed.select().count() == 1


def test_a_draft_that_was_launched_meanwhile_takes_no_own_person_any_more(place, ada):
    imported(ada)
    one, row = own(place), night(ada)
    filters = {"pool": "own", "lists": [row.id]}
    study = story.draft_study(place.world, audience="network", filters=filters)
    ada.open(f"/people/{one.code}")
    story.fire(study, "launch", story.customer(place.world.ada), story.NOW)
    ada.press("ask_in", study=f"{study.code}.{row.code}")
    assert ada.status == 409
    ada.see("A study that was launched keeps its terms.")
    assert not Listed.select().exists()


def test_two_colleagues_note_something_about_an_own_person_and_the_later_one_is_told(place, ada):
    imported(ada)
    one = own(place)
    ada.open(f"/people/{one.code}")
    bo = place.as_(place.world.bo).open(f"/people/{one.code}")
    bo.press("amend_person", name="Nils Berg", note="Calls often")
    ada.press("amend_person", name="Nils B.", note="Writes rarely")
    assert ada.status == 409
    ada.see("Calls often").see("Writes rarely").see("Save again to put it in the place of what is kept now.")
    assert Enrolled.get_by_id(one.id).note == "Calls often"
    ada.press("amend_person", name="Nils B.", note="Writes rarely").see("Saved.")
    assert Enrolled.get_by_id(one.id).note == "Writes rarely"


def test_favourites_and_lists_from_a_persons_page(place, ada):
    story.live_study(place.world)
    row = night(ada)
    ada.open(f"/people/{place.world.cleo.code}").press("favourite").see("Remove from favourites")
    ada.press("list", list=row.code).see("Night ferry")
    ada.open(f"/people?show={row.code}").see("cleo.marchetti").see("Favourites 1")
    ada.follow("cleo.marchetti").press("unfavourite")
    ada.send(ada.form(event="unlist"), event="unlist")
    assert not Listed.select().exists()
    assert ada.press("list").see("Please choose a list.").status == 422


def test_pasted_usernames_have_a_fate_each(place, ada):
    row = night(ada)
    ada.press("list_add", usernames="@cleo.marchetti, nobody.here\nmallory.grey").see("2 people were added")
    ada.see("Nobody has that username").follow("To the list").see("mallory.grey")
    ada.press("list_add", usernames="cleo.marchetti").see("Was on the list already")
    assert ada.open(f"/people?show={row.code}").press("list_add", usernames=" ").status == 422
    ada.press("list_rename", name="").see("Please give the list a name.")
    ada.press("list_rename", name="Day ferry").see("Day ferry")
    ada.press("list_delete").see("The list is deleted.")
    assert not Listed.select().exists()


def test_two_clicks_make_one_list(ada):
    form = ada.open("/people").form(event="list_create")
    for _click in range(2):
        ada.send(form, event="list_create", name="Night ferry").see("Night ferry")
    assert Shortlist.select().count() == 1
    ada.open("/people").press("list_create", name="night ferry").see("There is a list of that name already.")
    assert ada.status == 422
    assert dict(ada.form(event="list_create").fields)["name"] == "night ferry"


def test_somebody_is_added_to_a_draft_and_nobody_is_asked_yet(place, ada):
    draft = story.draft_study(place.world)
    row = night(ada)
    ada.press("list_add", usernames="mallory.grey").follow("To the list").follow("mallory.grey")
    ada.press("ask_in").see("Please choose a study.")
    ada.press("ask_in", study=draft.code)
    assert ada.url == f"/studies/{draft.code}/edit/audience"
    assert Invitee.select().where(Invitee.study == draft).count() == 2
    assert row.code


def test_texts_of_others_are_only_ever_text(ada):
    hostile = '<img src=x onerror="alert(1)"> {{ 7*7 }}'
    head, cell = hostile.replace('"', ""), hostile.replace('"', '""')
    text = f'email,name,note,{head}\nx@people.example,"{cell}",n,\n'
    imported(ada, text).see("1 person is one of yours")
    assert "<img" not in ada.html
    assert "<img" not in ada.open("/people?show=own").see(hostile).html
    assert "<img" not in ada.follow("onerror").see(hostile).html
