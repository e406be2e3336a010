"""Coming from an outside recruiter by a signed link: a page that changes nothing, with one button; and coming back from
an outside tool, which is a hint and nobody's word."""

from flask import Blueprint, g, request

from commands import arrivals, signin, suspects
from integrations import links
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import _, reader
from models import exchange
from models.outside import Connection
from models.participants import Participant
from models.studies import Study
from rules.times import known_zone
from views import asker, reply
from views.calls import where_of
from views.contributor import consents as agreed
from views.contributor import linked
from views.contributor import study as about
from views.contributor.linked import NOT_NOW, behind, owns
from views.reply import address
from views.shown import url

views = Blueprint("arriving", __name__)
# What could not be believed at all, and what once was good.
STATUS = {"expired": 409, "replayed": 409}
THANKS = {
    "complete": (_("Thank you, that was it"), _("What you did is on its way to the people who asked you.")),
    "screenout": (_("Thank you for your answers"), _("This one looks for other people. It says nothing about you.")),
    "overquota": (_("Thank you for coming"), _("Everybody who was needed has been found just now.")),
    "quality": (_("Thank you for coming back"), _("Somebody looks at how it went.")),
    "error": (_("Something went wrong there"), _("Somebody looks at it. You do not have to do anything.")),
}
BACK = (_("Thank you for coming back"), _("The people who asked you see how it went."))


def signed() -> bool:
    """Whether a recruiter signed the address of this page. The Invite Network link of the study's own page is what
    people copy: signed, it is as good as the one that the connection shows, else everybody would come as a stranger."""
    return "sig" in request.args


def met(link: str):
    """(the study behind the link, how they come, None), or the reply that stands in its place as the third."""
    study = behind(link)
    if study is None:
        return None, None, reply.page("contributor/invitation/unknown.html", 404)
    try:
        arrived = believed(study)
    except links.Doubt as problem:
        return study, None, doubtful(study, problem)
    mine = own_place(arrived)
    return study, arrived, reply.lead(onward(mine)) if mine is not None else None


@views.get("/r/<link>")
def look(link: str):
    """What it is, for whom it was meant; looking changes nothing."""
    study, arrived, instead = met(link)
    if instead:
        return instead
    if arrived.used:
        return doubtful(study, links.Doubt("replayed", arrived.connection.key))
    return page(study, arrived)


@views.post("/r/<link>")
def come(link: str):
    """The button: they are in, and this browser is theirs; for a conversation by a letter first."""
    study, arrived, instead = met(link)
    if instead:
        return instead
    known = arrived.place
    if study.state != "live" and known is None:
        return page(study, arrived, 409)
    if owns(study):
        return page(study, arrived, 409)
    if known is None and g.me is None and about.is_talk(study):
        return by_letter(study, arrived)
    return enter(study, arrived)


def enter(study: Study, arrived: arrivals.Arrived):
    """In, with this browser signed in as who they are."""
    told = request.form.get("zone", "")
    zone = told if known_zone(told) else reader().zone
    try:
        row = arrivals.come(study, arrived, g.me, request.remote_addr or "", g.at, reader().language, zone)
    except Refused as problem:
        if problem.refusal is arrivals.USED:
            return doubtful(study, links.Doubt("replayed", arrived.connection.key))
        return page(study, arrived, 429 if problem.refusal.code == "too_many" else 409, refusal=problem.refusal)
    mine = arrivals.enter(row, g.me, g.at, request.user_agent.string)
    response = reply.lead(onward(row))
    if mine is not None:
        if g.signin:
            signin.end(g.signin, g.at)
        asker.set_cookie(response, "signin", mine[1], asker.YEAR // 4)
    return response


def onward(row: Participant) -> str:
    """Where they go on; who is not signed in as this person yet signs in first."""
    if row.state == "invited" and about.is_talk(row.study):
        return f"{address(row)}/questions"  # the camera comes first
    return agreed.onward(row)


def believed(study: Study) -> arrivals.Arrived:
    """What the link says; Doubt where it can not be believed."""
    return arrivals.read(study, where_of(request.path), raw_query(), g.at)


def raw_query() -> str:
    """The query as it came, letter by letter."""
    return request.query_string.decode("latin-1")


def own_place(arrived: arrivals.Arrived) -> Participant | None:
    """Their row, where who is signed in here is who the link is about."""
    there = arrived.place
    return there if there is not None and g.me is not None and there.person_id == g.me.id else None


def doubtful(study: Study, problem: links.Doubt):
    """A kind page that says nothing of why; the team finds it among the suspects."""
    arrivals.doubt(study, problem, request.args.get("pid", ""), g.at)
    return kind_page(STATUS.get(problem.kind, 403))


def kind_page(status: int):
    """The same words for whatever was wrong."""
    return reply.page("contributor/arriving/doubt.html", status)


def by_letter(study: Study, arrived: arrivals.Arrived):
    """A conversation needs an address: its times and changes come by letter."""
    email = request.form.get("email", "").strip()
    if errors := linked.faults(email):
        return page(study, arrived, 422, errors=errors)
    return linked.letter(email, f"{request.script_root}{request.path}?{raw_query()}")


def page(study: Study, arrived: arrivals.Arrived, status: int = 200, errors=None, refusal: Refusal | None = None):
    """What it is, how long it takes, who pays, what is agreed to; and one button."""
    known = arrived.place
    return reply.page(
        "contributor/arriving/page.html",
        status,
        **told_of(study),
        known=known is not None,
        not_now=None if known is not None else NOT_NOW.get(study.state),
        own=owns(study),
        action=f"{request.script_root}{request.path}?{raw_query()}",
        typed=request.form,
        talk=about.is_talk(study),
        letter=g.me is None and known is None and about.is_talk(study),
        recruiter=arrived.connection.name,
        refusal=refusal,
        errors={name: str(words) for name, words in (errors or {}).items()},
    )


def told_of(study: Study) -> dict:
    """About the study as everybody is told, but for what the recruiting side has done already or pays."""
    told = about.told_of(study, starts=study.free_starts(g.at) if about.is_talk(study) else ())
    paid = [(term, PAID_THERE) if term == about.REWARD else (term, *more) for term, *more in told["facts"]]
    acts = told["acts"][1:] if study.asks else told["acts"]
    kept = [(what, who) for what, who in told["kept"] if what != about.MONEY]
    return {**told, "facts": paid, "acts": acts, "asks": False, "kept": kept, "unfit_days": None, "paid_by": PAYS}


PAID_THERE, PAYS = _("By who sent you here"), _("The recruiting side that sent you here")


@views.get("/back/<key>")
def back(key: str):
    """Thanks. What really happened, the other side says itself: this changes nobody's state."""
    connection = Connection.get_or_none(Connection.side == "tool", Connection.key == key)
    if connection is None:
        return kind_page(403)
    try:
        said = arrivals.read_back(connection, where_of(f"/back/{key}"), raw_query(), g.at)
    except links.Doubt as problem:
        suspects.keep(g.at, problem.kind, connection=connection)
        return kind_page(STATUS.get(problem.kind, 403))
    candidate = exchange.candidate_of(connection, said["pid"])
    mine = candidate is not None and g.me is not None and candidate.person_id == g.me.id
    if not arrivals.came_back(connection, said, g.at) and not mine:
        suspects.keep(g.at, "replayed", connection=connection, outside_id=said["pid"])
        return kind_page(409)
    title, words = THANKS.get(said.get("outcome", ""), BACK)
    there = address(candidate) if mine else url("/")
    return reply.page("contributor/arriving/thanks.html", title_words=title, words=words, there=there)
