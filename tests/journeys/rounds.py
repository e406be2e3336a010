"""The demo on a real server with somebody at every step of the story, and the address of every page there is."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands import (
    connections,
    demo_alone,
    endpoints,
    items,
    letters,
    messages,
    participants,
    practice,
    presence,
    projects,
    remarks,
    replan,
    reports,
    reviews,
    screeners,
    sessions,
    settings,
    signin,
    studies,
    suspects,
    teams,
    telling,
    trail,
)
from commands.fire import fire
from commands.people import add_person
from integrations import links
from integrations.bounces import Bounce
from lifecycle.attempt import CLOCK, By
from models import (
    Connection,
    Heard,
    Letter,
    Member,
    Outgoing,
    Participant,
    Payout,
    Person,
    Project,
    Report,
    Session,
    Standing,
    Study,
    TeamInvite,
    Workspace,
    database,
)
from models.network import Enrolled, Shortlist
from outbox import machines
from outbox.events import GROUPS
from outbox.secrets import unsubscribe_path
from rules.times import from_epoch
from tests.journeys import sought
from tests.services import chromium as browsers
from tests.services import run
from tests.services import server as servers
from tests.views.app import SECRET

NOW = datetime(2027, 3, 1, 9, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONG = "Maximiliane-Theodora von Hohenberg-Schwarzenfeld zu Altenbruch"
# name: (who opens it, where); the names in braces are the keys of `Rounds.codes`
PAGES = {
    "sign-in": (None, "/sign-in"),
    "code": (None, "/sign-in/{asking}"),
    "again": ("ada", "/sign-in/again"),
    "sign-ins": ("ada", "/sign-ins"),
    "today": ("ada", "/today"),
    "studies": ("ada", "/studies"),
    "study": ("ada", "/studies/{ferry}"),
    "study-week": ("ada", "/studies/{ferry}?view=week"),
    "study-filtered": ("ada", "/studies/{ferry}?show=all&who=a"),
    "participants": ("ada", "/studies/{ferry}/participants"),
    "waiting-list": ("ada", "/studies/{ferry}/waiting"),
    "cancel-pending": ("ada", "/studies/{ferry}/cancel_pending"),
    "add-places": ("ada", "/studies/{ferry}/add_places"),
    "budget": ("ada", "/studies/{ferry}/budget"),
    "pause": ("ada", "/studies/{ferry}/pause"),
    "close": ("bo", "/studies/{networked}/close"),
    "cancel-study": ("bo", "/studies/{networked}/cancel"),
    "studies-narrowed": ("ada", "/studies?state=over&title=nothing"),
    "study-by-link": ("bo", "/studies/{pendler}"),
    "draft": ("ada", "/studies/{draft}"),
    "new-study": ("ada", "/studies/new"),
    "edit-details": ("mei", "/studies/{asked}/edit/details"),
    "edit-audience": ("mei", "/studies/{asked}/edit/audience"),
    "edit-audience-network": ("ada", "/studies/{network}/edit/audience"),
    "edit-review-network": ("ada", "/studies/{network}/edit/review"),
    "edit-launched-network": ("bo", "/studies/{networked}/edit"),
    "study-network": ("bo", "/studies/{networked}"),
    "edit-times": ("mei", "/studies/{asked}/edit/times"),
    "edit-screener": ("mei", "/studies/{asked}/edit/screener"),
    "edit-items": ("ada", "/studies/{alone}/edit/items"),
    "edit-tasks": ("ada", "/studies/{tasked}/edit/items"),
    "items-frozen": ("ada", "/studies/{bicycle}/edit/items"),
    "results": ("ada", "/studies/{bicycle}/results"),
    "results-of-a-survey": ("ada", "/studies/{season}/results?of=all"),
    "results-texts": ("ada", "/studies/{bicycle}/results/{surprise}"),
    "participant-alone": ("ada", "/participants/{bicycling}"),
    "screener-launched": ("bo", "/studies/{pendler}/edit/screener"),
    "screener-preview": ("bo", "/studies/{pendler}/edit/preview"),
    "edit-review": ("ada", "/studies/{draft}/edit/review"),
    "edit-launched": ("ada", "/studies/{ferry}/edit"),
    "today-long": ("mei", "/today"),
    "duplicate": ("ada", "/studies/{ferry}/duplicate"),
    "session": ("ada", "/sessions/{ahead}"),
    "session-held": ("ada", "/sessions/{held}"),
    "thread": ("ada", "/sessions/{talking}"),
    "thread-mine": ("amara.okonkwo", "/sessions/{talking}"),
    "note": ("ada", "/sessions/{talking}/notes/{note}"),
    "write-all": ("ada", "/studies/{ferry}/message"),
    "write-none": ("ada", "/studies/{draft}/message"),
    "reschedule": ("ada", "/sessions/{ahead}/reschedule"),
    "session-waiting": ("ada", "/sessions/{jonas}"),
    "reschedule-waiting": ("ada", "/sessions/{jonas}/reschedule?how=new"),
    "session-disputed": ("ada", "/sessions/{disputed}"),
    "session-disputed-mine": ("dita.kovac", "/sessions/{disputed}"),
    "session-replaced": ("ada", "/sessions/{replaced}"),
    "session-replaced-mine": ("emre.aydin", "/sessions/{replaced}"),
    "hand-over": ("ada", "/sessions/{ahead}/hand_over"),
    "cancel": ("ada", "/sessions/{ahead}/cancel"),
    "participant": ("ada", "/participants/{mika}"),
    "look-complete": ("ada", "/participants/{mika}/complete"),
    "duplicate-for-one": ("ada", "/studies/{ferry}/duplicate?with={mika}"),
    "availability": ("ada", "/availability"),
    "hours-of-a-colleague": ("bo", "/availability?of={people[ada]}"),
    "board": ("ada", "/board"),
    "board-settled": ("ada", "/board?show=settled"),
    "board-narrowed": ("ada", "/board?q=pp_nobody0"),
    "board-none": ("mei", "/board"),
    "board-import": ("ada", "/board/import"),
    "suspects": ("ada", "/board/suspects"),
    "suspect": ("ada", "/board/suspects/{suspect}"),
    "stated": ("ada", "/participants/{sent_here}/removed_there"),
    "payouts": ("ada", "/payouts"),
    "payout": ("ada", "/payouts/{payout}"),
    "payouts-narrowed": ("ada", "/payouts?provider=fake&state=failed"),
    "payout-unknown": ("ada", "/payouts/{unsettled}"),
    "payout-lost": ("ada", "/payouts/{lost}"),
    "payout-lost-mine": ("sofia_παπαδοπούλου", "/payouts/{lost}"),
    "payout-address": ("sofia_παπαδοπούλου", "/payouts/{lost}/address"),
    "bonus": ("ada", "/participants/{mika}/bonus"),
    "payments": ("ada", "/settings/payments"),
    "plan": ("ada", "/plan"),
    "plan-narrowed": ("ada", "/plan?kind=give_back&study={ferry}"),
    "plan-none": ("ada", "/plan?kind=buy&study={ferry}"),
    "seats": ("mei", "/plan"),
    "viewer": ("vera", "/sessions/{ahead}"),
    "join-before-desk": ("ada", "/sessions/{ahead}/join"),
    "join-during-desk": ("ada", "/sessions/{talking}/join"),
    "join-over-desk": ("ada", "/sessions/{over}/join"),
    "me": ("cleo.marchetti", "/me"),
    "me-busy": ("amara.okonkwo", "/me"),
    "invitation": ("cleo.marchetti", "/participants/{cleo}"),
    "questions": ("asta_jons", "/participants/{questions}/questions"),
    "questions-page": ("ylva.strand", "/participants/{sheet}/questions"),
    "camera": ("nadia.haddad", "/participants/{camera}/questions"),
    "invited-alone": ("cleo.marchetti", "/participants/{to_do}"),
    "begun-alone": ("jonas.weber", "/participants/{doing}"),
    "task": ("jonas.weber", "/participants/{doing}/tasks?n=1"),
    "task-questions": ("jonas.weber", "/participants/{doing}/tasks"),
    "sent-alone": ("mika_h", "/participants/{bicycling}"),
    "task-aloud": ("mika_h", "/participants/{aloud}/tasks?n=1"),
    "recording": ("cleo.marchetti", "/participants/{unspoken}/recording"),
    "recording-agreed": ("mika_h", "/participants/{aloud}/recording"),
    "recording-end": ("mika_h", "/participants/{aloud}/recording/end"),
    "recordings-mine": ("sofia_παπαδοπούλου", "/participants/{spoken}/recordings"),
    "spoken": ("sofia_παπαδοπούλου", "/participants/{spoken}"),
    "recordings": ("ada", "/participants/{spoken}/recordings"),
    "participant-aloud": ("ada", "/participants/{spoken}"),
    "terms-recording": (None, "/terms/recording"),
    "join": (None, "/join"),
    "join-customer": ("ada", "/join"),
    "join-terms": ("robin.guest", "/join/terms"),
    "join-name": ("cleo.marchetti", "/join/name"),
    "join-profile": ("cleo.marchetti", "/join/profile"),
    "me-guest": ("robin.guest", "/me"),
    "profile": ("cleo.marchetti", "/me/profile"),
    "account": ("cleo.marchetti", "/me/account"),
    "account-desk": ("ada", "/me/account"),
    "data": ("cleo.marchetti", "/me/data"),
    "data-busy": ("amara.okonkwo", "/me/data"),
    "erase": ("theodora_h", "/me/data/erase"),
    "erase-waits": ("sofia_παπαδοπούλου", "/me/data/erase"),
    "erase-team": ("ada", "/me/data/erase"),
    "erased": (None, "/erased"),
    "audit": ("ada", "/audit"),
    "audit-narrow": ("ada", "/audit?what=session.cancel&who=a&from=2027-01-01"),
    "audit-looks": ("ada", "/audit?show=looks"),
    "audit-none": ("mei", "/audit?row=nothing"),
    "operator-audit": ("olga", "/operator/audit"),
    "operator": ("olga", "/operator"),
    "workspaces": ("olga", "/operator/workspaces"),
    "workspaces-none": ("olga", "/operator/workspaces?q=nothing"),
    "workspace-new": ("olga", "/operator/workspaces/new"),
    "workspace": ("olga", "/operator/workspaces/{house}"),
    "workspace-seats": ("olga", "/operator/workspaces/{tea}"),
    "members": ("olga", "/operator/members"),
    "members-none": ("olga", "/operator/members?q=nobody@there.example"),
    "member": ("olga", "/operator/members/{people[paula.reis]}"),
    "member-erase": ("olga", "/operator/members/{people[theodora_h]}/erase"),
    "failed": ("olga", "/operator/failed"),
    "overdue": ("olga", "/operator/failed?kind=overdue"),
    "health": ("olga", "/operator/health"),
    "terms-network": (None, "/terms/network"),
    "terms": (None, "/terms"),
    "terms-camera": (None, "/terms/camera"),
    "terms-again": ("nadia.haddad", "/participants/{camera}/terms"),
    "leave-camera": ("theodora_h", "/participants/{agreed}/camera"),
    "agreed": ("theodora_h", "/participants/{agreed}"),
    "history": ("cleo.marchetti", "/me/history"),
    "history-one": ("quiet-heron-41", "/me/history"),
    "camera-check": ("amara.okonkwo", "/sessions/{talking}/camera"),
    "camera-check-desk": ("ada", "/sessions/{talking}/camera"),
    "times": ("bjarne-solheim", "/participants/{free}/times"),
    "new-time-asked": ("jonas.weber", "/sessions/{jonas}"),
    "new-time": ("jonas.weber", "/sessions/{jonas}/rebook"),
    "decline": ("jonas.weber", "/sessions/{jonas}/decline"),
    "my-session": ("theodora_h", "/sessions/{ahead}"),
    "my-cancel": ("theodora_h", "/sessions/{ahead}/cancel"),
    "my-cancel-unfit": ("theodora_h", "/sessions/{ahead}/cancel?reason=not_qualified"),
    "join-before": ("theodora_h", "/sessions/{ahead}/join"),
    "join-during": ("amara.okonkwo", "/sessions/{talking}/join"),
    "join-over": ("wilhelmina.k", "/sessions/{over}/join"),
    "submitted": ("mika_h", "/participants/{mika}"),
    "money": ("sofia_παπαδοπούλου", "/money"),
    "standing": ("tenzing-norgay-the-younger-1987", "/standing"),
    "report": ("quiet-heron-41", "/reports/{report}"),
    "report-form": ("ada", "/participants/{mika}/report"),
    "report-form-mine": ("mika_h", "/participants/{mika}/report"),
    "report-team": ("ada", "/reports/{report}"),
    "report-withdraw": ("ada", "/reports/{report}/withdraw_report"),
    "report-reply": ("quiet-heron-41", "/reports/{report}/reply"),
    "report-appeal": ("paula.reis", "/reports/{doubted}/appeal"),
    "reports-desk": ("olga", "/reports"),
    "reports-decided": ("olga", "/reports?show=decided"),
    "report-desk": ("olga", "/reports/{report}"),
    "report-evidence": ("olga", "/reports/{report}?open=answers"),
    "report-decide": ("olga", "/reports/{report}/uphold"),
    "standings-desk": ("olga", "/standings"),
    "standing-desk": ("olga", "/standings/{doubts}"),
    "standing-decide": ("olga", "/standings/{doubts}/remove"),
    "standing-review": ("paula.reis", "/standing"),
    "standing-removed": ("rui.matos", "/standing"),
    "standing-appeal": ("rui.matos", "/standing/appeal"),
    "standing-row": ("tenzing-norgay-the-younger-1987", "/standings/{standing}"),
    "project": ("ada", "/projects/{project}"),
    "project-narrowed": ("ada", "/projects/{project}?state=submitted&find=mika"),
    "project-story": ("ada", "/projects/{project}?show=story"),
    "project-viewer": ("vera", "/projects/{project}"),
    "project-change": ("ada", "/projects/{project}/change"),
    "project-integration": ("ada", "/projects/{project}/integration"),
    "project-duplicate": ("ada", "/projects/{project}/duplicate"),
    "project-screener": ("ada", "/projects/{project}/edit/screener"),
    "project-cancel": ("ada", "/projects/{project}/cancel"),
    "new-project": ("ada", "/projects/new"),
    "draft-project": ("ada", "/projects/{wanting}"),
    "edit-project-details": ("ada", "/projects/{wanting}/edit/details"),
    "edit-project-people": ("ada", "/projects/{wanting}/edit/people"),
    "edit-project-screener": ("ada", "/projects/{wanting}/edit/screener"),
    "edit-project-preview": ("ada", "/projects/{wanting}/edit/preview"),
    "edit-project-integration": ("ada", "/projects/{wanting}/edit/integration"),
    "edit-project-owner": ("ada", "/projects/{wanting}/edit/owner"),
    "edit-project-review": ("ada", "/projects/{wanting}/edit/review"),
    "link": (None, "/i/{link}"),
    "outside-recruiters": ("ada", "/studies/{connected}/recruiters"),
    "outside-recruiter": ("ada", "/connections/{connection}"),
    "outside-revoked": ("ada", "/connections/{revoked}"),
    "outside-viewer": ("vera", "/connections/{connection}"),
    "arriving": (None, "{arriving}"),
    "arriving-signed-in": ("cleo.marchetti", "{arriving}"),
    "link-signed-in": ("cleo.marchetti", "/i/{link}"),
    "outbox": (None, "/outbox"),
    "letters-dropped": (None, "/outbox?state=dropped&q=reminder"),
    "letter-back": ("olga", "/outbox/{back}"),
    "unsubscribe": (None, "{unsubscribe}"),
    "letter": (None, "/outbox/{letter}"),
    "tour": (None, "/demo"),
    "rules": (None, "/rules"),
    "help": (None, "/help"),
    "help-desk": ("ada", "/help"),
    "help-topic": ("ada", "/help/rescheduling"),
    "help-prices": (None, "/help/plan"),
    "help-mine": ("cleo.marchetti", "/help/payment"),
    "help-search": ("ada", "/help/search?q=no+show"),
    "help-search-none": (None, "/help/search?q=zebra"),
    "practice-welcome": ("mei", "/practice"),
    "practice": ("vera", "/practice"),
    "people": ("ada", "/people"),
    "people-own": ("ada", "/people?show=own"),
    "people-list": ("ada", "/people?show={night}"),
    "people-none": ("mei", "/people?show=own"),
    "people-viewer": ("runa", "/people?who=mika"),
    "person": ("ada", "/people/{people[mika_h]}"),
    "person-own": ("ada", "/people/{own}"),
    "enrol": ("ada", "/people/enrol"),
    "search": ("ada", "/search?q=ferry"),
    "search-none": ("mei", "/search?q=nothing"),
    "projects": ("ada", "/projects"),
    "projects-none": ("mei", "/projects"),
    "reports": ("ada", "/reports"),
    "reports-none": ("mei", "/reports"),
    "payouts-none": ("mei", "/payouts"),
    "team": ("ada", "/team"),
    "team-seats": ("mei", "/team"),
    "team-viewer": ("vera", "/team"),
    "team-member": ("ada", "/team/{people[bo]}"),
    "team-own": ("bo", "/team/{people[bo]}"),
    "team-invite": ("mei", "/team-invites/{team_invite}"),
    "settings": ("ada", "/settings"),
    "webhooks": ("ada", "/settings/webhooks"),
    "webhooks-none": ("mei", "/settings/webhooks"),
    "webhook": ("ada", "/settings/webhooks/{webhook}"),
    "webhook-message": ("ada", "/settings/webhooks/{webhook}/{told}"),
    "settings-branded": ("mei", "/settings"),
    "settings-viewer": ("vera", "/settings"),
    "review": ("vera", "/studies/{to_review}/review"),
    "review-own": ("mei", "/studies/{to_review}/review"),
    "money-none": ("cleo.marchetti", "/money"),
    "standing-none": ("cleo.marchetti", "/standing"),
    "404": ("ada", "/studies/nothing-there"),
    **sought.PAGES,
}
FEW = ("sign-in", "today", "study", "edit-screener", "session", "cancel", "payouts", "invitation", "questions", "times",
       "my-session", "join-during", "money", "outbox")  # fmt: skip
EXTRA = {
    "asked": ("asta_jons", "Ásta Jónsdóttir"),
    "camera": ("nadia.haddad", "Nadia Haddad"),
    "free": ("bjarne-solheim", "Bjarne Solheim"),
    "ahead": ("theodora_h", "Theodora Hohenberg"),
    "over": ("wilhelmina.k", "Wilhelmina Kumpula"),
}


@dataclass
class Rounds:
    """The server, what stands in the braces of PAGES, and where each person is signed in."""

    server: servers.Server
    codes: dict
    states: dict = field(default_factory=dict)

    def address(self, name: str) -> str:
        """The full address of a page of PAGES."""
        return self.server.url + PAGES[name][1].format(**self.codes)

    def signed_in(self, browser, person: str | None) -> dict:
        """The cookies of a browser in which this person of the demo is signed in."""
        if person and person not in self.states:
            page = browsers.open_page(browser, [])
            page.goto(f"{self.server.url}/sign-in")
            page.locator(f'button[value="{self.codes["people"][person]}"]').click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            self.states[person] = page.context.storage_state()
            page.context.close()
        return {"storage_state": self.states[person]} if person else {}


@contextmanager
def house(home: Path, **settings: str):
    """The server with everybody in it; it ends with the block."""
    server = servers.start(home, now=NOW.isoformat(), PARLOR_DEMO="1", **settings)
    try:
        servers.parlor("demo", env=server.environment)
        database.connect(f"sqlite:///{home / 'parlor.db'}")
        codes = populate() | from_elsewhere(server.url)
        database.close()
        server.now((codes.pop("clock")).isoformat())
        yield Rounds(server, codes)
    finally:
        servers.stop(server)


def populate() -> dict:
    """Somebody at every step, by the real commands; what stands in the braces of PAGES."""
    ferry = Study.get(Study.title.startswith("Buying a ferry"))
    extra = {key: add(ferry, username, name) for key, (username, name) in EXTRA.items()}
    screening(extra["asked"], 0)
    screening(extra["camera"], 2)
    for key in ("free", "ahead", "over"):
        screening(extra[key], 2, finish=True)
    add_person("robin.guest@people.example", "", "Europe/Lisbon", NOW, guest=True, demo="Contributor")
    talking = Session.get(Session.contributor == Person.get(Person.username == "amara.okonkwo"))
    over = book(extra["over"], NOW)
    ahead = book(extra["ahead"], talking.starts_at + timedelta(days=2))
    note = written(talking)
    practice.begin(Person.get(Person.name == "Vera Holm"), NOW)
    doubted, doubts = doubtful(ferry, "paula.reis", "Paula Reis")
    fire(doubtful(ferry, "rui.matos", "Rui Matos")[1], "remove", operator(), NOW, note="Too many doubts.")
    sheet = screening(add(Study.get(Study.title.startswith("Wie Pendler")), "ylva.strand", "Ylva Strand"), 1)
    unsettled, gone = disputed(ferry), replaced(ferry)
    return codes(ferry, extra) | {
        "disputed": unsettled.code, "replaced": gone.code,
        "talking": talking.code, "over": over.code, "ahead": ahead.code, "note": note, "sheet": sheet.code,
        "clock": talking.starts_at + 4 * MINUTE,
        "wanting": wanting().code,
        "network": network().code, "networked": Study.get(Study.title.startswith("The last ferry")).code,
        "doubted": doubted.code, "doubts": doubts.code,
        **machine(talking.starts_at), **done_alone(), **sought.people(LONG, talking.starts_at), **aloud(),
        **doubtful_links(),
        "to_review": to_review().code, "team_invite": asked_in().code,
        "asked": asked().code, "asking": signin.ask("ada@halden.example", "", "", talking.starts_at, "/").code,
        "letter": run.wait_until(calendar_letter, 20, "a letter with a calendar file was written"),
        "back": came_back(), "unsubscribe": unsubscribe_path(SECRET.encode(), ferry.host.code),
    }  # fmt: skip


def done_alone() -> dict:
    """What is done alone: drafts of a survey and of tasks, and people at each step of the tasks of the demo."""
    house, ada = Workspace.get(Workspace.name == "Halden Ferries"), named("Ada Lindqvist")
    drafts = {
        key: studies.draft(house, ada, NOW, title=f"What is asked of {LONG}", kind=kind, length=15, reward=500)
        for key, kind in (("alone", "survey"), ("tasked", "interaction"))
    }
    items.write(drafts["alone"], demo_alone.SEASON, By("customer", ada.id), NOW)
    items.write(drafts["tasked"], demo_alone.TASKS, By("customer", ada.id), NOW)
    study = Study.get(Study.title == "Bringing a bicycle")
    place = {row.person.username: row.code for row in Participant.select().where(Participant.study == study)}
    surprise = next(one.id for part in study.work() for one in part.items if one.kind == "text")
    return {
        **{key: row.code for key, row in drafts.items()}, "bicycle": study.code, "surprise": surprise,
        "season": Study.get(Study.title.startswith("A survey before")).code, "bicycling": place["mika_h"],
        "doing": place["jonas.weber"], "to_do": place["cleo.marchetti"],
    }  # fmt: skip


def aloud() -> dict:
    """Who has spoken, who is in the middle of it, and who is asked, in the study of the demo that is done aloud."""
    study = Study.get(Study.title == "Thinking aloud on the quay")
    place = {row.person.username: row.code for row in Participant.select().where(Participant.study == study)}
    return {"spoken": place["sofia_παπαδοπούλου"], "aloud": place["mika_h"], "unspoken": place["cleo.marchetti"]}


def doubtful_links() -> dict:
    """A link that nobody signed came to a study of the ferries; somebody of an outside recruiter is to be removed."""
    sent = Participant.get(Participant.recruiter == "outside")
    kept = suspects.keep(NOW, "unsigned", study=sent.study, outside_id="pp_9exh736", text=f"/i/harbour?pid={LONG * 3}")
    suspects.keep(NOW, "quality", study=sent.study, outside_id="pp_abc1234")
    return {"suspect": kept.code, "sent_here": sent.code}


def from_elsewhere(url: str) -> dict:
    """An outside recruiter of a survey, what was told both ways, and a link of theirs that opens."""
    row = Connection.get(Connection.name == "Panel North")
    connections.met(row, "https://panel.example/calls", "https://panel.example/back", NOW)
    Connection.update(name=f"Panel {LONG}").where(Connection.id == row.id).execute()
    for number, outcome in enumerate(("excluded", "unknown_id", "as_told")):
        Heard.create(connection=row, message=f"m{number}", kind="candidate.removed", body="", at=NOW, outcome=outcome)
    sent = row.participants.get()
    telling.tell_again(sent, trail.keep(row.workspace_id, "other_half_met", CLOCK, NOW, connection=row.id), NOW)
    away = connections.make(row.study, f"Another {LONG}", By("customer", row.created_by_id), NOW)
    connections.revoke(away, By("customer", row.created_by_id), NOW)

    there = f"/r/{row.study.link}"
    opens = links.signed(
        f"{url}{there}", {"pid": "pp_newhere"}, row.key, row.secret, NOW, "n" * 24, timedelta(days=30)
    )
    return {
        "connected": row.study.code,
        "connection": row.code,
        "revoked": away.code,
        "doubt": there,
        "arriving": opens.removeprefix(url),
    }


def machine(at) -> dict:
    """A machine of the ferries that does not answer, and what it was told."""
    house, by = Workspace.get(Workspace.name == "Halden Ferries"), By("customer", named("Ada Lindqvist").id)
    row = endpoints.add(house, f"https://hooks.halden.example/{'long/' * 20}", list(GROUPS), by, NOW)
    endpoints.add(house, "https://hooks.halden.example/quiet", ["payout"], by, NOW)
    told = endpoints.test(row, by, at)
    for status, answer in ((None, "unreachable"), (503, f"Service unavailable. {LONG}")):
        machines.write_down(Outgoing.get_by_id(told.id), machines.Tried("waiting", answer, status, 120, answer), at)
    Outgoing.update(state="dead").where(Outgoing.id == told.id).execute()
    endpoints.test(endpoints.rotate(row, endpoints.mark(row), by, at), by, at + 100 * timedelta(days=1))
    return {"webhook": row.code, "told": told.id}


def to_review() -> Study:
    """A study of the other workspace, which has its own colour and picture. Vera looks first; she sent it back once."""
    tea, mei, vera = Workspace.get(Workspace.name == "Nordic Tea"), named("Mei Tan"), named("Vera Holm")
    Member.create(workspace=tea, person=vera, role="reviewer", joined_at=NOW)
    by, reviewer = By("customer", mei.id), By("customer", vera.id)
    tea = settings.change(tea, by, NOW, None, {"brand": "#5a3fd6", "asks_review": True})
    tea = settings.set_logo(tea, (run.ROOT / "static/icons/apple-touch.png").read_bytes(), by, NOW)
    study = studies.draft(tea, mei, NOW, title=f"Tee im Zug mit {LONG}", about=LONG, reward=900)
    asks = [{"text": f"Trinken Sie Tee? {LONG}", "choices": [("Ja", "accept"), (LONG, "reject")]}]
    study = reviews.request_review(screeners.write(study, asks, by, NOW), by, NOW, f"Passt das? {LONG}")
    study = reviews.send_back(study, reviewer, NOW, f"Bitte kürzer.\n{LONG}")
    return reviews.request_review(studies.edit(study, by, NOW, length=30), by, NOW)


def asked_in() -> TeamInvite:
    """Mei is asked into the team of the ferries, and so is an address that is as long as they get."""
    house, by = Workspace.get(Workspace.name == "Halden Ferries"), By("customer", named("Ada Lindqvist").id)
    teams.invite(house, f"{LONG.replace(' ', '.')}@a-long-domain-of-the-harbour.example", "viewer", by, NOW)
    return teams.invite(house, named("Mei Tan").email, "creator", by, NOW)


def named(name: str) -> Person:
    """Somebody of the demo."""
    return Person.get(Person.name == name)


def operator() -> By:
    """Who runs the demo."""
    return By("operator", Person.get(Person.operator).id)


def doubtful(study: Study, username: str, name: str) -> tuple[Report, Standing]:
    """Somebody about whom a severe report was upheld, and whose standing is under review."""
    row = add(study, username, name)
    standing = reports.join_network(row.person, NOW)
    report = reports.report_contributor(row, "dishonest", By("customer", study.author_id), NOW, f"Two answers. {LONG}")
    report = fire(report, "uphold", operator(), NOW, note="Both can not be true.")
    return report, fire(standing, "review", CLOCK, NOW)


def disputed(study: Study) -> Session:
    """Both sides say something else of a conversation that is over."""
    row = screening(add(study, "dita.kovac", "Dita Kovac"), 2, finish=True)
    talk = book(row, NOW)
    presence.answer(talk, "met", By("contributor", row.person_id), talk.ends_at)
    return presence.answer(talk, "they_absent", By("customer", study.host_id), talk.ends_at + MINUTE)


def replaced(study: Study) -> Session:
    """A conversation that the team gave up for one with somebody else."""
    talk = book(screening(add(study, "emre.aydin", "Emre Aydin"), 2, finish=True), NOW)
    return replan.somebody_else(talk, By("customer", study.host_id), NOW, note=f"Another time.\n{LONG}")


def written(talk: Session) -> int:
    """Both sides write to each other, and the team keeps a note, whose number this is."""
    host, them = By("customer", talk.host_id), By("contributor", talk.contributor_id)
    messages.write(talk, host, "Our meeting has a new link.\nYou find it on the page where you join.", NOW)
    messages.write(talk, them, f"Thank you, {LONG}. Running late: {'o' * 80}", NOW + MINUTE)
    return remarks.write(talk, host, "Ask about the timetable.\nAnd about the app.", NOW).id


def asked() -> Study:
    """A draft of the other workspace that asks something, with a name that is as long as names get."""
    tea = Workspace.get(Workspace.name == "Nordic Tea")
    draft = studies.draft(tea, Person.get(Person.name == "Mei Tan"), NOW, title=f"Die Jahreskarte der Familie {LONG}")
    asks = [
        {"text": "Haben Sie eine Monatskarte?", "choices": [
            ("Ja", "accept"), {"text": "Nein", "verdict": "reject", "skip_to": 3, "quota": 2}]},
        {"text": f"Womit? {LONG}", "kind": "multiple", "maximum": 2, "choices": [(LONG, "may"), ("Bus", "may")]},
        {"text": "Wie leicht war es?", "kind": "scale", "minimum": 0, "maximum": 10, "high_label": "Sehr leicht"},
        {"text": "Was geschah zuletzt?", "kind": "text", "required": False, "maximum": 300},
    ]  # fmt: skip
    return screeners.write(draft, asks, By("customer", draft.author_id), NOW)


def wanting() -> Project:
    """A draft of a project that is half written, with a long name and a link to another host."""
    halden, ada = Workspace.get(Workspace.name == "Halden Ferries"), Person.get(Person.name == "Ada Lindqvist")
    by = By("customer", ada.id)
    criteria = {"facts": {"country": ["DE", "NO"]}, "youngest": 25, "limits": [["gender", "woman", 3]]}
    row = projects.draft(halden, ada, NOW, title=f"Night travellers and {LONG}", criteria=criteria, wanted=12)
    row = projects.write(row, [{"text": LONG, "choices": [("Yes", "accept"), ("No", "reject")]}], by, NOW)
    return projects.set_link(row, "https://elsewhere.example/i/x9k2", by, NOW, kind="interaction")


def network() -> Study:
    """A draft that asks much of the network."""
    halden = Workspace.get(Workspace.name == "Halden Ferries")
    earlier = Study.get(Study.title.startswith("Buying a ferry"))
    filters = {
        "facts": {"country": ["DE", "NO", "PT"], "gender": ["woman"], "languages": ["de", "nb"], "web_use": ["daily"]},
        "youngest": 25, "oldest": 44, "earlier": "chosen", "studies": [earlier.id], "pause": 30,
        "limits": [["gender", "woman", 3], ["country", "NO", 2]],
    }  # fmt: skip
    values = {"title": f"The night ferry and {LONG}", "audience": "network", "filters": filters, "places": 3}
    return studies.draft(halden, Person.get(Person.name == "Ada Lindqvist"), NOW, **values)


def calendar_letter() -> int | None:
    """The number of a letter that the server's worker has written by now, one with a calendar file."""
    row = Letter.get_or_none(Letter.calendar != "")
    return row and row.outgoing_id


