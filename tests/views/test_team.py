"""The pages of a team: who sees what, what is said before it happens, and the way in by an invitation."""

from datetime import timedelta

import pytest

from commands import people as persons
from commands import teams
from lifecycle.roles import ROLES
from models import Asking, Member, Outgoing, Person, SignIn, TeamInvite, Workspace
from outbox.secrets import sign_in_code
from tests import world as story
from tests.outbox.stories import shared
from tests.views.app import SECRET
from views import access
from views.customer import team

LATER = timedelta(minutes=11)


def invite_of(place, email="dag@halden.example", role="creator") -> TeamInvite:
    people = place.world
    return teams.invite(people.halden, email, role, story.customer(people.ada), story.NOW)


def test_the_table_of_roles_says_what_the_roles_may_do():
    actions = set().union(*access.MAY.values())
    covered = [action for group in team.GROUPS for action in group.actions]
    assert set(covered) == actions, "an action that no line of the table names"
    assert len(covered) == len(set(covered))
    for group in team.GROUPS:
        for role in ROLES:
            assert group.actions <= access.MAY[role] or not group.actions & access.MAY[role], (str(group.label), role)
    _label, cells = team.allowed()[-1]
    assert [may for _name, may in cells] == [True, False, False, False]


def test_everybody_sees_who_is_in_the_team_and_only_administrators_who_is_asked(place):
    row = invite_of(place)
    for person in (place.world.ada, place.world.bo):
        hands = place.as_(person).open("/team").see("Ada Lind").see("Bo Aas").see("Administrator")
        assert (row.email in hands.html) == (person == place.world.ada)
        assert hands.offers("invite_member") == (person == place.world.ada)


def test_an_administrator_asks_somebody_in_sends_again_and_takes_back(place):
    hands = place.as_(place.world.ada).open("/team")
    hands.press("invite_member", email="Dag@halden.example", role="reviewer").see("The letter is on its way")
    hands.see("dag@halden.example").press("invite_again").see("It is sent again")
    hands.press("take_back_invite").see("Taken back")
    assert "dag@halden.example" not in hands.html
    assert Outgoing.select().where(Outgoing.letter == "team_invitation").count() == 2


def test_what_can_not_be_used_is_said_and_what_was_typed_is_kept(place):
    hands = place.as_(place.world.ada).open("/team").press("invite_member", email="nobody", role="viewer")
    assert hands.status == 422
    form = hands.see("Please type an e-mail address").form("invite_member")
    assert ("email", "nobody") in form.fields
    assert ("role", "viewer") in form.fields


@pytest.mark.promise("P15")
@pytest.mark.parametrize("act", ["ask", "role", "remove", "again"])
def test_members_are_changed_only_after_a_fresh_sign_in(place, act):
    row, bo = invite_of(place), place.world.bo
    hands = place.as_(place.world.ada)
    place.clock.at += LATER
    if act in ("ask", "again"):
        hands.open("/team")
        hands.press("invite_again") if act == "again" else hands.press(
            "invite_member", email="eva@halden.example", role="viewer"
        )
    else:
        hands.open(f"/team/{bo.code}")
        hands.press("remove_member") if act == "remove" else hands.press("change_role", role="viewer")
    hands.see("Sign in once more")
    assert Member.get(Member.person == bo).role == "creator"
    assert TeamInvite.select().count() == 1
    assert TeamInvite.get().version == row.version
    if act == "ask":
        hands.follow("Go back")
        assert ("email", "eva@halden.example") in hands.form("invite_member").fields


@pytest.mark.promise("P2")
@pytest.mark.parametrize("role", ["creator", "reviewer", "viewer"])
def test_who_is_no_administrator_changes_nobody(place, role):
    people, row = place.world, invite_of(place)
    Member.update(role=role).where(Member.person == people.bo).execute()
    hands = place.as_(people.bo).open("/sign-in")
    token = dict(hands.form(holds="email").fields)["form_token"]
    invite, ada, bo = f"/team/invites/{row.code}", f"/team/{people.ada.code}", f"/team/{people.bo.code}"
    others = f"{invite}/again", f"{invite}/take-back", f"{ada}/role", f"{ada}/remove", f"{bo}/role"
    for path in ("/team/invite", *others):
        data = {"form_token": token, "email": "eva@halden.example", "role": "admin"}
        answer = hands.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403, path
        assert "role" in answer.get_data(as_text=True)
    assert hands.open(f"/team/{people.ada.code}").status == 403
    assert Member.get(Member.person == people.bo).role == role
    assert TeamInvite.get().revoked_at is None


