"""The audit log: what was done and who looked, for administrators, with words for every event that is kept."""

import ast
import csv
import io

import pytest

from commands import remarks, reports, studies, teams, trail
from commands.fire import fire
from models import NOUNS, Entry, Member, TeamInvite
from tests import world
from tests.services.run import ROOT
from tests.world import DAY, HOUR, NOW, customer, operator, themselves
from views.audit_words import ANOTHER, KEPT, READ, READ_OF_ME, sentence

HERE = "/audit"


def kept_events() -> set[str]:
    """The event of every call of `trail.keep` in the code; where a name is given, what that name can be."""
    found = set()
    for path in [*(ROOT / "commands").rglob("*.py"), *(ROOT / "views").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        values = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "keep" and len(node.args) == 4 and by_trail(node, tree):
                event = node.args[1]
                event = values[event.id] if isinstance(event, ast.Name) else event
                found |= {one.value for one in ast.walk(event) if isinstance(one, ast.Constant) and is_word(one.value)}
    return found


def called(node: ast.Call) -> str:
    """The last word of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def by_trail(node: ast.Call, tree: ast.AST) -> bool:
    """Whether it is the trail's own `keep`, by its module or by its name."""
    if isinstance(node.func, ast.Attribute):
        return getattr(node.func.value, "id", "") == "trail"
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module == "commands.trail"]
    return any(alias.name == "keep" for one in imports for alias in one.names)


def is_word(value) -> bool:
    """Whether this can be an event's name."""
    return isinstance(value, str) and value.isidentifier()


def test_every_event_that_is_kept_has_its_sentence():
    events = kept_events()
    assert {"settings", "erased", "retention", "leave_team", "overage_off", "listed", "audit_exported"} <= events
    assert events - set(KEPT) == set()
    for noun, row in NOUNS.items():
        for event in row.lifecycle.names():
            assert sentence(noun, event) is not ANOTHER, (noun, event)
    assert sentence("workspace", "something_new") is ANOTHER


def told(hands, path: str = HERE) -> str:
    """What stands on the page."""
    return hands.open(path).page.text


def test_an_administrator_reads_who_did_what_newest_first(place):
    people = place.world
    session = world.booked(people)
    fire(session, "cancel", customer(people.bo), NOW + HOUR, reason="technical")
    trail.keep(people.halden.id, "settings", customer(people.ada), NOW + 2 * HOUR, changed=["zone"])
    hands = place.as_(people.ada).open(HERE)
    text = hands.page.text.split("Newest first", 1)[1]
    assert text.index("Changed the settings") < text.index("Canceled") < text.index("Booked")
    assert "Bo Aas" in text
    assert "cleo.marchetti" in text
    assert "Cleo Marchetti" not in text
    assert hands.follow("Booked").url == f"/sessions/{session.code}"


@pytest.mark.parametrize("role", ["creator", "reviewer", "viewer"])
def test_others_of_the_team_are_told_that_it_is_not_for_them(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo).open(HERE)
    assert hands.status == 403
    hands.see("Your role in this workspace does not allow this")


@pytest.mark.promise("P1")
def test_nobody_reads_the_log_of_others(place):
    people = place.world
    world.booked(people)
    text = told(place.as_(people.mallory))
    assert "Booking a ferry" not in text
    assert "cleo" not in text
    assert place.as_(people.cleo).open(HERE).status == 404
    assert place.as_(people.ada).open("/operator/audit").status == 404


def test_the_filters_narrow_it(place):
    people = place.world
    session = world.booked(people)
    fire(session, "cancel", customer(people.bo), NOW + 2 * DAY, reason="technical")
    ada = place.as_(people.ada)

    def listed(query: str) -> str:
        return told(ada, f"{HERE}?{query}").split("Newest first", 1)[-1].split("Take it out", 1)[0]

    assert "Canceled" in listed("what=session.cancel")
    assert "Booked" not in listed("what=session.cancel")
    assert "Launched" not in listed("what=session")
    assert "Canceled" in listed("who=bo+aas")
    assert "Launched" not in listed("who=bo+aas")
    assert "Canceled" not in listed("to=2026-11-24")
    assert "Launched" not in listed("from=2026-11-25")
    assert "Booked" in listed(f"row={session.code}")
    assert "Launched" not in listed(f"row={session.code}")
    assert "Nothing found" in told(ada, f"{HERE}?row=nothing")
    assert "Booked" in listed("what=nonsense.nonsense&from=yesterday&before=x")


def test_a_long_log_goes_on_over_pages(place):
    people = place.world
    for number in range(50):
        trail.keep(people.halden.id, "settings", customer(people.ada), NOW, changed=[str(number)])
    hands = place.as_(people.ada).open(HERE)
    assert hands.page.text.count("Changed the settings") == 41  # forty lines and the filter's choice
    assert hands.follow("Older").page.text.count("Changed the settings") == 11