def came_back() -> int:
    """The number of a letter that its reader's mail server sent back."""
    kept = Letter.select().where(Letter.calendar != "").order_by(Letter.id.desc()).get()
    letters.bounce(Bounce(kept.message_id, (kept.address,), True, "5.1.1", "550 5.1.1 No such person"), NOW)
    return kept.outgoing_id


def add(study: Study, username: str, name: str) -> Participant:
    """One more person, invited to the study."""
    email, zone = f"{username}@people.example", "Europe/Lisbon"
    person = add_person(email, name, zone, NOW, username=username, demo="Contributor")
    return participants.invite(study, person, By("customer", study.author_id), NOW)


def screening(row: Participant, answers: int, finish: bool = False) -> Participant:
    """So many answers given; with `finish` the camera is agreed to."""
    them = By("contributor", row.person_id)
    row = fire(row, "open_screener", them, NOW)
    for question in row.study.asked()[:answers]:
        participants.save_answer(row, question.id, question.choices[0].id, NOW)
    if finish:
        participants.agree_to_camera(row, NOW)
        participants.finish_screener(row, them, NOW)
    return row


def book(row: Participant, wanted: datetime) -> Session:
    """The first time from then on that is offered."""
    row = Participant.get_by_id(row.id)
    start = next(start for start in map(from_epoch, row.offered_starts(NOW)) if start >= wanted)
    return sessions.book(row, start, By("contributor", row.person_id), NOW)


