"""Recruiting projects by plain forms: from an empty list to a launched project with a tested link, of this installation
and of another host; and everything that its page shows and does."""

import http.server
import threading
from contextlib import contextmanager

import pytest

from commands import participants, projects
from commands.fire import fire
from commands.sweep import sweep
from integrations import webhooks
from lifecycle.attempt import RECRUITER, TESTER
from models import Candidate, Connection, Member, Participant, Payout, Project, database
from tests import world as story
from tests.commands import test_projects as made
from tests.views.app import app_at, hands_of
from tests.views.conftest import Place
from tests.views.test_statements import MOST

STEPS = ("details", "people", "screener", "integration", "owner", "review")


@contextmanager
def listening(**says: int):
    """The address of a real server on loopback that answers each path with this status, else 200."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(says.get(self.path.strip("/"), 200))
            self.end_headers()

        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.do_GET()

        def log_message(self, *_what):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def step(hands, name: str, event: str = "save", **typed):
    """One step of the draft at hand, filled in and sent."""
    code = hands.url.split("/")[2]
    hands.open(f"/projects/{code}/edit/{name}")
    return hands.send(hands.form(holds="edited"), event=event, **typed)


def begun(place, title="Ferry users"):
    """Ada's browser on the first step of a new project, from the empty list."""
    hands = place.as_(place.world.ada).open("/projects").see("No projects yet").follow("New project")
    return hands.send(hands.form(holds="title"), title=title)


def local_link(place, **changes) -> tuple:
    """A live study of Ada's that people come to by a link, and that link."""
    study = story.live_study(place.world, kind="survey", audience="invite", places=20, **changes)
    return study, f"http://localhost/i/{study.link}"


def written(place, link: str, **integration):
    """Every step by its form, up to the review."""
    hands = begun(place)
    step(hands, "details", about="A short survey.", incentive="45")
    step(hands, "people", wanted="5", country=["PT"])
    questions_of(hands)
    step(hands, "integration", **{"event": "test_link", "link": link} | integration)
    if hands.status != 200 or integration.get("event") == "save":
        return hands
    return step(hands, "owner", owner=place.world.ada.code, owner_ticked="1")


def questions_of(hands):
    """A screener with one question."""
    code = hands.url.split("/")[2]
    hands.open(f"/projects/{code}/edit/screener")
    form = hands.form(holds="edited")
    form.buttons[:] = [["change", "question", None, ""]]
    hands.send(form, button="change")
    typed = {"q0": "How often do you take a ferry?", "q0a0": "Every week", "q0a1": "Never"}
    return hands.send(hands.form(holds="edited"), event="save", **typed)


# From nothing to a launched project ---------------------------------------------------------------------------------


def test_the_whole_way_to_a_launched_project_with_a_link_of_this_installation(place):
    study, link = local_link(place)
    fit = story.members(3, country="PT")
    hands = written(place, link)
    row = Project.get()
    assert hands.url == f"/projects/{row.code}/edit/review"
    assert (row.study, row.kind, row.owner, row.wanted, row.incentive) == (study, "survey", place.world.ada, 5, 4500)
    hands.see("€225.00").see("Portugal").see("Every").see("none")
    hands.send(hands.form(action="/edit/review"))
    hands.see("What launching would do").see("At most €225.00 would be owed").see("No units are used by a project.")
    assert Project.get().state == "draft"
    hands.press("launch")
    assert (Project.get().state, hands.url) == ("live", f"/projects/{row.code}")
    sweep(story.NOW)
    assert {one.person for one in Candidate.select()} == set(fit)
    hands.open(f"/projects/{row.code}").see("3 people were invited so far.").see(fit[0].username)
    hands.open("/projects").see("Ferry users").see("reconciled by Ada Lind")


@pytest.fixture
def beside(database_url, tmp_path):
    """The same app, which may speak with loopback."""
    app, clock = app_at(database_url, story.NOW, tmp_path, PARLOR_TARGET_HOSTS="127.0.0.1")
    yield Place(app, clock, story.build())
    database.close()


def test_the_whole_way_with_a_study_at_another_host(beside):
    with listening() as there:
        handed = {"key": "rk_abc", "secret": webhooks.new_secret(), "kind": "think_out_loud"}
        hands = written(beside, f"{there}/i/abc", **handed)
        assert hands.url.endswith("/edit/review")
        hands.press("launch")
    row, joined = Project.get(), Connection.get()
    assert (row.state, row.study_id, row.kind) == ("live", None, "think_out_loud")
    assert (joined.side, joined.project, joined.key, joined.link) == ("tool", row, "rk_abc", f"{there}/i/abc")
    hands.open(f"/projects/{row.code}/integration").see("The link opens").see("pp_9exh736 there")
    assert handed["secret"] not in hands.html


