"""The quiet half says that it did its rounds, so that an operator sees when it last did."""

from datetime import datetime, timedelta

from models.beats import Beat
from models.database import writes

OFTEN = timedelta(minutes=1)


class Beats:
    """One process's rounds: each is kept when it first ends and then about once a minute."""

    def __init__(self):
        self.kept: dict[str, datetime] = {}

    def ended(self, name: str, at: datetime) -> None:
        """This round ended now."""
        last = self.kept.get(name)
        # A demo's clock may have been moved back.
        if last is None or abs(at - last) >= OFTEN:
            mark(name, at)
            self.kept[name] = at


@writes
def mark(name: str, at: datetime) -> None:
    """Keep when this round last ended."""
    Beat.insert(name=name, at=at).on_conflict(conflict_target=[Beat.name], preserve=[Beat.at]).execute()
