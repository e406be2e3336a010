"""The last step: everything on one page, what launching will do, and the launch itself."""

from flask import Blueprint, g

from commands import items, studies
from lifecycle.study import AUDIENCES, KINDS
from lifecycle.words import Text, _, ngettext
from models import matching
from models.studies import Study
from models.workspaces import Seat
from rules import units
from views.access import Reached, now
from views.customer import budget, build, build_hosts, build_items, network_words, reviewed, study_form
from views.customer.reviewed import NAMED, NONE
from views.offers import offers

views = Blueprint("build_review", __name__)


@views.get("/studies/<code>/edit/review")
def look(code: str):
    """Everything that was written."""
    reached, instead = build.draft_of(code)
    return instead or page(reached)


@views.post("/studies/<code>/edit/review")
def foresee(code: str):
    """What launching would do now: the launch itself, run and taken back."""
    reached, instead = build.draft_of(code)
    return instead or reviewed.foresee(reached, studies.launch, page, invitations)


def invitations(row: Study) -> list[Text]:
    """Whom the clock would invite after the launch, and in which order."""
    if row.audience != "network":
        return []
    wanted = matching.asked_of(row)
    return [
        network_words.how_many(wanted, matching.count(row, wanted, g.at)),
        _("They would be invited by and by, who has been there longest first, for as long as a place is open."),
        _("Who comes to match later, while the study is live, is invited then."),
    ]


def page(reached: Reached, status: int = 200, **more):
    """The review, with what the asker may do now."""
    reached = now(reached)
    found = offers(reached)
    more["others"] = [one for one in found if one.event not in ("launch", "cancel")]
    figured = {"figures": figures(reached.row), "remarks": remarks(reached.row)}
    return reviewed.show(reached, status, LINES, found, **figured, **more)


def details(row: Study) -> list[tuple]:
    """What it is."""
    alone = row.kind in build.ITEMS
    return [
        *([(_("Kind"), KINDS[row.kind])] if alone else []),
        (_("Title"), row.title or NONE),
        (_("What it is about"), row.about or NONE),
        (_("How long"), _("%(n)s minutes", n=row.length)),
        (_("Reward for each person"), budget.amount(row.reward, row) if row.reward else NONE),
        *([] if alone else [(_("Link of the meeting"), row.meeting_link or NONE)]),
        (_("Budget"), budget.amount(row.budget, row) if row.budget else _("No limit")),
    ]


def audience(row: Study) -> list[tuple]:
    """With whom it is held."""
    names = row.named if row.audience == "specific" else []
    said = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        said = _("%(names)s and %(n)s more", names=said, n=len(names) - NAMED)
    people = [(_("Usernames"), said or NONE)] if row.audience == "specific" else []
    asked = network_words.lines(row) if row.audience == "network" else []
    places = _("How many people") if row.kind in build.ITEMS else _("How many conversations")
    number = [(places, row.places), *([(_("Reserves"), row.reserves)] if row.reserves else [])]
    return [(_("Who is asked"), AUDIENCES[row.audience]), *people, *asked, *number]


def screener(row: Study) -> list[tuple]:
    """What is asked before."""
    if found := reviewed.asked(row):
        return found
    if row.kind in build.ITEMS:
        return [(_("Questions"), _("None: everybody who is asked can begin."))]
    return [(_("Questions"), _("None: everybody who is asked can take a time."))]


def work(row: Study) -> list[tuple]:
    """What is done alone."""
    return reviewed.first(build_items.lines(row.kind, items.described(row))) or [(build.ITEMS[row.kind], NONE)]


def times(row: Study) -> list[tuple]:
    """Who holds the conversations, and when."""
    hours = [(one.name, one.line or _("no hours yet")) for one in build_hosts.hours(row)]
    offered = [
        (label, dict(study_form.CHOICES[name]).get(getattr(row, name), getattr(row, name)))
        for name, label in (
            ("step", _("A start")),
            ("gap", _("Kept clear after each conversation")),
            ("minimum_notice", _("Booked at the latest before the start")),
            ("horizon", _("Offered ahead")),
        )
    ]
    most = (_("Most in one day"), row.most_per_day or _("No limit"))
    bookable = (_("Bookable times now"), len(row.free_starts(g.at)))
    return [(_("Held by"), build_hosts.HOSTING[row.hosting]), *hours, bookable, *offered, most]


LINES = {"details": details, "audience": audience, "screener": screener, "times": times, "items": work}


def figures(row: Study) -> list[tuple]:
    """What the launch would reserve and count, and what it may come to."""
    found = [
        (_("Rewards in total"), budget.amount(row.reward * row.places, row), _("when every place is completed")),
    ]
    if row.plan == "flex":
        price = units.session_units(row.kind, row.tariff, row.length)
        found += [
            (
                _("Units reserved"),
                row.units_needed,
                _("%(price)s for each of %(places)s", price=price, places=ngettext(
                    "%(number)s place", "%(number)s places", row.places)),
            ),
            (_("Units left after it"), row.units_available - row.units_needed, None),
        ]  # fmt: skip
    elif seat := Seat.get_or_none(Seat.workspace == row.workspace_id, Seat.person == g.me.id, Seat.year == g.at.year):
        said = _("%(launched)s of %(yearly)s", launched=seat.launched, yearly=seat.yearly or _("as many as you like"))
        found.append((_("Studies of your seat this year"), said, _("this one adds one")))
    return found


def remarks(row: Study) -> list[Text]:
    """What does not keep a launch away and yet may surprise."""
    found = []
    if row.audience == "specific" and 0 < (named := len(row.named)) < row.places:
        found.append(
            ngettext(
                "%(number)s person is named for %(places)s places. The other places stay open.",
                "%(number)s people are named for %(places)s places. The other places stay open.",
                named,
                places=row.places,
            )
        )
    if row.budget and row.budget < row.reward * row.places:
        found.append(_("The budget does not cover the rewards of every place. Payouts beyond it wait for you."))
    return found