def test_a_link_of_another_host_has_to_answer_and_comes_with_a_key(beside):
    with listening(gone=404) as there:
        hands = written(beside, f"{there}/i/abc")
        assert hands.status == 422
        hands.see("Paste the Key ID that it shows").see("without it nobody tells us who finished")
        handed = {"key": "rk_abc", "secret": webhooks.new_secret()}
        step(hands, "integration", "test_link", link=f"{there}/gone", **handed)
        assert hands.status == 422
        hands.see("The page there answers with 404")
    step(hands, "integration", "test_link", link=f"{there}/i/abc", **handed)
    hands.see("Nothing answered at this address.")
    assert Project.get().link_tested_at is None
    assert not Connection.select().exists()


def test_what_was_typed_stands_again_but_for_the_secret(beside):
    secret = webhooks.new_secret()
    hands = written(beside, "http://10.0.0.8/i/abc", key="rk_abc", secret=secret)
    assert hands.status == 422
    typed = dict(hands.form(holds="edited").fields)
    assert (typed["link"], typed["key"], typed["secret"]) == ("http://10.0.0.8/i/abc", "rk_abc", "")
    assert secret not in hands.html


@pytest.mark.parametrize("link", ["", "ferry", "ftp://a.example/x", "https://", "https://a.example/ b"])
def test_what_is_no_link_is_said_at_its_field(place, link):
    hands = begun(place)
    assert step(hands, "integration", "test_link", link=link).status == 422
    hands.see("Please paste the whole link")


def test_a_link_to_a_study_of_somebody_elses_team_leads_nowhere(place):
    world = place.world
    theirs = story.live_study(world, workspace=world.elsewhere, author=world.mallory, audience="invite", kind="survey")
    for link in (f"http://localhost/i/{theirs.link}", "http://localhost/i/nothing", "http://localhost/studies"):
        hands = begun(place) if not Project.select().exists() else hands  # noqa: F821 (made in the first round)
        assert step(hands, "integration", "test_link", link=link).status == 422
        hands.see("No study of your team is behind this link.")


def test_a_link_to_a_study_that_takes_nobody_in_is_not_tested(place):
    study, link = local_link(place)
    fire(study, "pause", story.customer(place.world.ada), story.NOW)
    hands = begun(place)
    assert step(hands, "integration", "test_link", link=link).status == 422
    hands.see("The study behind it is paused.")
    fire(story.again(study), "resume", story.customer(place.world.ada), story.NOW)
    step(hands, "integration", link=link)
    assert Project.get().link_tested


@pytest.mark.parametrize("missing", ["details", "people", "screener", "integration", "owner"])
def test_a_launch_with_a_step_missing_is_refused_and_names_it(place, missing):
    row = made.draft(place.world)
    lacks = {
        "details": {"incentive": 0}, "people": {"wanted": 0}, "integration": {"link_tested_at": None},
        "owner": {"owner_ticked": False},
    }  # fmt: skip
    if missing == "screener":
        projects.write(row, [], story.customer(place.world.ada), story.NOW)
    else:
        Project.update(**lacks[missing]).where(Project.id == row.id).execute()
    hands = place.as_(place.world.ada).open(f"/projects/{row.code}/edit")
    assert hands.url == f"/projects/{row.code}/edit/{missing}"
    hands.open(f"/projects/{row.code}/edit/review")
    hands.send(hands.form(event="launch"), event="launch")
    assert (hands.status, Project.get().state) == (409, "draft")


def test_a_stale_step_loses_nothing(place):
    row = made.draft(place.world)
    hands = place.as_(place.world.ada).open(f"/projects/{row.code}/edit/details")
    form = hands.form(holds="edited")
    projects.edit(row, story.customer(place.world.bo), story.NOW, title="Bo was faster")
    hands.send(form, event="save", title="Ada types")
    assert hands.status == 409
    hands.see("Bo was faster")
    assert dict(hands.form(holds="edited").fields)["title"] == "Ada types"


# Who may --------------------------------------------------------------------------------------------------------------


def test_strangers_find_nothing_and_a_role_too_low_is_told_so(place):
    row = made.draft(place.world)
    mallory = place.as_(place.world.mallory)
    for path in ("", *(f"/edit/{name}" for name in STEPS), "/change", "/integration", "/duplicate", "/checked"):
        assert mallory.open(f"/projects/{row.code}{path}").status == 404, path
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    bo = place.as_(place.world.bo)
    assert bo.open(f"/projects/{row.code}").status == 200
    for path in ("/edit/details", "/edit/integration", "/change", "/duplicate"):
        assert bo.open(f"/projects/{row.code}{path}").status == 403, path
    assert bo.open("/projects/new").status == 403
    assert not bo.open("/projects").offers("draft")


