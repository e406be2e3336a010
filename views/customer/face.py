"""Somebody as the team knows them: by username with what they did in its studies, or as one of its own people with
what it noted; lists, favourites, and asking them again. Whom the team does not know does not exist."""

from flask import Blueprint, abort, g, render_template, request
from markupsafe import Markup

from commands import enrolment, shortlists
from commands.fire import Stale
from commands.saving import Overtaken, mark_of
from lifecycle import profilewords
from lifecycle.attempt import Invalid, Refused
from lifecycle.participant import ParticipantLifecycle
from lifecycle.session import SessionLifecycle
from lifecycle.words import Moment, _, ngettext
from models import crowds, own_drafts
from models.network import Enrolled, Profile
from models.studies import Study
from rules import profile
from rules.people_csv import LONGEST
from rules.times import from_epoch
from views import reply
from views.access import MAY, TOO_LOW, membership
from views.customer import crowd, known
from views.customer.lists import acting, of_team

views = Blueprint("face", __name__)
TOO_LONG = _("Please keep this shorter.")


def reached(code: str):
    """(membership, who): 404 for whom the team does not know."""
    member = membership()
    return member, crowds.face(member.workspace_id, code) or abort(404)


def changing(code: str, action: str):
    """The same for a change, and the reply of whose role is too low for it."""
    member, one = reached(code)
    return member, one, None if action in MAY[member.role] else reply.forbidden(TOO_LOW)


def address(one: crowds.Face) -> str:
    """Where somebody's page is."""
    return f"{request.script_root}/people/{one.code}"


@views.get("/people/<code>")
def show(code: str):
    """The page of somebody."""
    return page(*reached(code))


def page(member, one: crowds.Face, status: int = 200, **more):
    """Everything that the team may know of them, and what it can do."""
    may, past = frozenset() if one.gone else MAY[member.role], crowds.history(member.workspace_id, one)
    lists = crowds.lists_of(member.workspace_id, one)
    asks = (one.own or bool(one.username)) and "launch" in may
    context = {
        "one": one,
        "here_url": address(one),
        "past": [_study(row) for row in past],
        "figures": _figures(past),
        "facts": _facts(one),
        "told": _told(member.workspace_id, one) if one.own else [],
        "on": [(held.code, known.name_of(held)) for held in lists if held.number],
        "off": [(held.code, known.name_of(held)) for held in lists if not held.number and not held.favourites],
        "fond": any(held.favourites and held.number for held in lists),
        "drafts": _drafts(member.workspace_id, one, lists) if asks else [],
        "asks": asks,
        "may_enrol": one.own and "enrol" in may,
        "may_list": "shortlist" in may,
        "may_launch": "launch" in may,
        "typed": {"name": one.name, "note": one.note},
        "seen": request.form.get("seen", mark_of(one.name, one.note)),
        "overtaken": False,
        "errors": {},
        "refusal": None,
        **more,
    }
    return render_template("customer/people/person.html", **context), status


def _drafts(workspace: int, one: crowds.Face, lists: list[crowds.Held]) -> list[tuple]:
    """What they can be added to: of one of the team's own people the lists that a draft asks, each with its study."""
    if not one.own:
        return crowds.drafts(workspace)
    on = {held.code for held in lists if held.number}
    return [
        (
            f"{draft.study}.{draft.code}",
            _("%(study)s: list %(list)s", study=draft.title or _("Untitled study"), list=known.name_of(draft)),
        )
        for draft in own_drafts.by_list(workspace)
        if draft.code not in on
    ]


def _study(row: crowds.Past) -> dict:
    """One of their studies, in words."""
    finished = ParticipantLifecycle.finished if row.recruiter and row.state == "submitted" else None
    return {
        "row": row,
        "title": row.title or _("Untitled study"),
        "label": finished or ParticipantLifecycle.label(row.state),
        "talk": SessionLifecycle.label(row.talk_state) if row.talk else None,
        "quality": crowd.QUALITY.get(row.quality),
    }


def _figures(past: list[crowds.Past]) -> list[dict]:
    """Their history in numbers."""
    states, marks = [row.talk_state for row in past], [row.quality for row in past]
    told = (
        (ngettext("Study of your team", "Studies of your team", len(past)), len(past)),
        (_("Conversations held"), states.count("completed")),
        (_("Did not come"), states.count("no_show")),
        (_("Marked as good"), marks.count("good")),
        (_("Marked as poor"), marks.count("poor")),
    )
    return [{"label": label, "number": number} for label, number in told if number or label is told[0][0]]


