"""Another plan for one conversation, as the customer makes it: first the hours that are offered, then the same person
at another time, or somebody else. One form; each way says what follows from it, and can be tried before it is done."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from flask import Blueprint, g, request

from commands import hours, replan
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Moment, Text, _, ngettext, reader
from models import matching
from models.openings import Availability
from models.people import Person
from models.sessions import Session
from models.studies import CoHost, Study
from rules.matching import OWN as OWN_PEOPLE
from rules.slots import by_local_day
from rules.times import from_epoch, local_date, show_day, show_hour
from views import access, details, ended_words, foresight, looks, reply, stakes
from views.access import MAY, TOO_LOW, Reached, reach
from views.customer import days_form, hours_form, network_words
from views.fire import refusal_of, version
from views.forms import worded
from views.reply import address

views = Blueprint("replan", __name__)
SAME, OWN, NEW = "same", "own", "new"
DAYS, HOURS, CHOOSABLE = 5, 6, 200
VALUE = "%Y-%m-%dT%H:%M:%SZ"
ASKED_ALREADY = Refusal(
    "asked_already", _("They are asked for a new time already. You can wait for their answer, or talk with another.")
)
NOT_YOURS = _("Hours of colleagues are changed by themselves, or by an administrator of your team.")
CHOOSE = _("Please choose with whom you want to talk.")
ASK_THEM = {SAME: _("The same contributor"), OWN: _("The same person, of your own network")}
# Why the way of asking the same person that belongs to others is not this one's, by how this one came.
BY_LINK = _("This person came by your link: choose your own network.")
ENROLLED = _("This person is one of your own people: choose your own network.")
BY_RECRUITER = _("This person came by a recruiter, not by your link: choose the same contributor.")
BY_NETWORK = _("This person came from the contributor network, not by your link: choose the same contributor.")
NOTE = details.NOTE._replace(hint=_("They read this."))
PAUSED = _("Nobody is asked, and nobody can take a time, until you resume.")
KEPT = ("add", "look", "day", "from0", "to0")


# By whether the change is late: beside what is owed then nothing is said to cost nothing.
OPEN_AGAIN = {False: _("The place is open again, and costs you nothing more."), True: _("The place is open again.")}


class Way(NamedTuple):
    """One of the choices: what is chosen, what follows from it, why it is not possible now, and what it costs because
    it is late."""

    value: str
    label: Text
    follows: list[Text]
    refusal: Text | None
    costs: Text | None = None


@views.get("/sessions/<code>/reschedule")
def ask(code: str):
    """The hours and the ways; or, where there is none, how it stands now with the reason."""
    reached = reach("session", code, "customer")
    if not reached.allows("reschedule"):
        return reply.forbidden(TOO_LOW)
    return stuck(reached) or page(reached)


@views.post("/sessions/<code>/reschedule")
def choose(code: str):
    """More hours, a look at what would follow, or one of the ways."""
    reached = reach("session", code, "customer")
    if not reached.allows("reschedule"):
        return reply.forbidden(TOO_LOW)
    if "add" in request.form:
        return stuck(reached) or add(reached)
    try:
        if "propose" in request.form:
            return propose(reached)
        do = wanted(reached)
        if "look" in request.form:
            seen = looks.take(do)
            return page(access.again(reached), foreseen=[*foresight.lines(seen, reached), *besides(reached)])
        return reply.done(reached, do())
    except Invalid as problem:
        return stuck(reached) or page(reached, 422, problem.errors)
    except Stale as problem:
        return reply.refused(reached, problem.refusal)
    except Refused as problem:
        return refused(reached, problem.refusal)


def refused(reached: Reached, refusal: Refusal):
    """What is not possible now, over the other ways where there are some; everything typed is kept."""
    fresh = access.again(reached)
    return reply.refused(reached, refusal) if stuck(fresh) else page(fresh, 409, refusal=refusal)


def stuck(reached: Reached):
    """How it stands now with the reason, where neither way is open; else None."""
    again = refusal_of_same(reached)
    return reply.refused(reached, again) if again and refusal_of(reached, "cancel") else None


def refusal_of_same(reached: Reached) -> Refusal | None:
    """Why the same person can not be asked now."""
    return ASKED_ALREADY if reached.row.state == "rescheduling" else refusal_of(reached, "reschedule")


def wanted(reached: Reached) -> Callable:
    """The command of the chosen way, with what was typed; Invalid names what can not be used."""
    row, how = reached.row, request.form.get("how", "")
    errors = {} if how in {way_of(row), NEW} else {"how": not_theirs(row) if how in (SAME, OWN) else CHOOSE}
    given = proposed = None
    try:
        given = details.parse((NOTE,), request.form)
    except Invalid as problem:
        errors |= problem.errors
    try:
        proposed = one_time()
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)
    more = {"note": given["note"] or "", "seen_version": version()}
    if how == NEW:
        return lambda: replan.somebody_else(row, reached.by, g.at, **more)
    return lambda: replan.same_person(row, reached.by, g.at, proposed=proposed, **more)


def one_time() -> datetime | None:
    """The time to propose, if one was chosen; Invalid where it is none."""
    try:
        return details.instant(request.form["proposed"]) if request.form.get("proposed") else None
    except ValueError as problem:
        raise Invalid({"proposed": problem.args[0]}) from None


def propose(reached: Reached):
    """While they are asked: another proposal, or none any more."""
    replan.propose(reached.row, one_time(), reached.by, g.at, seen_version=version())
    return reply.lead(address(reached.row))


def way_of(row: Session) -> str:
    """What the choice of the same person is called: those whom the team asked itself are of its own network."""
    return OWN if row.participant.of_own_network else SAME


def not_theirs(row: Session) -> Text:
    """Why the other way of asking the same person does not apply to how this one came."""
    source = row.participant.source
    if way_of(row) == OWN:
        return ENROLLED if source == OWN else BY_LINK
    return BY_RECRUITER if source == "recruiter" else BY_NETWORK


def ways(reached: Reached) -> list[Way]:
    """The three choices, those that apply first, with what follows from each and why it may not be possible."""
    row = reached.row
    again, other, first = refusal_of_same(reached), refusal_of(reached, "cancel"), way_of(row)
    last = SAME if first == OWN else OWN
    follows = [] if again is ASKED_ALREADY else after_same(reached, first)
    return [
        Way(first, ASK_THEM[first], follows, again and again.sentence, None if again else late(reached, "reschedule")),
        Way(NEW, _("A new contributor"), after_new(reached), other and other.sentence, late(reached, "cancel")),
        Way(last, ASK_THEM[last], [], not_theirs(row)),
    ]


def after_same(reached: Reached, how: str) -> list[Text]:
    """What follows from asking the same person."""
    policy = reached.row.policy
    told = (
        _("They read that you are no longer available at this time, and can choose another of your times.")
        if how == OWN
        else _("They read that you can not make it, and can choose another of your times, or say that none suits.")
    )
    end = (
        _("Without an answer in %(days)s days it lapses, with no mark on anybody. You are told, and have to reach out "
          "to more people then.", days=policy.lapse_days)
        if how == OWN
        else _("Without an answer in %(days)s days it lapses, with no mark on anybody, and the place is open again.",
               days=policy.lapse_days)
    )  # fmt: skip
    return [
        told,
        _("The old time is canceled at once, for both of you. Their place is kept meanwhile."),
        _("The same contributor can not be guaranteed."),
        _("They are reminded once, after %(hours)s hours.", hours=policy.remind_hours),
        end,
    ]


def after_new(reached: Reached) -> list[Text]:
    """What follows from talking with somebody else."""
    row = reached.row
    by_itself = (
        _("Everybody of your own people who fits and was not asked yet is asked now; the waiting list goes first.")
        if row.study.audience == "network" and matching.asked_of(row.study).pool == OWN_PEOPLE
        else _("Everybody of the network who fits and was not asked yet is asked now; the waiting list goes first.")
    )
    offered = {
        "network": [by_itself],
        "invite": [ended_words.FIRST, ended_words.BY_LINK],
        "specific": [ended_words.FIRST, ended_words.BY_NAME],
    }
    return [
        _("%(who)s reads that it is canceled, and is not asked back.", who=row.shown),
        OPEN_AGAIN[stakes.costs(row)],
        *([PAUSED] if row.study.state == "paused" else offered[row.study.audience]),
        _("When somebody books, both of you get the usual letters."),
    ]


def late(reached: Reached, event: str) -> Text | None:
    """What a late change costs; None where it would be in time."""
    said = stakes.warning(reached, event)
    return said[1] if said and stakes.costs(reached.row) else None


def asks_by_itself(study: Study) -> bool:
    """Whether the clock asks people for this study now."""
    return study.audience == "network" and study.state == "live" and not study.workspace.practice


def besides(reached: Reached) -> list[Text]:
    """What a look says besides: the time that would be proposed, or how many people the clock would ask."""
    study = reached.row.study
    if request.form.get("how") != NEW and request.form.get("proposed"):
        return [_("They would read first: %(when)s.", when=Moment(details.instant(request.form["proposed"])))]
    if request.form.get("how") != NEW or not asks_by_itself(study):
        return []
    left, own = network_words.left_to_ask(study), matching.asked_of(study).pool == OWN_PEOPLE
    if not left and own:
        return [_("Nobody else fits by now. Whoever fits later is asked then.")]
    if not left:
        return [_("Nobody else fits by now, or fewer than five do. Whoever fits later is asked then.")]
    if own:
        return [ngettext("%(number)s more of your people fits and would be asked.",
                         "%(number)s more of your people fit and would be asked.", left)]  # fmt: skip
    return [_("About %(count)s more people fit and would be asked.", count=network_words.number(left))]


class Holder(NamedTuple):
    """Somebody whose hours decide which times there are, and whether the asker may change them."""

    person: Person
    zone: str
    may: bool


def holders(reached: Reached) -> list[Holder]:
    """Whose hours they are: the host's, or those of all who share the study."""
    row, study = reached.row, reached.row.study
    people = [row.host_id] if study.hosting == "one" else [row.host_id, study.host_id]
    named = Person.id.in_(people)
    if study.hosting != "one":
        named |= Person.id.in_(CoHost.select(CoHost.person).where(CoHost.study == study.id))
    found = Person.select(Person, Availability.zone.alias("clock")).left_outer_join(Availability).where(named)
    return [
        Holder(person, person.clock or person.zone, may_change(reached, person))
        for person in found.order_by(Person.id).objects()
    ]