# The page -------------------------------------------------------------------------------------------------------------


def filled(place, number: int = 4):
    """A live project with so many people, one of them Submitted in the study of this installation, and Ada's browser on
    its page."""
    story.members(number, country="PT")
    row = made.live(place.world, wanted=3)
    sweep(story.NOW)
    first = made.sent_on(Candidate.select().order_by(Candidate.id).first())
    pair = {"source": "recruiter", "recruiter": "here", "candidate": first}
    there = participants.arrive(row.study, first.person, RECRUITER, story.NOW, **pair)
    them = story.themselves(first.person)
    there = fire(fire(there, "qualify", RECRUITER, story.NOW), "start", them, story.NOW)
    Participant.update(state="submitted", version=there.version + 1).where(Participant.id == there.id).execute()
    fire(first, "submit", TESTER, story.NOW)
    return row, story.again(first), place.as_(place.world.ada).open(f"/projects/{row.code}")


def test_who_is_left_out_is_said_of_a_project_and_not_of_a_study(place):
    hands = begun(place)
    hands.open(f"/projects/{hands.url.split('/')[2]}/edit/people").see("is not asked by this project.")
    assert "by this study" not in hands.page.text


def test_the_page_says_what_to_do_first_and_who_does_what(place):
    row, first, hands = filled(place)
    hands.see("1 person waits for you").see("Marking people as Submitted when they finish the study")
    hands.see("Changing Submitted to Completed: only that releases the incentive")
    hands.see(f"pp_{first.tail}").see(f"i{first.tail}").see("Ada Lind reconciles.")
    hands.linked("first")
    hands.see(first.person.username)
    assert hands.html.count('class="tick"') == 1
    assert row.state == "live"


def test_people_are_found_by_either_id_and_by_state(place):
    row, first, hands = filled(place)
    others = [one.person.username for one in Candidate.select().where(Candidate.id != first.id)]
    for query in (f"find=pp_{first.tail}", f"find=i{first.tail}", "state=submitted"):
        hands.open(f"/projects/{row.code}?{query}").see(first.person.username)
        assert not [name for name in others if name in hands.page.text]
    hands.open(f"/projects/{row.code}?find=zzz").see("Nobody found")


def test_checked_people_are_completed_after_a_look_and_paid_once(place):
    _row, first, hands = filled(place)
    hands.send(hands.form(holds="who"), event="look_complete_all", who=[f"{first.code}.{first.version}"])
    hands.see("1 person is completed").see("€45.00 is owed in total")
    assert not Payout.select().exists()
    confirm = hands.form(event="complete_all")
    hands.send(confirm, event="complete_all").see("They are completed.")
    assert (story.again(first).state, Participant.get().state) == ("completed", "completed")
    hands.send(confirm, event="complete_all")
    [owed] = Payout.select()
    assert (owed.amount, owed.candidate) == (4500, first)


def test_the_budget_and_what_is_owed_of_it_stand_where_incentives_are_decided(place):
    row, first, hands = filled(place)
    type(row).update(budget=4000).where(type(row).id == row.id).execute()
    hands.open(f"/projects/{row.code}").see("Budget€40.00").see("Owed€0.00").see("Spent€0.00")
    assert "over its budget" not in hands.page.text
    hands.send(hands.form(holds="who"), event="look_complete_all", who=[f"{first.code}.{first.version}"])
    hands.see("is over its budget: €0.00 of €40.00 are spent or on their way, and €45.00 are owed")
    hands.send(hands.form(event="complete_all"), event="complete_all")
    hands.open(f"/projects/{row.code}").see("Owed€45.00").see("is over its budget").follow("Change the budget")
    assert hands.url.endswith("/change")


def test_who_changed_meanwhile_keeps_everybody_from_being_completed(place):
    _row, first, hands = filled(place)
    hands.send(hands.form(holds="who"), event="look_complete_all", who=[f"{first.code}.{first.version}"])
    confirm = hands.form(event="complete_all")
    fire(first, "reopen", TESTER, story.NOW)
    hands.send(confirm, event="complete_all")
    assert (hands.status, Payout.select().count()) == (409, 0)


def test_checked_people_are_removed_with_a_reason_in_the_right_order(place):
    _row, first, hands = filled(place)
    other = Candidate.select().where(Candidate.state == "invited").first()
    both = [f"{one.code}.{one.version}" for one in (first, other)]
    hands.send(hands.form(holds="who"), event="look_remove_all", who=both).see("2 people are removed")
    hands.send(hands.form(event="remove_all"), event="remove_all")
    assert hands.status == 422
    hands.send(hands.form(event="remove_all"), event="remove_all", reason="quality")
    assert {story.again(one).state for one in (first, other)} == {"removed"}
    assert Participant.get().state == "excluded"
    assert f"pp_{first.tail}" not in hands.html
    assert not Payout.select().exists()


