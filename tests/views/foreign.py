"""A house with rows of every kind, everybody who might ask for them, and what stands in an address for each row."""

import re
from dataclasses import dataclass

from commands import endpoints, participants, remarks, reports, signin, suspects, teams
from commands.fire import begin
from models import (
    ROWS,
    Asking,
    Bucket,
    Enrolled,
    Letter,
    Listed,
    Logo,
    Member,
    Outgoing,
    Person,
    Project,
    Shortlist,
    Standing,
    Workspace,
    database,
)
from outbox.drain import drain
from outbox.secrets import sign_in_token, unsubscribe_path
from tests import world as story
from tests.commands import aloud, halves
from tests.views.app import SECRET, hands_of
from tests.views.matrix import Route

NAMED = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")


@dataclass
class House:
    """The app, who is there, the codes of the rows, and what each person's browser keeps."""

    app: object
    people: dict
    codes: dict
    kept: dict

    @property
    def own(self) -> list[str]:
        """What can be guessed by nobody and so stands for the house's own rows in an address."""
        return [code for code in self.codes.values() if isinstance(code, str) and len(code) > 12]

    def browser(self, person: str) -> tuple:
        """A browser that is signed in as this person and has done nothing else yet, and the token of its forms."""
        if person not in self.kept:
            hands = hands_of(self.app, self.people[person])
            hands.open("/sign-in")
            found = {name: hands.client.get_cookie(name) for name in ("signin", "browser")}
            cookies = {name: cookie.value for name, cookie in found.items() if cookie}
            self.kept[person] = cookies, dict(hands.form(holds="email").fields)["form_token"]
        cookies, token = self.kept[person]
        client = self.app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        return client, token

    def address(self, route: Route) -> list[str]:
        """The route with the house's rows in it; one address for each of the words that `any` lets through."""
        found = [route.path]
        for match in NAMED.finditer(route.path):
            kind, words, name = match.groups()
            if kind == "any":
                values = [word.strip(' "') for word in words.split(",")]
            else:
                values = [self.codes[self._of(route, name)]]
            found = [path.replace(match.group(), str(value), 1) for path in found for value in values]
        return found

    def _of(self, route: Route, name: str) -> str:
        """The name of what stands here: the row's noun, or the address itself where it is no row of the law."""
        if name == "code" and route.noun:
            return route.noun
        spot = f"{route.rule[: route.rule.index(name)]}{name}>"
        assert spot in self.codes, f"{route.rule} names something: say in tests/views/foreign.py what {spot} is"
        return spot


def furnish(app, world: story.World) -> House:
    """Rows of every noun and of everything else that an address can name, each Ada's or Cleo's."""
    rows = noun_rows(world)
    people = crew(world)
    return House(app, people, {noun: row.code for noun, row in rows.items()} | others(app, world, rows["session"]), {})


def noun_rows(world: story.World) -> dict:
    """One row of every noun, each out of Mallory's reach."""
    session = story.booked(world)
    participant = story.again(session.participant)
    ada = story.customer(world.ada)
    project = begin(Project, "draft", ada, story.NOW, workspace=world.halden, author=world.ada, created_at=story.NOW)
    report = reports.report_contributor(participant, "other", ada, story.NOW)
    other = story.live_study(world, invitees=[world.cleo])
    talk = story.booked(world, other, starts_at=story.START + story.DAY)
    done = story.completed(world, story.held(world, talk))
    return {
        "session": session,
        "participant": participant,
        "candidate": participants.new_candidate(project, world.cleo, ada, story.NOW),
        "payout": done.payouts.get(),
        "study": session.study,
        "project": project,
        "report": report,
        "standing": Standing.get(Standing.person == world.cleo),
    }


def crew(world: story.World) -> dict:
    """Everybody of the matrix: name -> person, nobody without one."""
    found = {"nobody": None, "admin": world.ada, "creator": world.bo, "themselves": world.cleo}
    for role in ("reviewer", "viewer"):
        values = {"email": f"{role}@halden.example", "name": role.title(), "zone": "Europe/Oslo"}
        found[role] = Person.create(created_at=story.NOW, **values)
        Member.create(workspace=world.halden, person=found[role], role=role)
    another = story.contributor("dora.another")
    return found | {"another": another, "stranger": world.mallory, "operator": world.olga}


