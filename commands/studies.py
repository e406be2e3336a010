"""Studies: written, launched, and what closing or canceling one gives back."""

import secrets
from datetime import datetime

from commands import calling_off, participants, saving, trail, units
from commands.fire import Stale, begin, effect, fire, fresh
from commands.names import MATCHING_ONLY
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models import births, matching, pending
from models.candidates import ids_among
from models.database import writes
from models.journal import Entry
from models.openings import Availability
from models.people import Person, by_username
from models.standing import removed
from models.studies import Invitee, Study
from models.workspaces import Workspace
from rules import policy as policies
from rules import units as prices

BEFORE_LAUNCH = ("draft", "in_review", "approved")
GOING = ("live", "paused")
# More conversations than these are not canceled in one transaction with their study.
MANY = 200
EDITABLE = (
    "title",
    "about",
    "kind",
    "audience",
    "filters",
    "length",
    "reward",
    "currency",
    "budget",
    "places",
    "reserves",
    "gap",
    "step",
    "minimum_notice",
    "horizon",
    "most_per_day",
    "presence",
    "meeting_link",
    "one_page",
    "hosting",
    "host",
)
# What nobody was promised: words, the door, the budget, how many may wait, and which new times are offered.
AMENDABLE = (
    "title",
    "about",
    "meeting_link",
    "budget",
    "reserves",
    "gap",
    "step",
    "minimum_notice",
    "horizon",
    "most_per_day",
)
OVER = Refusal("study_over", _("This study is over. Duplicate it to go on."))
FROZEN = Refusal("frozen", _("A study that was launched keeps its terms. Duplicate it to change them."))


@writes
def draft(workspace: Workspace, author: Person, at: datetime, **values) -> Study:
    """A new draft, hosted by its author until somebody else is named."""
    values = {"host": author, "currency": workspace.currency, **values}
    return begin(
        Study, "draft", By("customer", author.id), at, workspace=workspace, author=author, created_at=at, **values
    )


@writes
def edit(study: Study, by: By, at: datetime, seen: int | None = None, **values) -> Study:
    """Set what the form says while it is not launched; more than a new title sends an approved study back to draft."""
    study = fresh(study)
    if study.state not in BEFORE_LAUNCH:
        raise Refused(FROZEN)
    changed = saving.put(study, values, EDITABLE, seen)
    if changed - {"title"} and study.state != "draft":
        study = fire(study, "send_back", by, at)
    return study


@writes
def opened(study: Study, by: By, at: datetime, seen: int | None = None) -> Study:
    """A draft to write more than its own columns of: locked, its save counted, and no longer approved."""
    study = edit(study, by, at, seen)
    return fire(study, "send_back", by, at) if study.state != "draft" else study


@writes
def amend(study: Study, by: By, at: datetime, seen: int | None = None, **values) -> Study:
    """Set what may still change once it is launched: no promise to anybody who was asked. What is booked stays."""
    study = fresh(study)
    if study.state not in GOING:
        raise Refused(OVER)
    if "budget" in saving.put(study, values, AMENDABLE, seen):
        _budget_changed(study, by, at)
    return study


@writes
def set_budget(study: Study, budget: int | None, by: By, at: datetime, seen: int | None = None) -> Study:
    """The most that a launched study may pay out; none is no limit. Also where it was canceled: who is Submitted then
    is still decided and paid."""
    study = fresh(study)
    if study.launched_at is None or study.state == "closed":
        raise Refused(OVER)
    if saving.put(study, {"budget": budget}, ("budget",), seen):
        _budget_changed(study, by, at)
    return study


def _budget_changed(study: Study, by: By, at: datetime) -> None:
    trail.keep(study.workspace_id, "budget_set", by, at, study=study.id, budget=study.budget or 0)


@writes
def name_invitees(study: Study, usernames: list[str]) -> None:
    """Set whom the study asks; an unknown username, or one that left the network, is a fault of the form."""
    found = by_username(usernames)
    practice = study.workspace.practice
    found = {name: one for name, one in found.items() if practice == (one.practice_for is not None)}
    unknown = [name for name in usernames if name not in found]
    if ids := ids_among(unknown, study.workspace_id):
        named = ", ".join(name for name in unknown if name in ids)
        raise Invalid({"usernames": Text(MATCHING_ONLY.text, {"names": named})})
    if unknown:
        raise Invalid({"usernames": _("Nobody is called %(names)s.", names=", ".join(unknown))})
    if gone := removed(found.values()):
        names = ", ".join(sorted(person.username for person in found.values() if person.id in gone))
        raise Invalid({"usernames": _("No longer in the network: %(names)s.", names=names)})
    Invitee.delete().where(Invitee.study == study).execute()
    for number in dict.fromkeys(person.id for person in found.values()):
        Invitee.create(study=study, person=number)