@pytest.mark.promise("P1")
def test_mallory_finds_neither_members_nor_invitations_of_others(place):
    people, row = place.world, invite_of(place)
    hands = place.as_(people.mallory).open("/sign-in")
    token = dict(hands.form(holds="email").fields)["form_token"]
    invite, bo = f"/team/invites/{row.code}", f"/team/{people.bo.code}"
    for path in (f"{invite}/again", f"{invite}/take-back", f"{bo}/role", f"{bo}/remove", "/team-invites/nothing-there"):
        answer = hands.client.post(path, data={"form_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 404, path
    for path in (f"/team/{people.bo.code}", "/team-invites/nothing-there"):
        assert hands.open(path).status == 404
    data = {"form_token": token, "workspace": people.halden.code}
    answer = hands.client.post("/workspaces/current", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404
    assert place.as_(people.cleo).open("/team").status == 404


def test_before_somebody_goes_the_page_lists_what_they_hold_with_the_ways_to_hand_it_over(place):
    people = place.world
    session = story.booked(people)
    Member.update(role="admin").where(Member.person == people.bo).execute()
    hands = place.as_(people.bo).open(f"/team/{people.ada.code}")
    hands.see("Hand these over first").see("1 conversation is held by nobody else").see("has no other host")
    assert f'href="/sessions/{session.code}"' in hands.html
    hands.press("remove_member")
    assert hands.status == 409
    hands.see("Hand these over first, or cancel them")
    assert Member.select().where(Member.person == people.ada).exists()


def test_somebody_who_holds_conversations_together_with_others_can_go(place):
    people = place.world
    shared(people, "all")
    hands = place.as_(people.ada).open(f"/team/{people.bo.code}").see("held together with colleagues")
    hands.press("remove_member").see("They are out of the team")
    assert place.as_(people.bo).open("/today").status == 404


def test_the_last_administrator_is_told_why_they_stay(place):
    hands = place.as_(place.world.ada).open(f"/team/{place.world.ada.code}").press("leave_team")
    assert hands.status == 409
    hands.see("A workspace needs an administrator")


def test_who_leaves_is_signed_out_and_finds_the_workspace_no_more(place):
    hands = place.as_(place.world.bo)
    hands.open("/team").follow("Leave").press("leave_team").see("signed out everywhere")
    assert hands.url == "/sign-in"
    assert hands.open("/today").url == "/sign-in"
    assert place.as_(place.world.bo).open("/today").status == 404


@pytest.mark.promise("P4")
def test_an_old_sign_in_is_dead_after_a_role_change(place):
    bo = place.as_(place.world.bo).open("/today")
    assert bo.status == 200
    place.as_(place.world.ada).open(f"/team/{place.world.bo.code}").press("change_role", role="viewer")
    assert bo.open("/today").url == "/sign-in"


def test_two_administrators_at_once_the_later_one_sees_how_it_stands(place):
    people = place.world
    first, second = place.as_(people.ada), place.as_(people.ada)
    second.open(f"/team/{people.bo.code}")
    first.open(f"/team/{people.bo.code}").press("change_role", role="viewer")
    second.press("change_role", role="reviewer")
    assert second.status == 409
    second.see("This changed while your page was open")
    assert Member.get(Member.person == people.bo).role == "viewer"


# The way in ---------------------------------------------------------------------------------------------------------


@pytest.mark.promise("P3")
def test_looking_at_an_invitation_changes_nothing(place):
    row = invite_of(place, place.world.cleo.email)
    hands = place.as_(place.world.cleo).open(f"/team-invites/{row.code}").see("Halden Ferries").see("Creator")
    assert hands.status == 200
    assert not Member.select().where(Member.person == place.world.cleo).exists()
    assert TeamInvite.get().accepted_at is None


@pytest.mark.promise("P3")
def test_signed_in_as_somebody_else_the_page_names_neither_account(place):
    row = invite_of(place, place.world.cleo.email)
    hands = place.as_(place.world.mallory).open(f"/team-invites/{row.code}")
    assert hands.status == 403
    hands.see("This invitation is for another address")
    for word in (place.world.cleo.email, place.world.mallory.email, "Halden", "Cleo"):
        assert word not in hands.page.text.replace("Mallory Grey Grey Consulting", "")
    token = dict(hands.form(action="/sign-out").fields)["form_token"]
    data = {"form_token": token}
    post = {"data": data, "headers": {"Sec-Fetch-Site": "same-origin"}}
    answer = hands.client.post(f"/team-invites/{row.code}", **post)
    assert answer.status_code == 403
    assert (
        not Member.select().where(Member.person == place.world.mallory, Member.workspace == place.world.halden).exists()
    )


@pytest.mark.promise("P3")
def test_signed_out_nothing_happens_and_after_the_sign_in_one_comes_back(place):
    row = invite_of(place)
    before = SignIn.select().count()
    hands = place.nobody().open(f"/team-invites/{row.code}")
    assert hands.url == "/sign-in"
    assert "I take part in studies" not in hands.see("You are asked into a team.").page.text
    token = dict(hands.form(holds="email").fields)["form_token"]
    post = {"data": {"form_token": token}, "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert hands.client.post(f"/team-invites/{row.code}", **post).status_code == 303
    assert SignIn.select().count() == before
    hands.send(hands.form(holds="email"), email="dag@halden.example")
    code = sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)
    hands.send(hands.form(holds="code"), code=code)
    assert hands.url == f"/team-invites/{row.code}"
    hands.see("You are asked into the team of").press("accept", name="")
    assert hands.status == 422
    hands.see("Please type the name").press("accept", name="Dag Moe").see("You are in the team now")
    assert hands.url == "/today"
    assert Member.get(Member.person == Person.get(Person.email == "dag@halden.example")).role == "creator"


def in_german(place, row, email):
    """Somebody's browser, which reads German, from the address of an invitation to behind the sign-in."""
    hands = place.nobody()
    hands.headers["Accept-Language"] = "de"
    hands.open(f"/team-invites/{row.code}")
    assert '<html lang="de"' in hands.html
    hands.send(hands.form(holds="email"), email=email)
    assert '<html lang="de"' in hands.html
    code = sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)
    return hands.send(hands.form(holds="code"), code=code)


def test_whom_a_team_asked_reads_in_the_language_of_their_browser(place):
    row = invite_of(place)
    assert Person.get(Person.email == "dag@halden.example").language == "en"
    hands = in_german(place, row, "dag@halden.example")
    assert hands.url == f"/team-invites/{row.code}"
    assert '<html lang="de"' in hands.html
    assert Person.get(Person.email == "dag@halden.example").language == "de"


def test_who_has_an_account_keeps_their_language_when_a_team_asks_them(place):
    hands = in_german(place, invite_of(place, place.world.cleo.email), place.world.cleo.email)
    assert '<html lang="en"' in hands.html
    assert story.again(place.world.cleo).language == "en"


def test_who_came_before_and_chose_a_language_keeps_it_when_they_come_again(place):
    row = invite_of(place)
    hands = in_german(place, row, "dag@halden.example")
    dag = Person.get(Person.email == "dag@halden.example")
    persons.set_reading(dag, language="en")
    hands = in_german(place, row, dag.email)
    assert '<html lang="en"' in hands.html


@pytest.mark.parametrize(("act", "words"), [("late", "is over"), ("take_back", "taken back"), ("used", "in this team"),
                                           ("leave", "asked to have your data erased")])  # fmt: skip
def test_an_invitation_that_is_over_says_so(place, act, words):
    people = place.world
    row = invite_of(place, people.cleo.email)
    if act == "late":
        place.clock.at += timedelta(days=14)
    if act == "take_back":
        teams.take_back(row, story.customer(people.ada), story.NOW)
    if act == "leave":
        Person.update(erasure_asked_at=story.NOW).where(Person.id == people.cleo.id).execute()
    hands = place.as_(people.cleo).open(f"/team-invites/{row.code}")
    if act == "used":
        hands.press("accept").open(f"/team-invites/{row.code}")
    hands.see(words)
    assert not hands.offers("accept")


# Which of several ---------------------------------------------------------------------------------------------------


@pytest.fixture
def second(place) -> Workspace:
    """Ada is an administrator of Nordic Tea too."""
    return persons.add_workspace("Nordic Tea", "Asia/Singapore", story.NOW, [(place.world.ada, "admin")])


def test_lists_are_of_the_workspace_one_works_in_and_rows_of_the_other_stay_reachable(place, second):
    study = story.draft_study(place.world, title="A ferry")
    tea = story.draft_study(place.world, title="A tea", workspace=second)
    hands = place.as_(place.world.ada).open("/studies").see("A ferry")
    assert "A tea" not in hands.page.text
    hands.send(hands.form("work_in"), button="workspace")
    form = hands.open("/today").form("work_in")
    named = next(button for button in form.buttons if "Nordic Tea" in button[3])
    form.buttons = [named]
    hands.send(form, event="work_in").see("You work in this workspace now")
    hands.open("/studies").see("A tea")
    assert "A ferry" not in hands.page.text
    hands.open("/team").see("Nordic Tea")
    assert "Bo Aas" not in hands.page.text
    assert hands.open(f"/studies/{study.code}").status == 200
    assert hands.open(f"/studies/{tea.code}").status == 200


def test_who_is_in_one_workspace_sees_no_switch(place):
    assert not place.as_(place.world.ada).open("/today").offers("work_in")