def may_change(reached: Reached, person: Person) -> bool:
    """One's own hours; an administrator also a colleague's."""
    return "launch" in MAY[reached.role] if person.id == g.me.id else reached.role == "admin"


def add(reached: Reached):
    """More hours on one day: kept at once, and the times of now with everything that was typed."""
    able = [one for one in holders(reached) if one.may]
    one = next((one for one in able if one.person.code == request.form.get("host")), None)
    if not able:
        return reply.forbidden(TOO_LOW._replace(sentence=NOT_YOURS))
    if one is None:
        return page(reached, 422, {"host": details.MISSING["colleague"]})
    day, span, errors = typed_hours(request.form, local_date(g.at, one.zone))
    if errors:
        return page(reached, 422, errors)
    before = len(reached.row.offered_starts(g.at))
    hours.add_hours(one.person, one.zone, day, span, g.at)
    fresh = access.again(reached)
    return page(fresh, added=len(fresh.row.offered_starts(g.at)) - before)


def typed_hours(typed: Mapping[str, str], today: date) -> tuple[date | None, tuple | None, dict[str, Text]]:
    """(the day, its hours, errors by field)."""
    day, errors = days_form.day_of(typed.get("day", "")), {}
    wrong = days_form.range_errors(day, day, today) if day else {"first": days_form.NO_DATE}
    if wrong:
        errors["day"] = next(iter(wrong.values()))
    span = hours_form.stretch(typed.get("from0", ""), typed.get("to0", ""))
    if not isinstance(span, tuple):
        errors["from0"] = span or hours_form.FORMAT
    return day, span, errors


