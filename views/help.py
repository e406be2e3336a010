"""Help: two doors, a page for each topic, a search over what the pages say, and the link that each screen has to the
topic that explains it. For anybody, without signing in."""

from types import SimpleNamespace

from flask import Blueprint, abort, current_app, g, render_template, request
from markupsafe import Markup

from lifecycle.rulewords import NOUNS
from models.participants import Participant
from models.studies import Study
from models.workspaces import Workspace
from views import help_search, help_words
from views.help_screens import of_screen
from views.help_topics import CONTRIBUTOR, CUSTOMER, SIDES, TOPICS
from views.shown import person, url

views = Blueprint("help", __name__)
views.record_once(lambda made: made.app.jinja_env.globals.update(help_link=help_link))
MOST_WORDS = 100


@views.get("/help")
def index():
    """Two doors, the reader's own side first."""
    return render_template("help/index.html", doors=doors(), typed="", contacts=contacts())


@views.get("/help/search")
def search():
    """The topics that have these words."""
    typed = request.args.get("q", "").strip()[:MOST_WORDS]
    found = help_search.find(typed, own_side())
    return render_template("help/search.html", typed=typed, found=found, doors=doors())


@views.get("/help/<topic>")
def show(topic: str):
    """One topic."""
    about = TOPICS.get(topic) or abort(404)
    return render_template(
        "help/topic.html",
        about=about,
        body=Markup(help_words.body(topic)),
        rules=[(noun, NOUNS[noun][1]) for noun in about.rules],
        following=[(slug, TOPICS[slug].title) for slug in about.next],
        contacts=contacts(),
    )


def own_side() -> str:
    """Which side the reader is on; who is not signed in takes part."""
    return CUSTOMER if g.me is not None and (person(g.me).roles or g.me.operator) else CONTRIBUTOR


def doors() -> list[SimpleNamespace]:
    """Both sides with their topics, the reader's own first."""
    order = sorted(SIDES, key=lambda side: side != own_side())
    return [
        SimpleNamespace(side=side, heading=SIDES[side], topics=[one for one in TOPICS.items() if one[1].side == side])
        for side in order
    ]


def contacts() -> list[SimpleNamespace]:
    """Whom the reader can ask: their own team's contact or the one of the team they take part with, and the one of
    this installation."""
    team = team_contact()
    own = current_app.config["SETTINGS"].help_contact
    found = [SimpleNamespace(name=team.name, contact=team.help_contact)] if team else []
    if own and own not in [one.contact for one in found]:
        found.append(SimpleNamespace(name="", contact=own))
    for one in found:
        one.link = link_of(one.contact)
    return found


def team_contact() -> Workspace | None:
    """The workspace whose contact is the reader's."""
    if g.me is None:
        return None
    if own := [member.workspace for member in g.signin.members]:
        return next((one for one in own if one.help_contact), None)
    rows = Workspace.select().join(Study).join(Participant).where(Participant.person == g.me.id)
    return rows.where(Workspace.help_contact != "").order_by(Participant.id.desc()).first()


def link_of(contact: str) -> str | None:
    """Where a contact leads, if it is an address."""
    if contact.startswith(("https://", "http://")):
        return contact
    return f"mailto:{contact}" if "@" in contact and not set(contact) & set(" <>?&") else None


def help_link(side: str = "") -> SimpleNamespace:
    """The topic that explains the page being shown to this side."""
    rule, values = request.url_rule, set((request.view_args or {}).values())
    steps = request.path.strip("/").split("/") if rule is not None else []
    slug = of_screen(side or own_side(), [step for step in steps if not _names_a_row(step, rule, values)])
    return SimpleNamespace(title=TOPICS[slug].title, url=url(f"/help/{slug}"), topic=slug)


def _names_a_row(step: str, rule, values: set) -> bool:
    """Whether this part of an address is a code or a number of something, and no word of ours."""
    return step in values and step not in rule.rule and (request.view_args or {}).get("event") != step
