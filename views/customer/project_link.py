"""The integration of a recruiting project: the Invite Network link as it was pasted, tried, and what came of that in
words. Asking another host happens outside of every transaction; the commands only write down what was found."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, request

from commands import calls, connections, projects
from commands.fire import Stale
from commands.signin import draw
from integrations import wire
from lifecycle.attempt import Invalid, Refused
from lifecycle.study import KINDS
from lifecycle.words import _
from models import projects as found
from models.outside import Connection
from models.recruiting import Project
from models.studies import Study
from views import reply
from views.access import TOO_LOW, Reached, reach
from views.access import now as again
from views.customer import build, link_words
from views.forms import worded
from views.reply import address

views = Blueprint("project_link", __name__)
TESTS = 60  # of one person in an hour: nobody uses this to knock on doors
PASTE = _("Please paste the whole link; it begins with https://.")
NEEDED = {
    "key": _("This study is at another host. Paste the Key ID that it shows under “Outside recruiters”."),
    "secret": _("Paste the secret too: without it nobody tells us who finished."),
}
FAULTS = {
    "unreachable": _("Nothing answered at this address. Check it, or try again in a moment."),
    "forbidden_address": _("This address is none of the open Internet, so nobody is sent there."),
    "not_https": _("Please paste an address that begins with https://."),
    "too_large": _("What answers there is no page that people could open."),
    "redirected": _("This address only sends on to another one. Open it yourself, and paste where you end."),
}


@views.get("/projects/<code>/edit/integration")
def look(code: str):
    """The step of a draft."""
    reached, instead = build.draft_of(code, "project")
    return instead or page(reached)


@views.post("/projects/<code>/edit/integration")
def save(code: str):
    """Keep the link and go on; the button "test" tries it first. A link of this installation is always tried."""
    reached, instead = build.draft_of(code, "project")
    if instead:
        return instead
    try:
        row = keep(reached)
        if "test" in request.form or (row.link_tested_at is None and token_of(row.target_link)):
            tried(row, reached)
    except (Invalid, Refused) as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"link": problem.refusal.sentence}
        return page(reached, 422, errors=errors)
    except Stale as problem:
        if request.form.get("link", "").strip() != problem.row.target_link:
            saved = [(_("Invite Network link"), problem.row.target_link or str(_("none")))]
            return page(reached, 409, stale=saved)
        row = problem.row
    if "test" in request.form:
        return reply.lead(f"{address(row)}/edit/integration", "link_tested")
    return build.went_on(row, "integration")


def keep(reached: Reached) -> Project:
    """The link as it was pasted."""
    link = request.form.get("link", "").strip()
    if not is_link(link):
        raise Invalid({"link": PASTE})
    kind = request.form.get("kind", "")
    return projects.set_link(
        reached.row, link, reached.by, g.at, build.seen(), kind if kind in KINDS and not token_of(link) else ""
    )


def is_link(link: str) -> bool:
    """Whether this could be the address of a page."""
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = link.isascii() and link.isprintable() and " " not in link and len(link) <= connections.LONGEST_URL
    return plain and parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc


def token_of(link: str) -> str | None:
    """The last part of an Invite Network link of this installation; None for one elsewhere."""
    parts = urlsplit(link)
    own = {urlsplit(base).netloc.lower() for base in (request.host_url, current_app.config["SETTINGS"].base_url)}
    before, _slash, token = parts.path.rstrip("/").rpartition("/")
    if parts.netloc.lower() not in own:
        return None
    return token if before in (f"{request.script_root}/i", "/i") else "-"


def tried(row: Project, reached: Reached) -> None:
    """Try the link and write down that it opens; Invalid, where it does not."""
    draw(f"link:{g.me.id}", TESTS, g.at)
    try:
        if study := found_here(row):
            projects.link_answered(row, row.target_link, reached.by, g.at, study)
        else:
            elsewhere(row, reached)
    except Invalid:
        projects.link_failed(row, row.target_link)
        raise


def found_here(row: Project) -> Study | None:
    """The study of this team behind the link, if it takes people in; None where the link leads to another host. What a
    launched project leads to is known, whatever this installation is called by now."""
    launched = row.state != "draft" and row.study_id is not None
    token = None if launched else token_of(row.target_link)
    if not launched and token is None:
        return None
    study = row.study if launched else found.study_behind(token)
    if study is None or study.workspace_id != row.workspace_id:
        raise Invalid({"link": link_words.NOT_YOURS})
    if study.state != "live":
        raise Invalid({"link": link_words.STATES.get(study.state, link_words.NOT_YOURS)})
    return study


def elsewhere(row: Project, reached: Reached) -> None:
    """A study at another host: its page has to open, and its side has to have handed over its key and secret."""
    link, form, joined = row.target_link, request.form, joined_of(row)
    key, secret = form.get("key", "").strip(), form.get("secret", "").strip()
    calls_url = form.get("calls_url", "").strip()
    if joined is not None and key == joined.key:
        secret = secret or joined.secret
    if errors := {name: NEEDED[name] for name, value in (("key", key), ("secret", secret)) if not value}:
        raise Invalid(errors)
    allowed = current_app.config["SETTINGS"].target_hosts
    answers(link, allowed)
    connection = connections.join_tool(row, link, key, secret, calls_url, reached.by, g.at)
    projects.link_answered(row, link, reached.by, g.at)
    if connection.calls_url:
        calls.greet(connection, current_app.config["SETTINGS"].base_url, g.at, allowed)


def answers(link: str, allowed: frozenset) -> None:
    """Invalid, where nothing that people could open is at this address."""
    try:
        answered = wire.send("GET", link, allowed=allowed)
    except wire.Fault as fault:
        raise Invalid({"link": FAULTS.get(fault.code, FAULTS["unreachable"])}) from None
    if not 200 <= answered.status < 300:
        words = _("The page there answers with %(status)s, so nobody would get in.", status=answered.status)
        raise Invalid({"link": words})


def is_elsewhere(row: Project) -> bool:
    """Whether the link that is kept leads to another host."""
    return row.study_id is None and bool(row.target_link) and not token_of(row.target_link)


def joined_of(row: Project) -> Connection | None:
    """What the other side handed over, where it did."""
    there = (Connection.project == row.id) & Connection.revoked_at.is_null()
    return Connection.select().where(there).order_by(Connection.id.desc()).first()


def page(reached: Reached, status: int = 200, *, errors=None, stale=None):
    """The step, with everything typed but the secret."""
    reached = again(reached)
    return build.show(reached, "integration", status, errors=errors, stale=stale, **context(reached.row))


def context(row: Project) -> dict:
    """The fields as they stand or were typed, and what is known of the link."""
    joined = joined_of(row)
    saved = {
        "link": row.target_link,
        "key": joined.key if joined else "",
        "calls_url": joined.calls_url if joined else "",
        "kind": row.kind,
    }
    return {
        "typed": saved | dict(request.form.items()) if request.method == "POST" else saved,
        "kinds": list(KINDS.items()),
        "joined": joined,
        "elsewhere": joined is not None or is_elsewhere(row),
        "result": link_words.known(row, joined, request.method == "POST"),
    }


# While it is live -----------------------------------------------------------------------------------------------------


@views.get("/projects/<code>/integration")
def settings(code: str):
    """What a launched project leads to; its link stays as it is."""
    reached = reach("project", code, "customer")
    if reached.row.state == "draft":
        return redirect(f"{address(reached.row)}/edit/integration", 303)
    return live_page(reached)


@views.post("/projects/<code>/integration")
def try_again(code: str):
    """Try the link again, with what the other side handed over by now."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    try:
        tried(reached.row, reached)
    except Invalid as problem:
        return live_page(reached, 422, worded(problem.errors))
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(f"{address(reached.row)}/integration", "link_tested")


def live_page(reached: Reached, status: int = 200, errors=None):
    """What is known, and the button that tries it again."""
    row = again(reached).row
    may = reached.allows("launch") and row.state in projects.GOING
    there = {**context(row), "errors": errors or {}, "may": may}
    return reply.page("customer/project/integration.html", status, row=row, **there)