def test_nobody_checked_and_who_can_not_be_completed_are_said_in_words(place):
    row, _first, hands = filled(place)
    hands.send(hands.form(holds="who"), event="look_complete_all")
    assert hands.status == 422
    hands.see("Check somebody first")
    other = Candidate.select().where(Candidate.state == "invited").first()
    hands.open(f"/projects/{row.code}")
    hands.send(hands.form(holds="who"), event="look_complete_all", who=[f"{other.code}.{other.version}"])
    hands.see("Nobody of those you checked can be completed now.").see("1 person stays as they are")


def test_closing_names_what_is_open_and_pausing_and_canceling_work(place):
    row, first, hands = filled(place)
    hands.press("close")
    assert hands.status == 409
    hands.see("Still open: 1 person Submitted.")
    hands.open(f"/projects/{row.code}").press("pause")
    assert story.again(row).state == "paused"
    hands.press("resume")
    hands.press("cancel", reason="no_longer_needed")
    assert (story.again(row).state, story.again(first).state) == ("canceled", "submitted")


def test_canceling_is_about_the_project_and_not_about_its_study(place):
    row, _first, hands = filled(place)
    hands.open(f"/projects/{row.code}/cancel").see(row.title)
    assert row.study.title not in hands.page.text


def test_wanted_words_and_budget_change_while_it_is_live_and_the_rest_does_not(place):
    row, _first, hands = filled(place)
    hands.open(f"/projects/{row.code}/edit")
    assert hands.url == f"/projects/{row.code}/change"
    hands.see("It was promised in the invitation, to everybody the same.")
    hands.press("save", wanted="0")
    assert hands.status == 422
    hands.press("save", wanted="9", title="Ferry riders", budget="900")
    row = story.again(row)
    assert (row.wanted, row.title, row.budget, row.incentive) == (9, "Ferry riders", 90000, 4500)
    hands.open(f"/projects/{row.code}/change")
    hands.send(hands.form(event="give_to"), event="give_to", owner=place.world.bo.code)
    assert story.again(row).owner == place.world.bo
    hands.open(f"/projects/{row.code}/edit/screener").see("The questions stay as they are")


def test_a_launched_project_can_be_tested_again_and_says_when_its_study_takes_nobody_in(place):
    row, _first, hands = filled(place)
    hands.open(f"/projects/{row.code}/integration").press("test_link").see("The link was tested, and it opens.")
    fire(story.again(row).study, "pause", story.customer(place.world.ada), story.NOW)
    hands.press("test_link")
    assert hands.status == 422
    hands.see("The study behind it is paused.")
    assert story.again(row).link_tested_at is not None
    hands.open(f"/projects/{row.code}?state=submitted").see("1 person waits for you")


def test_a_duplicate_is_a_draft_with_the_link_to_be_tested_again(place):
    row, _first, hands = filled(place)
    hands.open(f"/projects/{row.code}").press("duplicate")
    copy = Project.select().order_by(Project.id.desc()).first()
    assert (copy.state, copy.target_link, copy.link_tested_at) == ("draft", row.target_link, None)
    assert hands.url == f"/projects/{copy.code}/edit/integration"


def test_a_thousand_people_are_asked_for_in_few_statements_and_by_pages(place):
    story.members(60, country="PT")
    row = made.live(place.world, wanted=3)
    sweep(story.NOW)
    hands = place.as_(place.world.ada)
    hands.open(f"/projects/{row.code}")
    statements: list = []
    database.db.obj.query_hooks.append(statements.append)
    hands.open(f"/projects/{row.code}")
    database.db.obj.query_hooks.clear()
    assert len(statements) <= MOST + 1, [one.sql for one in statements]
    seen = [one.code for one in Candidate.select() if f"/candidates/{one.code}" in hands.html]
    assert len(seen) == 25
    hands.follow("Older")
    assert not [code for code in seen if code in hands.html]


def test_the_questions_are_tried_out_as_a_candidate_sees_them(place):
    row = made.draft(place.world)
    hands = hands_of(place.app, place.world.ada).open(f"/projects/{row.code}/edit/preview")
    hands.see(story.SCREENER[0]["text"])
    question = row.questions.get()
    good = question.choices.order_by(question.choices.model.position).first()
    hands.press("answer", **{f"q{question.id}": str(good.id)})
    hands.see("You would be sent on to the study at once.")
