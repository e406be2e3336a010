"""A new workspace, opened by an operator: its first administrator is asked in by e-mail, and no account is touched
before they accept."""

from datetime import datetime

from commands import teams, trail
from lifecycle.attempt import By, Invalid
from lifecycle.words import LANGUAGES, Text, _
from models.database import writes
from models.workspaces import PLANS, TeamInvite, Workspace
from rules.money import CURRENCIES
from rules.times import known_zone

NAME_MOST = 120


@writes
def open_workspace(typed: dict[str, str], by: By, at: datetime) -> Workspace:
    """A workspace with this name, zone, currency and plan; a letter asks the address in as its administrator."""
    name, email = " ".join(typed.get("name", "").split()), typed.get("email", "")
    if found := errors(name, email, typed):
        raise Invalid(found)
    house = Workspace.create(
        name=name,
        zone=typed["zone"],
        currency=typed["currency"],
        plan=typed["plan"],
        language=typed.get("language") or "en",
        created_at=at,
    )
    trail.keep(house.id, "workspace_opened", by, at, plan=house.plan)
    ask_in(house, email, by, at)
    return house


@writes
def ask_in(house: Workspace, email: str, by: By, at: datetime) -> TeamInvite:
    """Ask an address in as an administrator; who was asked as one already gets the letter again."""
    waiting = TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null() & (TeamInvite.role == "admin")
    same = (TeamInvite.workspace == house) & (TeamInvite.email == email.strip().lower())
    if (asked := TeamInvite.get_or_none(same & waiting)) is not None:
        return teams.invite_again(asked, by, at)
    return teams.invite(house, email, "admin", by, at)


def errors(name: str, email: str, typed: dict[str, str]) -> dict[str, Text]:
    """What is missing or can not be used."""
    found = {}
    if not name or len(name) > NAME_MOST:
        found["name"] = _("Please give it a name of at most %(most)s characters.", most=NAME_MOST)
    if not known_zone(typed.get("zone", "")):
        found["zone"] = _("Please choose a city.")
    if typed.get("currency") not in CURRENCIES:
        found["currency"] = _("Please choose a currency.")
    if typed.get("language", "en") not in LANGUAGES:
        found["language"] = _("Please choose a language.")
    if typed.get("plan") not in PLANS:
        found["plan"] = _("Please choose a plan.")
    if "@" not in email:
        found["email"] = teams.ADDRESS
    return found
