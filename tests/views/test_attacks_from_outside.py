"""The other half may be badly made, or mean: what it signs still breaks no page, and reaches nobody else's rows."""

import json
import re
import time

import pytest

from commands import at_once, calls, connections, endpoints, erasure, participants, reconciling, suspects, sweep
from commands.fire import begin, fire
from integrations import links
from lifecycle.attempt import RECRUITER, Invalid
from models import Charge, Connection, Counterpart, Heard, Outgoing, Project, ProviderEvent, Suspect, board
from outbox import calls as outgoing
from outbox.delivery import Tried
from rules import works
from tests.commands import aloud, halves, routed, sides
from tests.journeys.hands import Form
from tests.views.contributor.test_aloud import Script, at
from tests.views.contributor.test_hostile import NASTY, harmless
from tests.views.foreign import contents
from tests.world import DAY, HOUR, NOW, again, contributor, customer, live_study, themselves
from views import asker

HUGE = "9" * 30
SAID = NOW.isoformat()
SLOW = {"rows": [], "next": None}


@pytest.fixture
def tool(place):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(place.world)
    return connection, halves.sent(project, place.world.cleo)


def posted(hands, where, fields):
    """What no page offers, sent all the same."""
    token = next(value for form in hands.page.forms for name, value in form.fields if name == "form_token")
    return hands.send(Form(where, "post", [("form_token", token), *fields]))


def test_a_signed_link_that_ends_after_the_last_year_is_malformed(place):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    query = links.canonical({"exp": "999999999999", "key": connection.key, "nonce": "n" * 24, "pid": "pp_9exh736"})
    where = f"127.0.0.1:8000/r/{study.link}"
    link = f"/r/{study.link}?{query}&sig={links.signature(connection.secret, where, query)}"
    answer = place.app.test_client().get(link)
    assert (answer.status_code, Suspect.get().kind) == (403, "malformed")


@pytest.mark.parametrize("end", ["?pid=1", "?outcome=complete", "?a=b+c", "?just", "?key=1", "?a=1&a=2", "?a=%zz"])
def test_a_way_back_that_could_not_be_signed_is_not_taken(place, end):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    told = halves.call(
        connection, type="hello", calls_url="https://r.example/calls", return_url=f"https://r.example/{end}"
    )
    assert (told.status, told.what) == (422, "unusable")
    assert Connection.get_by_id(connection.id).return_url == "https://recruiter.example/back/k"


@pytest.mark.parametrize("end", ["?pid=1", "?a=b+c", "?just", "?sig=1"])
def test_a_link_that_could_not_be_signed_is_said_at_its_field(place, tool, end):
    with pytest.raises(Invalid) as found:
        connections.join_tool(
            tool[0].project, f"https://tool.example/r{end}", "k2", tool[0].secret, "", customer(place.world.ada), NOW
        )
    assert list(found.value.errors) == ["link"]


@pytest.mark.parametrize("when", ["9999-12-31T23:30:00+00:00", "0001-01-01T00:00:00+00:00", "1969-01-01T00:00:00Z"])
def test_a_time_that_no_zone_can_show_is_unusable(place, tool, when):
    connection, cleo = tool
    body = {"type": "participant.moved", "id": f"i{cleo.tail}", "state": "submitted", "seq": 4, "at": when}
    assert halves.call(connection, **body).what == "unusable"
    place.world.ada.zone = "Pacific/Kiritimati"
    place.world.ada.save()
    assert place.as_(place.world.ada).open("/board").status == 200


def test_a_list_without_end_ends(place, tool, monkeypatch):
    asked = []

    def endless(_connection, body, _at, _allowed):
        asked.append(body["after"])
        assert len(asked) < 2000
        return {"rows": [], "next": body["after"] + 1}

    monkeypatch.setattr(calls, "ask", endless)
    assert not calls.read(Connection.get_by_id(tool[0].id), NOW)
    assert Connection.get_by_id(tool[0].id).read_fault == "unusable"


INNER = (
    "http://10.0.0.1/calls", "https://10.0.0.1/calls", "https://[::1]/", "https://localhost:1/x", "https://0/x",
    "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/",
)  # fmt: skip


@pytest.mark.parametrize("where", INNER)
def test_an_inner_address_that_the_recruiter_tells_is_never_asked(place, where):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    halves.call(connection, type="hello", calls_url=where, return_url="")
    assert not calls.read(Connection.get_by_id(connection.id), NOW)
    assert Connection.get_by_id(connection.id).read_fault in ("forbidden_address", "not_https")


@pytest.mark.parametrize("where", ["javascript:alert(1)", "data:text/html,x", "https://a:b@r.example/", "//r.example/",
                                   "https://r.example\\@x/", "https://r.example/#x", "ftp://r.example/"])  # fmt: skip
