"""Nobody reaches a row of others: every route that names one, asked for by Mallory and by nobody."""

import re

import pytest

from commands import participants, reports
from commands.fire import begin
from models import NOUNS, Member, Project, Standing
from tests import world as story
from views.access import PLURALS

# Routes that name something which is no row of the law, and who may ask for it.
OTHERS = {
    "/i/<link>": "anybody who has the link",
    "/terms/<dated>": "anybody",
    "/terms/camera/<dated>": "anybody",
    "/sign-in/<code>": "the browser that asked",
    "/sign-in/<code>/<token>": "who holds the letter",
    "/sign-ins/<code>/end": "whose browser it is",
    "/static/<path:filename>": "anybody",
    "/outbox/<int:number>": "operators",
    "/outbox/<int:number>/html": "operators",
    "/outbox/<int:number>/invite.ics": "operators",
    "/outbox/<int:number>/again": "operators",
    "/unsubscribe/<code>/<token>": "who holds the letter",
    "/unsubscribe/<code>/<token>/again": "who holds the letter",
    "/rules/<noun>": "anybody",
    "/<any(projects,candidates,reports,standings):plural>": "whose they are: lists in the asker's own scope",
}
# What a reviewer may do beside reviewing.
REVIEWED = ("/notes", "/quality")
# What writes nothing, and so is there for everybody who can see the study.
TRIED = "/edit/preview"
ROWS = re.compile(r"^/(<any\(.*\):plural>|\w+)/<code>")


@pytest.fixture
def rows(place):
    """One row of every noun, each out of Mallory's reach."""
    people = place.world
    session = story.booked(people)
    participant = story.again(session.participant)
    project = begin(
        Project,
        "draft",
        story.customer(people.ada),
        story.NOW,
        workspace=people.halden,
        author=people.ada,
        created_at=story.NOW,
    )
    report = reports.report_contributor(participant, "other", story.customer(people.ada), story.NOW)
    other = story.live_study(people, invitees=[people.cleo])
    talk = story.booked(people, other, starts_at=story.START + story.DAY)
    done = story.completed(people, story.held(people, talk))
    return {
        "session": session,
        "participant": participant,
        "candidate": participants.new_candidate(project, people.cleo, story.customer(people.ada), story.NOW),
        "payout": done.payouts.get(),
        "study": session.study,
        "project": project,
        "report": report,
        "standing": Standing.get(Standing.person == people.cleo),
    }


def paths(app, rows) -> list[tuple[str, str]]:
    """(method, path) of every route that names a row, filled in with each row it can name."""
    found = []
    for rule in app.url_map.iter_rules():
        if "<" not in rule.rule or rule.rule in OTHERS:
            continue
        assert ROWS.match(rule.rule), f"{rule.rule} names something: say in OTHERS who may ask for it"
        for plural, noun in PLURALS.items():
            if not re.match(rf"^/(<any\(.*\b{plural}\b.*\):plural>|{plural})/", rule.rule):
                continue
            events = [*NOUNS[noun].lifecycle.names(), "nonsense"] if "<event>" in rule.rule else [""]
            for event in events:
                path = re.sub(r"^/(<any\([^>]*>|\w+)/<code>", f"/{plural}/{rows[noun].code}", rule.rule).replace(
                    "<event>", event
                )
                found += [(method, path) for method in ("GET", "POST") if method in rule.methods]
    return sorted(set(found))


@pytest.mark.promise("P1")
def test_mallory_finds_no_row_of_others_and_moves_none(place, rows):
    before = {noun: story.again(row).version for noun, row in rows.items()}
    hands = place.as_(place.world.mallory).open("/sign-in")
    token = dict(hands.form(holds="email").fields)["form_token"]
    asked = paths(place.app, rows)
    assert len(asked) > 150
    answers = {}
    for method, path in asked:
        data = {
            "form_token": token,
            "reason": "other",
            "starts_at": "2026-11-26T13:00:00Z",
            "says": "met",
            "version": "0",
        }
        call = hands.client.get if method == "GET" else hands.client.post
        given = {} if method == "GET" else {"data": data, "headers": {"Sec-Fetch-Site": "same-origin"}}
        answers[method, path] = call(path, **given).status_code
    assert {asked: status for asked, status in answers.items() if status != 404} == {}
    assert {noun: story.again(row).version for noun, row in rows.items()} == before


@pytest.mark.promise("P1")
def test_who_is_not_signed_in_sees_no_row(place, rows):
    client = place.nobody().client
    seen = {path: client.get(path).status_code for method, path in paths(place.app, rows) if method == "GET"}
    assert {path: status for path, status in seen.items() if status not in (303, 404)} == {}


@pytest.mark.promise("P2")
@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_is_told_so_and_changes_nothing(place, rows, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    before = {noun: story.again(row).version for noun, row in rows.items()}
    hands = place.as_(place.world.bo).open("/sign-in")
    token = dict(hands.form(holds="email").fields)["form_token"]
    statuses = set()
    for method, path in paths(place.app, rows):
        may = (role == "reviewer" and path.endswith(REVIEWED)) or path.endswith(TRIED)
        if method == "POST" and "/standings/" not in path and not may:
            data = {"form_token": token, "reason": "other"}
            answer = hands.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
            statuses.add(answer.status_code)
    assert statuses <= {403, 404, 409}
    assert 403 in statuses
    assert {noun: story.again(row).version for noun, row in rows.items()} == before


@pytest.mark.promise("P28")
def test_no_page_of_a_contributor_shows_a_colleagues_address(place, rows):
    hands = place.as_(place.world.cleo)
    for path in ("/me", "/money", "/standing", *(f"/{plural}/{rows[noun].code}" for plural, noun in PLURALS.items())):
        html = hands.open(path).html
        assert place.world.ada.email not in html
        assert place.world.bo.email not in html


@pytest.mark.promise("P1")
def test_the_lists_hold_nothing_of_others(place, rows):
    mallory, cleo, olga = (place.as_(one) for one in (place.world.mallory, place.world.cleo, place.world.olga))
    for plural in ("projects", "candidates", "reports"):
        assert rows[plural[:-1]].code not in mallory.open(f"/{plural}").html
        assert cleo.open(f"/{plural}").status == 404
    assert rows["report"].code in place.as_(place.world.ada).open("/reports").html
    assert rows["standing"].code in olga.open("/standings").html
    assert mallory.open("/standings").status == 404
    assert mallory.open("/operator").status == 404
    assert "Bo Aas" not in mallory.open("/team").html
