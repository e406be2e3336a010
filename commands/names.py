"""Looking up whether somebody is called so: so many times in an hour, so that nobody reads out the network."""

from datetime import datetime

from commands.signin import draw
from lifecycle.words import _
from models.database import writes

LOOKS = 300
MATCHING_ONLY = _("IDs are for matching only, and no way to ask or to write to anybody: %(names)s.")


@writes
def look_up(asker: int, at: datetime) -> None:
    """Count one look of this person; Refused when there were too many."""
    draw(f"names:{asker}", LOOKS, at)
