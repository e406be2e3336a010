"""What an operator does for a team or about a member; each leaves an entry in the log."""

from datetime import datetime, timedelta

from commands import letters, trail, units
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models import desk
from models.database import writes
from models.journal import Entry
from models.people import Person, SignIn
from models.workspaces import PLANS, Member, Seat, Workspace
from rules.typed import whole

REFERENCE_MOST, CONTACT_MOST = 200, 254
UNITS_MOST, YEARLY_MOST = 1_000_000, 1000
DAY = timedelta(days=1)
RUNNING = Refusal(
    "running", _("A study of this team is live or paused, and its places belong to the plan. Close it first.")
)


@writes
def buy_units(workspace: Workspace, number: str, reference: str, by: By, at: datetime) -> None:
    """Units bought, with what proves it."""
    if workspace.plan != "flex":
        raise Refused(Refusal("not_flex", _("A Seat plan has no units.")))
    errors = {}
    if not (bought := between(number, 1, UNITS_MOST)):
        errors["units"] = _("Please type a number from 1 to %(most)s.", most=UNITS_MOST)
    reference = " ".join(reference.split())
    if not reference or len(reference) > REFERENCE_MOST:
        errors["reference"] = _(
            "Please say where they were paid, for instance the number of the invoice, in at most %(most)s characters.",
            most=REFERENCE_MOST,
        )
    if errors:
        raise Invalid(errors)
    entry = trail.keep(workspace.id, "units_bought", by, at, units=bought, note=reference)
    units.line(workspace.id, "buy", at, entry=entry.id, bought=bought)


@writes
def set_overage(workspace: Workspace, on: bool, by: By, at: datetime) -> None:
    """Whether they may launch when no units are left."""
    if workspace.overage != on:
        trail.keep(workspace.id, "overage_on" if on else "overage_off", by, at)
        Workspace.update(overage=on).where(Workspace.id == workspace.id).execute()


@writes
def change_plan(workspace: Workspace, plan: str, by: By, at: datetime) -> None:
    """Another plan; refused while a study holds what the present one gave it."""
    if plan not in PLANS:
        raise Invalid({"plan": _("Please choose a plan.")})
    if plan == workspace.plan:
        return
    trail.keep(workspace.id, "plan_changed", by, at, plan=plan)
    # Asked under the workspace's lock: no launch slips in between.
    if desk.running(workspace.id):
        raise Refused(RUNNING)
    Workspace.update(plan=plan).where(Workspace.id == workspace.id).execute()


@writes
def give_seat(workspace: Workspace, code: str, yearly: str, by: By, at: datetime, year: str = "") -> None:
    """A creator seat of this year or the next for a member: so many studies, none (0), or as many as wanted (nothing
    typed)."""
    theirs = Member.select(Member, Person).join(Person).where(Member.workspace == workspace)
    member = theirs.where(Person.code == code).first()
    number = between(yearly, 0, YEARLY_MOST)
    of = between(year, at.year, at.year + 1) if year.strip() else at.year
    errors = {}
    if of is None:
        errors["year"] = _("Please choose this year or the next.")
    if member is None:
        errors["member"] = _("Please choose somebody of this team.")
    if yearly.strip() and number is None:
        errors["yearly"] = _("Please type a number from 0 to %(most)s, or nothing.", most=YEARLY_MOST)
    if errors:
        raise Invalid(errors)
    trail.keep(workspace.id, "seat_given", by, at, person=member.person_id, yearly=number, year=of)
    same = (Seat.workspace == workspace) & (Seat.person == member.person_id) & (Seat.year == of)
    if not Seat.update(yearly=number).where(same).execute():
        units.grant_seat(workspace, member.person, of, number)


@writes
def set_help_contact(workspace: Workspace, contact: str, by: By, at: datetime) -> None:
    """Whom the team's contributors can ask; the team itself can change it too."""
    contact = " ".join(contact.split())
    if len(contact) > CONTACT_MOST:
        raise Invalid({"help_contact": _("Please use at most %(most)s characters.", most=CONTACT_MOST)})
    if contact != workspace.help_contact:
        trail.keep(workspace.id, "help_contact_set", by, at)
        values = {Workspace.help_contact: contact, Workspace.edited: Workspace.edited + 1}
        Workspace.update(values).where(Workspace.id == workspace.id).execute()


def seen(person: Person, by: By, at: datetime) -> None:
    """An operator looked at what is kept about a member; once a day for each."""
    begun = at.replace(hour=0, minute=0, second=0, microsecond=0)
    same = (Entry.event == "member_seen") & (Entry.who == by.who) & (Entry.details == {"person": person.id})
    own = (Entry.noun == trail.NOUN) & (Entry.subject == trail.INSTALLATION)
    if not Entry.select().where(own, same, Entry.at >= begun, Entry.at < begun + DAY).exists():
        trail.keep(None, "member_seen", by, at, person=person.id)


@writes
def end_sign_ins(person: Person, by: By, at: datetime) -> int:
    """Sign a member out everywhere; how many browsers that were."""
    trail.keep(None, "sign_ins_ended", by, at, person=person.id)
    return SignIn.update(ended_at=at).where(SignIn.person == person.id, SignIn.ended_at.is_null()).execute()


@writes
def address_works(person: Person, by: By, at: datetime) -> None:
    """Their address takes letters again, they told the operator."""
    trail.keep(None, "address_works", by, at, person=person.id)
    letters.address_works(person)


def between(typed: str, least: int, most: int) -> int | None:
    """A whole number between these two, or None."""
    number = whole(typed.strip(), 8)
    return number if number is not None and least <= number <= most else None