def codes(ferry: Study, extra: dict) -> dict:
    """The codes that the addresses need."""
    people = dict(Person.select(Person.username, Person.code).where(Person.username.is_null(False)).tuples())
    people |= {one.email.split("@")[0]: one.code for one in Person.select() if not one.username}
    place = {row.person.username: row.code for row in Participant.select().where(Participant.study == ferry)}
    pendler = Study.get(Study.title.startswith("Wie Pendler"))
    return {
        "people": people, "ferry": ferry.code, "pendler": pendler.code, "link": pendler.link,
        "draft": Study.get(Study.title.startswith("First crossing")).code,
        "cleo": place["cleo.marchetti"], "mika": place["mika_h"],
        "jonas": Session.get(Session.state == "rescheduling").code,
        "house": ferry.workspace.code, "tea": Workspace.get(Workspace.name == "Nordic Tea").code,
        "questions": extra["asked"].code, "camera": extra["camera"].code, "free": extra["free"].code,
        "agreed": extra["ahead"].code,
        "held": Session.get(Session.state == "completed").code, "payout": Payout.get().code,
        "unsettled": Payout.get(Payout.state == "unknown").code,
        "lost": Payout.get(Payout.failure == "mailbox_unavailable").code,
        "own": Enrolled.get(Enrolled.name == "Ingrid Moe").code,
        "night": Shortlist.get(Shortlist.name == "Night ferry").code,
        "report": Report.get().code, "project": Project.get().code,
        "standing": Standing.get(Standing.person == Person.get(Person.username.startswith("tenzing"))).code,
    }  # fmt: skip