def test_changes_of_a_team_say_whom_they_are_about_and_an_address_only_while_its_invitation_is_kept(place):
    people, ada = place.world, customer(place.world.ada)
    invite = teams.invite(people.halden, "dag@halden.example", "reviewer", ada, NOW)
    bo = Member.get(Member.person == people.bo)
    teams.change_role(bo, "viewer", ada, NOW)
    hands = place.as_(people.ada).open(HERE).see("Asked somebody into the teamReviewer, dag@halden.example")
    hands.see("Changed somebody's roleBo Aas")
    teams.remove(world.again(bo), ada, NOW)
    hands.open(HERE).see("Took somebody out of the teamBo Aas")
    TeamInvite.delete().where(TeamInvite.id == invite.id).execute()
    hands.open(HERE).see("Asked somebody into the teamReviewer")
    assert "dag@halden.example" not in hands.html
    # Another invitation that came to the same number is not taken for it.
    TeamInvite.insert(id=invite.id, code="another", workspace=people.halden, email="eva@halden.example", role="viewer",
                      asked_by=people.ada, at=NOW + DAY, ends_at=NOW + 9 * DAY).execute()  # fmt: skip
    assert "eva@halden.example" not in hands.open(HERE).html
    place.as_(people.olga).open("/operator/audit").see("Took somebody out of the teamBo Aas")


@pytest.mark.promise("P45")
def test_who_looked_stands_in_a_tab_of_its_own(place):
    people = place.world
    row = world.qualified(people)
    place.as_(people.bo).open(f"/participants/{row.code}")
    place.as_(people.ada).open(HERE).follow("Who looked").see("Bo Aas").see("cleo.marchetti").see("Answers")
    assert "Bo Aas" not in told(place.as_(people.mallory), f"{HERE}?show=looks")
    assert "Bo Aas" not in told(place.as_(people.ada), f"{HERE}?show=looks&who=ada")


def exported(hands, path: str = HERE):
    """The answer to the button for the file."""
    form = hands.open(path).form("audit_exported")
    return hands.client.post(form.action, data=dict(form.fields), headers={"Sec-Fetch-Site": "same-origin"})


def test_it_goes_out_as_a_file_and_that_is_an_entry_too(place):
    people = place.world
    session = world.booked(people)
    remarks.write(session, customer(people.ada), "=SUM(A1)", NOW)
    answer = exported(place.as_(people.ada))
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [row["event"] for row in rows][:2] == ["audit_exported", "book"] or "book" in {row["event"] for row in rows}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values() if cell)
    assert {row["team"] for row in rows} == {"Halden Ferries"}
    assert Entry.select().where(Entry.event == "audit_exported", Entry.workspace == people.halden).count() == 1
    narrowed = exported(place.as_(people.ada), f"{HERE}?what=session.book").get_data(as_text=True)
    assert {row["event"] for row in csv.DictReader(io.StringIO(narrowed))} == {"book"}
    place.clock.at = NOW + HOUR
    assert exported(place.as_(people.ada)).status_code == 200
    hands = place.as_(people.ada).open(HERE)
    place.clock.at = NOW + 2 * HOUR
    form = hands.form("audit_exported")
    late = hands.client.post(form.action, data=dict(form.fields), headers={"Sec-Fetch-Site": "same-origin"})
    assert "/sign-in/again" in late.headers["Location"]


def test_the_file_names_whom_a_change_was_about_as_the_page_does(place):
    people = place.world
    study = world.live_study(people)
    studies.add_places(study, 1, customer(people.ada), NOW)
    member = Member.get(Member.person == people.bo, Member.workspace == people.halden)
    teams.change_role(member, "viewer", customer(people.ada), NOW)
    text = exported(place.as_(people.ada)).get_data(as_text=True)
    rows = {row["event"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["places_added"]["about"] == study.title
    assert f'"study": {study.id}' in rows["places_added"]["details"]
    assert people.bo.name in rows["change_role"]["about"]
    assert rows["launch"]["about"] == ""
    place.as_(people.ada).open(HERE).see(rows["change_role"]["about"])


def test_a_team_never_learns_who_reported_it(place):
    people = place.world
    session = world.held(people)
    reports.report_study(session.participant, "customer", "other", themselves(people.cleo), session.ends_at)
    ada = place.as_(people.ada)
    text = told(ada, f"{HERE}?what=report").split("Newest first", 1)[1]
    assert "A contributor" in text
    assert "cleo" not in text
    assert "Nothing found" in told(ada, f"{HERE}?what=report&who=cleo")


def test_an_operator_reads_everything(place):
    people = place.world
    world.booked(people)
    trail.keep(None, "member_seen", operator(people.olga), NOW, person=people.cleo.id)
    hands = place.as_(people.olga).open("/operator/audit")
    hands.see("Looked at a member's page").see("Olga Ruiz").see("Halden Ferries").see("Joined the network")
    rows = list(csv.DictReader(io.StringIO(exported(hands, "/operator/audit").get_data(as_text=True))))
    assert {"member_seen", "book", "join", "audit_exported"} <= {row["event"] for row in rows}


def test_whatever_was_looked_at_has_words_for_the_team_and_for_whom_it_is_about():
    assert set(READ) == set(READ_OF_ME)


def test_who_was_taken_out_by_the_team_did_not_withdraw(place):
    people = place.world
    fire(world.booked(people), "cancel", customer(people.bo), NOW + HOUR, reason="no_longer_needed")
    ada = place.as_(people.ada)
    assert "Taken out of the study" in told(ada)
    assert "Withdrew" not in ada.page.text.split("Newest first", 1)[1]
