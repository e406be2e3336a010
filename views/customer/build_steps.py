"""The steps that a study is written in: details, audience and times. (The screener's is its own module.)"""

from types import SimpleNamespace

from flask import Blueprint, g, redirect, request

from commands import drafts, studies
from lifecycle.attempt import Invalid
from lifecycle.study import KINDS
from lifecycle.words import Text, _, ngettext
from models.money import Money
from models.people import Person
from models.studies import Study
from rules import matching, units
from rules.compensation import suggested_reward
from rules.typed import whole
from views import reply
from views.access import TOO_LOW, Reached, reach
from views.customer import amended, budget, build, build_hosts, build_names, build_network, network_words, study_form

views = Blueprint("build", __name__)
AUDIENCES = {
    "network": (
        _("Contributor network"),
        _("Everybody who fits what you ask, in the network or among your own people. Invited when you launch."),
    ),
    "specific": (
        _("Specific contributors"),
        _("People of the contributor network whom you name. They are invited when you launch."),
    ),
    "invite": (
        _("Invite Network link"),
        _("Create a link for people you know yourself. It exists from the launch on, and whoever has it can come."),
    ),
}
KIND_HINTS = {
    "live_conversation": _("You talk with each person, at a time that they choose."),
    "survey": _("People answer your questions alone, whenever they like."),
    "interaction": _("People do tasks at an address alone. You read whether they managed, and how fast."),
    "think_out_loud": _("People do tasks alone and say aloud what they think. It is recorded."),
}
NO_FIGURE = {"reward": _("We know no fair figure for this length. Please write what you would like to pay.")}
LABELS = {
    "title": _("Title"),
    "kind": _("Kind"),
    "about": _("What it is about"),
    "length": _("How long"),
    "reward": _("Reward for each person"),
    "meeting_link": _("Link of the meeting"),
    "budget": _("Budget"),
    "audience": _("Who is asked"),
    "usernames": _("Usernames"),
    "places": _("How many conversations"),
    "reserves": _("Reserves"),
    "filters": _("Whom of the network"),
    "step": _("A start"),
    "gap": _("Kept clear after each conversation"),
    "minimum_notice": _("Booked at the latest before the start"),
    "most_per_day": _("Most in one day"),
    "horizon": _("Offered ahead"),
    "hosting": _("Who holds the conversations"),
    "host": _("Host"),
    "colleagues": _("Colleagues"),
}