def others(app, world: story.World, session) -> dict:
    """What stands in the addresses that name no row of the law."""
    study = story.live_study(world, audience="invite", link="a-link-of-halden")
    ada = story.customer(world.ada)
    asking = signin.ask("ada@halden.example", "", "", story.NOW, "/")
    there, _secret = signin.sign_in(world.cleo, story.NOW, "Cleo's phone")
    asked = teams.invite(world.halden, "new@mail.example", "viewer", ada, story.NOW)
    note = remarks.write(session, ada, "Ask about the timetable.", story.NOW)
    drain(app.config["SETTINGS"], app.config["CLOCK"].now)
    Outgoing.update(state="dead").where(Outgoing.id == letter_with_calendar()).execute()
    way = unsubscribe_path(SECRET.encode(), world.cleo.code).split("/")
    return {
        "/i/<link>": study.link,
        "/board/suspects/<code>": suspects.keep(story.NOW, "unsigned", study=study, outside_id="pp_9exh736").code,
        "/terms/<dated>": "2026-09-01",
        "/terms/camera/<dated>": "2026-09-01",
        "/terms/recording/<dated>": "2026-11-01",
        "/studies/<code>/results/<int:item>": 1,
        "/clips/<code>": spoken(world),
        "/clips/<code>/pieces/<int:number>": 1,
        "/rules/<noun>": "session",
        "/hooks/<provider>": "fake",
        "/help/<topic>": "taking-part",
        "/static/<path:filename>": "css/base.css",
        "/sign-in/<code>": asking.code,
        "/sign-in/<code>/<token>": sign_in_token(SECRET.encode(), Asking.get().code),
        "/sign-ins/<code>": there.code,
        "/unsubscribe/<code>": way[-2],
        "/unsubscribe/<code>/<token>": way[-1],
        "/sessions/<code>/notes/<int:number>": note.id,
        "/outbox/<int:number>": letter_with_calendar(),
        **own_people(world),
        **machine(world),
        **other_halves(world, study),
        "/team-invites/<code>": asked.code,
        "/team/invites/<code>": asked.code,
        "/team/<code>": colleague(world).code,
        "/brand/<code>": dressed(world.halden),
        "/practice/play/<code>": world.cleo.code,
        "/me/email/<code>": asking.code,
        "/terms/network/<dated>": "2026-09-01",
        "/operator/members/<code>": world.cleo.code,
        "/operator/workspaces/<code>": world.halden.code,
    }


def spoken(world: story.World) -> str:
    """The code of a recording of Cleo's, whose end has not come yet."""
    return aloud.put(aloud.clip_of(aloud.begun(world)), 1).code


def own_people(world: story.World) -> dict:
    """Cleo is one of the team's own people and on one of its lists."""
    own = Enrolled.create(workspace=world.halden, person=world.cleo, name="Cleo M.", by=world.ada, at=story.NOW)
    held = Shortlist.create(workspace=world.halden, name="Commuters", at=story.NOW)
    Listed.create(shortlist=held, person=world.cleo, by=world.ada, at=story.NOW)
    return {"/me/data/teams/<code>": own.code, "/people/<code>": own.code, "/people/lists/<code>": held.code}


def machine(world: story.World) -> dict:
    """A machine of the team, and what it was told."""
    ada = story.customer(world.ada)
    row = endpoints.add(world.halden, "https://hooks.halden.example/parlor", ["candidate"], ada, story.NOW)
    told = endpoints.test(row, ada, story.NOW)
    Outgoing.update(state="dead").where(Outgoing.id == told.id).execute()
    return {"/settings/webhooks/<code>": row.code, "/settings/webhooks/<code>/<int:number>": told.id}


def other_halves(world: story.World, study) -> dict:
    """An outside recruiter of this study, and an outside tool, each with a link that opens."""
    recruiter, (project, tool) = halves.recruiter(world, study), halves.tool(world)
    cleo = halves.sent(project, world.cleo)
    return {
        "/connections/<code>": recruiter.code,
        "/calls/<side>": "recruiter",
        "/calls/<side>/<key>": recruiter.key,
        "/r/<link>": halves.link(study, recruiter).removeprefix("/r/"),
        "/back/<key>": halves.back(tool, f"i{cleo.tail}").removeprefix("/back/"),
    }


def colleague(world: story.World) -> Person:
    """One more of the team, who asks for nothing."""
    cora = Person.create(email="cora@halden.example", name="Cora Vik", created_at=story.NOW)
    Member.create(workspace=world.halden, person=cora, role="creator")
    return cora


def dressed(team: Workspace) -> str:
    """The code of the team, which has a colour and a picture of its own."""
    Workspace.update(brand="#225544").where(Workspace.id == team.id).execute()
    Logo.create(workspace=team, kind="image/png", data=b"a picture", at=story.NOW)
    return team.code


def letter_with_calendar() -> int:
    """The number of a letter that has everything a letter can have."""
    return Letter.select().where(Letter.calendar != "").order_by(Letter.id).get().outgoing_id


def contents() -> dict[str, list]:
    """Table -> all its rows, but for the count of how often somebody asks."""
    found = {}
    for kind in ROWS:
        if kind is not Bucket:
            table = kind._meta.table_name
            rows = database.db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
            found[table] = sorted(map(repr, rows))
    return found
