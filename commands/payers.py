"""How a workspace sends money: by hand, or by one of the payment providers that this installation has."""

from datetime import datetime

from commands import trail
from lifecycle.attempt import By, Invalid
from lifecycle.words import _
from models.database import lock, writes
from models.workspaces import Workspace


@writes
def choose(workspace: Workspace, provider: str, on_offer: tuple[str, ...], by: By, at: datetime) -> Workspace:
    """From now on money that is due goes this way; what is on its way goes on as it is."""
    if provider not in on_offer:
        raise Invalid({"provider": _("Please choose one of these.")})
    house = lock(Workspace.select().where(Workspace.id == workspace.id)).get()
    if house.provider != provider:
        Workspace.update(provider=provider).where(Workspace.id == house.id).execute()
        trail.keep(house.id, "set_provider", by, at, old=house.provider, new=provider)
    return Workspace.get_by_id(house.id)