def _facts(one: crowds.Face) -> list[tuple]:
    """What the team itself said about one of its own people; of others there is nothing to say but the username."""
    if not one.own:
        return []
    noted = Markup("").join(Markup("<bdi>{}</bdi><br>").format(line) for line in one.note.splitlines())
    since = (_("Enrolled"), Moment(from_epoch(one.since)))
    return [(_("Address"), one.email), since, *([(_("Note"), noted)] if one.note else [])]


def _told(workspace: int, one: crowds.Face) -> list[tuple]:
    """The facts that the team enrolled them with."""
    row = Profile.get_or_none(Profile.person == one.person, Profile.scope == workspace)
    words = ((name, profilewords.in_words(name, getattr(row, name))) for name in profile.FACTS if row)
    return [(profilewords.short(name), word) for name, word in words if word]


@views.post("/people/<code>/favourite")
def favourite(code: str):
    """A favourite from now on, or no longer."""
    member, one, instead = changing(code, "shortlist")
    if instead:
        return instead
    change = shortlists.put if request.form.get("on") == "1" else shortlists.take
    change(shortlists.favourites(member.workspace, acting(), g.at), one, acting(), g.at)
    return reply.lead(address(one), "saved")


@views.post("/people/<code>/lists")
def listed(code: str):
    """On a list from now on, or no longer."""
    member, one, instead = changing(code, "shortlist")
    if instead:
        return instead
    if not request.form.get("list"):
        return page(member, one, 422, errors={"list": str(_("Please choose a list."))})
    row = of_team(request.form["list"], member)
    change = shortlists.put if request.form.get("on") == "1" else shortlists.take
    change(row, one, acting(), g.at)
    return reply.lead(address(one), "saved")


@views.post("/people/<code>/ask")
def ask(code: str):
    """Add them to whom a draft will ask, by username or by a list of the team's own people, and go on there; nobody is
    asked before it is launched."""
    member, one, instead = changing(code, "launch")
    if instead:
        return instead
    wanted, _dot, shortlist = request.form.get("study", "").partition(".")
    if not wanted:
        return page(member, one, 422, errors={"study": str(_("Please choose a study."))})
    study = Study.get_or_none(Study.code == wanted, Study.workspace == member.workspace_id) or abort(404)
    try:
        if one.own and shortlist:
            study = shortlists.ask_own(study, of_team(shortlist, member), one, acting(), g.at)
        else:
            study = shortlists.ask_in(study, one, acting(), g.at)
    except (Refused, Stale) as problem:
        return page(member, one, 409, refusal=problem.refusal)
    except Invalid as problem:
        return page(member, one, 422, errors={"study": " ".join(str(words) for words in problem.errors.values())})
    return reply.lead(f"{reply.address(study)}/edit/audience", "saved")


def enrolled(code: str):
    """(membership, who, their row, reply) for a change of one of the team's own people."""
    member, one, instead = changing(code, "enrol")
    return member, one, (Enrolled.get_by_id(one.number) if one.own else abort(404)), instead


@views.post("/people/<code>/amend")
def amend(code: str):
    """Another name, another note."""
    member, one, row, instead = enrolled(code)
    if instead:
        return instead
    name, note = " ".join(request.form.get("name", "").split()), request.form.get("note", "").strip()
    errors = {key: str(TOO_LONG) for key, text in (("name", name), ("note", note)) if len(text) > LONGEST[key]}
    if errors:
        return page(member, one, 422, errors=errors, typed=request.form)
    try:
        enrolment.amend(row, acting(), g.at, name, note, request.form.get("seen"))
    except Overtaken:
        now = crowds.face(member.workspace_id, code) or abort(404)
        return page(member, now, 409, typed=request.form, overtaken=True, seen=mark_of(now.name, now.note))
    return reply.lead(address(one), "saved")


@views.post("/people/<code>/unenrol")
def unenrol(code: str):
    """The team takes them out of its own people."""
    _member, _one, row, instead = enrolled(code)
    if instead:
        return instead
    enrolment.unenrol(row, acting(), g.at)
    return reply.lead(f"{request.script_root}/people?show=own", "unenrolled")
