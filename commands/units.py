"""Units of a Flex plan and seats of a Seat plan: reserved at launch, used by what was held, given back by what is
given up."""

from datetime import datetime

from commands.recorder import note_down
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import _
from models.database import db
from models.people import Person
from models.studies import Study
from models.workspaces import Seat, UnitLine, Workspace

NO_SEAT = Refusal("seat_left", _("Launching needs a creator seat with a study left this year."), "plan")


def line(
    workspace: int,
    kind: str,
    at: datetime,
    *,
    study: int | None = None,
    entry: int | None = None,
    bought=0,
    reserved=0,
    used=0,
) -> None:
    """One line of the unit ledger, and the workspace's sums with it."""
    UnitLine.create(
        workspace=workspace, kind=kind, study=study, entry=entry, bought=bought, reserved=reserved, used=used, at=at
    )
    mark = db.obj.param
    sql = (
        f"UPDATE workspace SET bought = bought + {mark}, reserved = reserved + {mark}, used = used + {mark} "
        f"WHERE id = {mark}"
    )
    db.execute_sql(sql, (bought, reserved, used, workspace))
    note_down("units", (kind, bought, reserved, used))


def buy(workspace: Workspace, units: int, at: datetime) -> None:
    """Units bought."""
    line(workspace.id, "buy", at, bought=units)


def reserve(study: Study, places: int, entry: int, at: datetime) -> None:
    """Reserve what so many places will use; refused where that is more than there is and overage is off."""
    if study.workspace.plan == "flex" and places:
        line(study.workspace_id, "reserve", at, study=study.id, entry=entry, reserved=study.unit_price * places)
        # Asked once the sums are written, and so locked: two launches at one moment see each other's units.
        house = Workspace.get_by_id(study.workspace_id)
        if house.available < 0 and not house.overage:
            raise Refused(short(study.unit_price * places, house.available))


def short(need: int, after: int) -> Refusal:
    """Too few units: how many this takes and how many there are; `after` is what would be left."""
    words = _("This needs %(need)s units and %(left)s are left.", need=need, left=after + need)
    return Refusal("units_left", words, "plan")


def give_back(study: Study, places: int, entry: int, at: datetime) -> None:
    """Return the reservation of places that nobody will use. Nothing about canceling uses a unit."""
    if study.workspace.plan == "flex" and places:
        line(study.workspace_id, "give_back", at, study=study.id, entry=entry, reserved=-study.unit_price * places)


def use(study: Study, entry: int, at: datetime, *, reserved: bool = True) -> None:
    """Use one place's units: those reserved for it, or (overturn with no open place) beyond the balance if need be."""
    if study.workspace.plan == "flex":
        price = study.unit_price
        line(study.workspace_id, "use", at, study=study.id, entry=entry, reserved=-price if reserved else 0, used=price)


def count_launch(study: Study, who: int | None, at: datetime) -> None:
    """A launch counts against the seat's studies of the year; canceling never changes it."""
    if study.workspace.plan == "seat":
        own = (Seat.workspace == study.workspace_id) & (Seat.person == who) & (Seat.year == at.year)
        left = Seat.yearly.is_null() | (Seat.launched < Seat.yearly)
        if not Seat.update(launched=Seat.launched + 1).where(own, left).execute():
            raise Refused(NO_SEAT)


def grant_seat(workspace: Workspace, person: Person, year: int, yearly: int | None = None) -> Seat:
    """A creator seat for a year; without `yearly` it launches as many studies as wanted."""
    return Seat.create(workspace=workspace, person=person, year=year, yearly=yearly)