@writes
def set_hours(host: Person, zone: str, windows: list, exceptions: dict | None = None) -> Availability:
    """A host's weekly hours, in effect at once; what is booked stays."""
    values = {"zone": zone, "windows": windows, "exceptions": exceptions or {}}
    row = Availability.get_or_none(Availability.host == host)
    if row is None:
        return Availability.create(host=host, **values)
    Availability.update(values).where(Availability.id == row.id).execute()
    return Availability.get_by_id(row.id)


@writes
def launch(study: Study, by: By, at: datetime, seen_version: int | None = None, seen: int | None = None) -> Study:
    """Go live with what the page showed; refused where the draft was saved since."""
    study = fresh(study)
    if seen is not None and seen != study.edited:
        raise Stale(study)
    return fire(study, "launch", by, at, seen_version=seen_version)


@effect("study", "launch")
def launched(attempt: Attempt, target: str) -> dict:
    """The promise: policy numbers and the unit price are copied, so that a later change never rewrites them."""
    study = attempt.row
    price = prices.session_units(study.kind, study.tariff, study.length)
    link = study.link or (secrets.token_urlsafe(12) if study.audience == "invite" else None)
    return {
        "launched_at": attempt.at,
        "numbers": policies.to_dict(study.workspace.policy),
        "unit_price": price,
        "link": link,
        # The clock asks whoever fits, from the first member on (commands/offering.py).
        "offering": 0 if study.audience == "network" else None,
    }


@effect("study", "launch", then=True)
def open_doors(attempt: Attempt, entry: Entry) -> None:
    """Units are reserved, the seat counts, and the people named are invited."""
    study = attempt.row
    units.reserve(study, study.places, entry.id, attempt.at)
    units.count_launch(study, attempt.by.who, attempt.at)
    if study.audience == "specific":
        chosen = births.Chosen(matching.named(study), study.invitees.count())
        participants.invite_all(study, chosen, attempt.by, attempt.at, "specific")


@effect("study", "close", "cancel", then=True)
def close_doors(attempt: Attempt, entry: Entry) -> None:
    """Every open place is given up, after the pending conversations of a canceled study."""
    if entry.event == "cancel":
        calling_off.all_of(attempt.row, "no_longer_needed", attempt.by, attempt.at)
    study = Study.get_by_id(attempt.row.id)
    if study.open_places > 0 and study.launched_at:
        units.give_back(study, study.open_places, entry.id, attempt.at)
        Study.update(places=Study.taken).where(Study.id == study.id).execute()


def cancel(
    study: Study, reason: str | None, by: By, at: datetime, note: str = "", seen_version: int | None = None
) -> Study:
    """The study with everything ahead in it. Over 200 conversations it pauses first, and its own cancel comes with the
    last chunk."""
    if reason and pending.sums(study, at).count > MANY and study.state in GOING:
        how = {"pause": True, "ends": reason, "seen_version": seen_version}
        return calling_off.call_off(study, "no_longer_needed", by, at, note, **how)
    return fire(study, "cancel", by, at, seen_version=seen_version, reason=reason, note=note)


NOT_LIVE = Refusal("not_live", _("Places are added to a study that is live."))


@writes
def add_places(study: Study, places: int, by: By, at: datetime, seen: int | None = None) -> Study:
    """More places than the page had shown (`seen`), reserved again; the log and the unit ledger say by whom."""
    study = fresh(study)
    if study.state not in GOING:
        raise Refused(NOT_LIVE)
    if seen is not None and seen != study.places:
        raise Stale(study)  # of two colleagues who add at one moment, one reads what the other added
    entry = trail.keep(study.workspace_id, "places_added", by, at, study=study.id, places=places)
    units.reserve(study, places, entry.id, at)
    Study.update(places=Study.places + places).where(Study.id == study.id).execute()
    return Study.get_by_id(study.id)