def page(reached: Reached, status: int = 200, errors=None, refusal: Refusal | None = None, foreseen=None, added=None):
    """The form, with everything typed kept; `added` is how many times more there are than before."""
    row = reached.row
    starts = [from_epoch(start) for start in row.offered_starts(g.at)]
    shown = ways(reached)
    open_ones = [way.value for way in shown if not way.refusal]
    typed = {name: value for name, value in request.form.items() if added is None or name not in KEPT}
    asked_for = typed.get("how") or request.args.get("how", "")
    return reply.page(
        "customer/session/reschedule.html", status,
        row=row,
        ways=shown,
        # Nobody is canceled on because the other way was closed: that one has to be chosen.
        how=asked_for if asked_for in open_ones else next((one for one in open_ones if one != NEW), ""),
        holders=(there := holders(reached)),
        editable=[one for one in there if one.may],
        count=len(starts),
        days=by_day(starts),
        times=choosable(starts),
        waiting=row.state == "rescheduling",
        proposed=f"{row.proposed_at:{VALUE}}" if row.proposed_at else "",
        added=added,
        typed=typed,
        errors=worded(errors),
        refusal=refusal,
        foreseen=foreseen,
        action=f"{address(row)}/reschedule",
        back=address(row),
    )  # fmt: skip


def by_day(starts: list[datetime]) -> list[tuple[str, str, int]]:
    """The next days with their first hours, and how many more there are on each."""
    here = reader()
    found = []
    for _day, epochs in by_local_day([int(start.timestamp()) for start in starts], here.zone)[:DAYS]:
        there = [from_epoch(epoch) for epoch in epochs]
        hour_words = ", ".join(show_hour(one, here.zone, here.language) for one in there[:HOURS])
        found.append((show_day(there[0], here.zone, here.language), hour_words, max(0, len(there) - HOURS)))
    return found


def choosable(starts: list[datetime]) -> list[tuple[str, str]]:
    """The times to propose one of: (value, day and hour)."""
    here = reader()
    return [
        (
            f"{start:{VALUE}}",
            f"{show_day(start, here.zone, here.language)}, {show_hour(start, here.zone, here.language)}",
        )
        for start in starts[:CHOOSABLE]
    ]