@views.get("/studies/<code>/edit")
def begin(code: str):
    """A draft: its first unfinished step. A launched study: what may still change."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if reached.row.state in studies.BEFORE_LAUNCH:
        return redirect(f"{reply.address(reached.row)}/edit/{build.first_unfinished(reached.row)}", 303)
    return amended.page(reached)


@views.get("/studies/<code>/edit/<any(details, audience, times):step>")
def look(code: str, step: str):
    """One step, with what the draft holds."""
    reached, instead = build.draft_of(code)
    if reached and step not in build.written(reached.row):
        return redirect(f"{reply.address(reached.row)}/edit/items", 303)
    return instead or page(reached, step, study_form.typed(reached.row, g.reader.language, FIELDS[step]))


def page(reached: Reached, step: str, typed, status: int = 200, **more):
    """The step with these words in its fields."""
    return build.show(reached, step, status, typed=typed, labels=LABELS, **SHOWN[step](reached.row, typed), **more)


@views.post("/studies/<code>/edit/<any(details, audience, times):step>")
def save(code: str, step: str):
    """Save the step, and go on or away."""
    reached, instead = build.draft_of(code)
    if instead:
        return instead
    if step == "details" and "rekind" in request.form:
        return page(reached, step, request.form)
    if step == "details" and "suggest" in request.form:
        typed = suggested(reached.row)
        return page(reached, step, typed) if typed else page(reached, step, request.form, 422, errors=NO_FIGURE)
    if step == "audience" and "count" in request.form:
        return counted(reached)
    return build.saved(reached, step, SAVES[step], page, differences)


def counted(reached: Reached):
    """The audience as it was typed, with how many people fit; what was not understood is said at its field."""
    asked = request.form.get("audience") == "network"
    faults = build_network.understood(reached.row, request.form.getlist).faults if asked else {}
    return page(reached, "audience", request.form, 422 if faults else 200, errors=network_words.errors(faults))


def differences(row: Study, step: str) -> list[tuple[Text, str]]:
    """(label, what is saved now) of every field of the step in which the form says something else."""
    now = study_form.typed(row, g.reader.language, FIELDS[step])
    found = []
    for name in FIELDS[step]:
        several = isinstance(now[name], list)
        typed = request.form.getlist(name) if several else request.form.get(name, "").replace("\r\n", "\n").strip()
        if (sorted(now[name]) if several else str(now[name])) != (sorted(typed) if several else typed):
            found.append((LABELS[name], said(row, name, now[name])))
    if step == "audience" and row.audience == "network" == request.form.get("audience"):
        wanted = build_network.understood(row, request.form.getlist).wanted
        if matching.kept(wanted) != row.filters:
            found += network_words.lines(row)
    return found


def said(row: Study, name: str, value) -> str:
    """A saved value as people read it."""
    if name in ("reward", "budget"):
        amount = getattr(row, name)
        return budget.amount(amount, row) if amount else str(_("none"))
    if name == "audience":
        return str(AUDIENCES[value][0])
    if name == "kind":
        return str(KINDS[value])
    if name in study_form.CHOICES:
        return str(dict(study_form.CHOICES[name]).get(value, value))
    if name == "hosting":
        return str(build_hosts.HOSTING[value])
    if name in ("host", "colleagues"):
        codes = value if isinstance(value, list) else [value]
        value = ", ".join(one.name for one in Person.select().where(Person.code.in_(codes or [""])))
    return " ".join(str(value).split()) or str(_("none"))


# Details ----------------------------------------------------------------------------------------------------------


def save_details(reached: Reached) -> None:
    """The first step."""
    values, errors = study_form.details(request.form, reached.row.currency, g.reader.language)
    if errors:
        raise Invalid(errors)
    studies.edit(reached.row, reached.by, g.at, build.seen(), **values)


def show_details(row: Study, typed) -> dict:
    """The lengths with a fair reward beside each."""
    kind = study_form.kind_of(typed) if typed else row.kind
    # For less than half an hour we know no figure that we could stand behind.
    known = {minutes: suggested_reward(minutes, row.currency) for minutes in study_form.lengths(kind)}
    fair = {minutes: amount if minutes >= 30 else None for minutes, amount in known.items()}
    return {
        "kind": kind,
        "kinds": [SimpleNamespace(value=key, label=KINDS[key], hint=hint) for key, hint in KIND_HINTS.items()],
        "lengths": [
            SimpleNamespace(
                value=minutes,
                label=_("%(n)s minutes", n=minutes),
                hint=fair[minutes] and _("Fair: %(amount)s", amount=budget.amount(fair[minutes], row)),
            )
            for minutes in fair
        ],
        "fair": {n: study_form.amount(value, row.currency, g.reader.language) for n, value in fair.items() if value},
    }


def suggested(row: Study) -> dict | None:
    """What was typed, with the fair reward of the chosen length in it; nothing where no figure is known."""
    length = request.form.get("length", "")
    fair = show_details(row, request.form)["fair"].get(whole(length, 4))
    return dict(request.form.items()) | {"reward": fair} if fair else None


# Audience ---------------------------------------------------------------------------------------------------------


def save_audience(reached: Reached) -> None:
    """The second step; every name that can not be asked is named."""
    values, errors = study_form.audience(request.form)
    names = study_form.usernames(request.form)
    if values.get("audience") == "specific":
        errors |= build_names.errors(names, reached.row.workspace_id)
    if values.get("audience") == "network":
        parsed = build_network.understood(reached.row, request.form.getlist)
        errors |= network_words.errors(parsed.faults)
        values["filters"] = matching.kept(parsed.wanted)
    if errors:
        raise Invalid(errors)
    drafts.save_audience(reached.row, reached.by, g.at, build.seen(), usernames=names, **values)


def show_audience(row: Study, typed) -> dict:
    """The ways with their words, whom of the network, what is known of the names, and what the places would cost."""
    names = study_form.usernames(typed)
    prices = {key: units.session_units(row.kind, key, row.length) for key in (*AUDIENCES, "enrolled")}
    form = typed if hasattr(typed, "getlist") else None
    return {
        "alone": row.kind in build.ITEMS,
        "ways": [SimpleNamespace(value=key, label=label, hint=hint) for key, (label, hint) in AUDIENCES.items()],
        "net": build_network.fields(row, form, typed.get("audience") == "network"),
        "names": build_names.checked(names[: build_names.SHOWN], row.workspace_id),
        "sentence": build_names.over(names),
        "prices": prices if row.plan == "flex" else None,
        "left": row.units_available,
        "needed": row.units_needed,
        "total": Money(row.reward * row.places, row.currency) if row.reward else None,
    }


# Times ------------------------------------------------------------------------------------------------------------


def save_times(reached: Reached) -> None:
    """The fourth step."""
    values, errors = study_form.times(request.form)
    if errors:
        raise Invalid(errors)
    drafts.save_times(reached.row, reached.by, g.at, build.seen(), values, build_hosts.read(request.form))


def show_times(row: Study, typed) -> dict:
    """Who could hold the conversations, their hours, and how many times follow from what is saved."""
    count = len(row.free_starts(g.at))
    return {
        "choices": study_form.CHOICES,
        "hostings": list(build_hosts.HOSTING.items()),
        "able": build_hosts.able(row),
        "chosen": typed.getlist("colleagues") if hasattr(typed, "getlist") else typed["colleagues"],
        "hours": build_hosts.hours(row),
        "enough": count >= row.places,
        "bookable": _(
            "%(times)s for %(places)s in the next %(span)s",
            times=ngettext("%(number)s bookable time", "%(number)s bookable times", count),
            places=ngettext("%(number)s place", "%(number)s places", row.places),
            span=dict(study_form.CHOICES["horizon"]).get(row.horizon, row.horizon),
        ),
    }


FIELDS = {
    "details": ("title", "about", "kind", "length", "reward", "meeting_link", "budget"),
    # and whom of the network: views/customer/build_network.py
    "audience": ("audience", "usernames", "places", "reserves"),
    "times": ("hosting", "host", "colleagues", *study_form.CHOICES, "most_per_day"),
}
SHOWN = {"details": show_details, "audience": show_audience, "times": show_times}
SAVES = {"details": save_details, "audience": save_audience, "times": save_times}