def test_no_way_back_leads_to_anything_but_a_page(place, where):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    assert halves.call(connection, type="hello", calls_url="https://r.example/c", return_url=where).status == 422
    assert halves.call(connection, type="hello", calls_url=where, return_url="").status == 422


NO_PAGE = (
    "javascript:alert(1)", "https://a:b@tool.example/r", "data:text/html,x", "//tool.example/r",
    "https://tool.example@evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("link", NO_PAGE)
def test_no_project_leads_to_anything_but_a_page(place, link):
    made = begin(
        Project, "draft", customer(place.world.ada), NOW, workspace=place.world.halden, author=place.world.ada,
        owner=place.world.ada, title="Ferry users", created_at=NOW,
    )  # fmt: skip
    ada = place.as_(place.world.ada).open(f"/projects/{made.code}/edit/integration")
    posted(ada, f"/projects/{made.code}/edit/integration", [("link", link), ("seen", str(made.version))])
    assert ada.status == 422
    assert again(made).target_link != link


def test_a_task_that_can_not_be_is_refused_and_breaks_nothing(place):
    row = aloud.begun(place.world)
    script = Script(place.as_(place.world.cleo), at(row, "/tasks"))
    assert script.begin(row, task=HUGE)[0] == 422
    assert script.begin(row, task="9" * 5000)[0] == 422
    clip = aloud.clip_of(row)
    status, _said = script.put(f"/clips/{clip.code}", int(HUGE), b"x")
    assert status == 413
    hands = place.as_(place.world.cleo)
    hands.open(at(row, "/recording"))
    posted(hands, at(row, "/unrecorded"), [("task", HUGE), ("could_not", "No microphone")])
    assert hands.status == 422


def test_whoever_knows_no_secret_hides_nothing_of_what_the_tool_says(place, tool):
    connection, cleo = tool
    for number in range(suspects.AN_HOUR + 5):
        suspects.keep(NOW, "forged", connection=connection, outside_id=f"pp_{number:07}")
    for hour in range(1, 5):
        for number in range(suspects.AN_HOUR):
            suspects.keep(NOW + hour * HOUR, "forged", connection=connection, outside_id=f"pp_{hour}{number:06}")
    bounded = Suspect.select().count()
    assert bounded <= suspects.MOST_OPEN + 1
    assert halves.call(connection, NOW + 4 * HOUR, type="outcome", id=f"i{cleo.tail}", outcome="quality").status == 200
    kept = Suspect.get(Suspect.kind == "quality")
    assert kept.outside_id == f"pp_{cleo.tail}"


def test_erasing_somebody_takes_nothing_of_another_teams_with_the_same_id(place, tool):
    connection, cleo = tool
    world = place.world
    ours = f"pp_{cleo.tail}"
    Charge.create(workspace=world.halden, outside_id=ours, note="Ours", by=world.ada, at=NOW)
    Counterpart.create(connection=connection, outside_id=ours, state="started", seq=1, since=NOW, heard_at=NOW)
    Heard.create(connection=connection, message="m", kind="x", outside_id=ours, body="{}", at=NOW)
    there = {"workspace": world.halden, "connection": connection, "project": cleo.project_id}
    Suspect.create(**there, outside_id=ours, kind="quality", at=NOW)
    theirs = live_study(world, workspace=world.elsewhere, author=world.mallory)
    somebody = contributor("somebody.else")
    given = {"source": "recruiter", "recruiter": "outside", "outside_id": ours}
    participants.arrive(theirs, somebody, RECRUITER, NOW, **given)
    erasure.erase(somebody, themselves(somebody), NOW)
    assert Charge.select().count() == Counterpart.select().count() == 1
    assert Heard.get().body == "{}"
    assert Suspect.get().outside_id == ours


def test_asking_everybody_again_and_again_has_an_end(place, tool):
    ada = place.as_(place.world.ada).open("/board")
    seen = set()
    for _ in range(40):
        posted(ada, "/board/read", [])
        seen.add(ada.status)
        if 429 in seen or 409 in seen:
            break
        ada.open("/board")
    assert seen & {409, 429}


FOREIGN = ("/board/look", "/board/give", "/board/tell", "/board/link")


@pytest.mark.parametrize("where", FOREIGN)
def test_somebody_elses_rows_are_nobodys_on_my_board(place, where):
    found = sides.everything(place.world)
    lines = board.lines(place.world.halden.id, NOW, board.Sieve("open"), most=None)
    assert lines
    mallory = place.as_(place.world.mallory).open("/board")
    before = contents_of()
    for line in lines:
        fields = [("who", line.value), ("only", line.value), ("go", "complete"), ("confirm", "1")]
        fields.append(("owner", place.world.mallory.code))
        posted(mallory, where, fields)
        assert mallory.status in (409, 422)
        mallory.open("/board")
    assert contents_of() == before
    assert found


def contents_of():
    every = contents()
    return {name: every[name] for name in every if name not in ("bucket", "signin", "sign_in", "used_form")}


def test_a_file_with_somebody_elses_ids_finds_nobody(place):
    rows = sides.everything(place.world)
    mallory = place.as_(place.world.mallory).open("/board/import")
    tail = rows["waits"].candidate.tail
    posted(mallory, "/board/import", [("lines", f"id,do\npp_{tail},complete\n"), ("go", "do")])
    mallory.see("Nobody on the board has this ID")
    assert again(rows["waits"]).state == "submitted"


def test_rows_are_given_to_nobody_outside(place):
    sides.everything(place.world)
    lines = board.lines(place.world.halden.id, NOW, board.Sieve("open"), most=None)
    ada = place.as_(place.world.ada).open("/board")
    posted(ada, "/board/give", [("who", lines[0].value), ("owner", place.world.mallory.code)])
    assert (ada.status, Charge.select().count()) == (422, 0)
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    ada.open(f"/connections/{connection.code}")
    posted(ada, f"/connections/{connection.code}/owner", [("owner", place.world.mallory.code)])
    assert ada.status == 422


def test_what_the_other_half_calls_things_is_only_shown(place, tool):
    connection, cleo = tool
    world = place.world
    Connection.update(name=NASTY[:120], read_fault=NASTY[:40]).where(Connection.id == connection.id).execute()
    body = {"type": NASTY, "id": NASTY, "event": NASTY, "state": NASTY, "seq": 1, "at": NASTY}
    halves.call(connection, **body)
    halves.call(connection, **{**body, "type": "participant.moved"})
    halves.call(connection, **{**body, "type": "outcome", "outcome": NASTY})
    halves.call(connection, **{**body, "type": "outcome", "outcome": "quality", "id": f"i{cleo.tail}"})
    ada = place.as_(world.ada)
    pages = ["/board", "/board/suspects", f"/connections/{connection.code}", f"/projects/{cleo.project.code}", "/audit"]
    pages += [f"/board/suspects/{row.code}" for row in Suspect.select()]
    for page in pages:
        harmless(ada.open(page))


def test_no_secret_stands_on_any_page_without_a_fresh_sign_in(place, tool):
    world = place.world
    study = halves.open_study(world)
    recruiter = halves.recruiter(world, study)
    endpoint = endpoints.add(world.halden, "https://hooks.example.org/p", ["candidate"], customer(world.ada), NOW)
    ada = place.as_(world.ada)
    place.clock.at = NOW + 2 * HOUR
    project = tool[0].project
    there, other = (f"/connections/{row.code}" for row in (tool[0], recruiter))
    study_page = f"/studies/{study.code}"
    pages = (
        there, f"{there}/secret", other, f"{other}/secret", f"{study_page}/recruiters", study_page,
        "/settings/webhooks",
        f"/projects/{project.code}/integration", f"/projects/{project.code}", f"/settings/webhooks/{endpoint.code}",
        f"/settings/webhooks/{endpoint.code}/secret", "/board", "/board/file", "/audit",
    )  # fmt: skip
    for page in pages:
        ada.open(page)
        for row in (*Connection.select(), endpoint):
            assert ada.status == 200, page
            assert row.secret not in ada.html, page


def test_a_secret_that_was_typed_is_not_shown_again(place, tool):
    project = tool[0].project
    ada = place.as_(place.world.ada).open(f"/projects/{project.code}/integration")
    given = [("key", "a b"), ("secret", "whsec_typed-by-hand"), ("calls_url", "x")]
    posted(ada, f"/projects/{project.code}/integration", given)
    assert ada.status == 422
    assert "typed-by-hand" not in ada.html


def test_an_old_secret_is_forgotten_when_its_week_is_over(place):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    connections.rotate(connection, customer(place.world.ada), NOW)
    sweep.sweep(NOW + 6 * DAY)
    assert Connection.get_by_id(connection.id).old_secret
    sweep.sweep(NOW + 8 * DAY)
    assert Connection.get_by_id(connection.id).old_secret == ""


def test_a_number_too_large_for_any_row_is_nobodys(place, tool):
    world = place.world
    study = halves.open_study(world)
    endpoint = endpoints.add(world.halden, "https://hooks.example.org/p", ["candidate"], customer(world.ada), NOW)
    ada = place.as_(world.ada)
    for page in (f"/studies/{study.code}/results/{HUGE}", f"/settings/webhooks/{endpoint.code}/{HUGE}"):
        assert ada.open(page).status == 404
    for page in (f"/board?after={HUGE}.{HUGE}", f"/board/suspects?before={HUGE}", "/board?q=%00&owner=%00&project=%00"):
        assert ada.open(page).status == 200


@pytest.mark.parametrize("what", ["complete", "remove"])
def test_candidates_of_another_project_are_left_alone(place, tool, what):
    world, cleo = place.world, tool[1]
    hers = {"workspace": world.elsewhere, "author": world.mallory, "owner": world.mallory}
    own = routed.project(world, asks=(), title="Mine", **hers)
    mallory = place.as_(world.mallory).open(f"/projects/{own.code}")
    before = contents_of()
    for confirm in ((), (("confirm", "1"),)):
        fields = [("what", what), ("who", f"{cleo.code}.{cleo.version}"), ("reason", "other"), *confirm]
        posted(mallory, f"/projects/{own.code}/checked", fields)
        assert mallory.status == 422
        mallory.open(f"/projects/{own.code}")
    assert contents_of() == before


def test_nobody_who_pressed_a_button_waits_for_every_slow_side(place, tool, monkeypatch):
    asked = []
    monkeypatch.setattr(calls, "SOON", 0.2)
    monkeypatch.setattr(calls, "ask", lambda connection, body, *_more: (asked.append(1), time.sleep(0.15), SLOW)[2])
    row = Connection.get_by_id(tool[0].id)
    assert not calls.read_some([row] * (4 * at_once.HANDS), NOW)
    assert len(asked) <= 2 * at_once.HANDS
    assert Connection.get_by_id(row.id).read_fault == "slow"
    assert calls.read_some([row], NOW)


def test_nothing_that_was_said_of_who_is_erased_stays(place, tool):
    connection, cleo = tool
    world, own = place.world, f"pp_{tool[1].tail}"
    reconciling.note(world.halden.id, own, "Lives by the pier.", customer(world.ada), NOW)
    halves.call(connection, type="outcome", id=f"i{cleo.tail}", outcome="quality")
    reconciling.settle(Suspect.get(), "other", "Lives by the pier.", customer(world.ada), NOW)
    halves.moved(connection, f"i{cleo.tail}", "submitted", 7)
    fire(again(cleo), "remove", customer(world.ada), NOW, reason="other", note="Lives by the pier.")
    erasure.ask_for(world.cleo, themselves(world.cleo), NOW)
    assert again(world.cleo).erased_at is not None
    assert not {name for name, rows in contents().items() if "Lives by the pier." in str(rows)}
    for kind in (Charge, Counterpart, Heard, Suspect):
        assert not kind.select().where(kind.outside_id.contains(cleo.tail)).exists()
    assert not Heard.select().where(Heard.body.contains(cleo.tail)).exists()


def test_only_letters_and_machines_come_without_the_locks(place):
    assert asker.OPEN == ("unsubscribe.one_click", "hooks.told", "calls.told")
    app, client = place.app, place.app.test_client()
    for rule in app.url_map.iter_rules():
        for method in rule.methods & {"POST", "PUT", "DELETE", "PATCH"}:
            if rule.endpoint not in asker.OPEN:
                path = re.sub(r"<int:\w+>", "1", rule.rule)
                path = re.sub(r"<[^>]+>", "x", path)
                assert client.open(path, method=method).status_code in (403, 404, 405), path


def test_a_hook_that_is_too_long_or_not_theirs_is_not_kept(place):
    client = place.app.test_client()
    assert client.post("/hooks/fake", data=b"{}").status_code in (400, 404)
    assert client.post("/hooks/nobody", data=b"{}").status_code == 404
    assert client.post("/hooks/fake", data=b"x" * (3 << 20)).status_code in (400, 404, 413)
    assert not ProviderEvent.select().exists()


@pytest.mark.parametrize("when", ["9999-12-31T23:30:00+00:00", "0001-01-01T00:00:00+00:00", "2026-11-02T09:00:00", "x"])
def test_an_answer_with_an_impossible_time_is_not_kept(place, when):
    study = halves.open_study(place.world)
    connection = halves.recruiter(place.world, study)
    row = sides.from_outside(study, connection, "pp_9exh736", "sent.here")
    told = Outgoing.select().where(Outgoing.channel == "call").order_by(Outgoing.id.desc()).first()
    assert told.thread == f"participant-{row.id}"
    answer = json.dumps({"state": "submitted", "seq": 9, "at": when})
    outgoing.tried(told, Tried("sent", "", 200, 5, answer), NOW)
    assert not Counterpart.select().exists()
    outgoing.tried(told, Tried("sent", "", 200, 5, json.dumps({"state": "submitted", "seq": 9, "at": SAID})), NOW)
    assert Counterpart.get().state == "submitted"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example/", "//x"]
)
def test_no_task_leads_to_anything_but_a_page_that_says_where_it_is(url):
    assert not works.is_web_address(url)
