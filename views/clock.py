"""The clock: the one place where the time is read. For demos and tests it can be set to an instant from which it
runs on."""

import pathlib
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time, or the shown time of PARLOR_NOW: an instant, or a file that holds one and is read again when it
    changes."""

    def __init__(self, shown: str = ""):
        self._began = time.time()
        self._fixed = _instant_or_none(shown)
        self.file = pathlib.Path(shown) if shown and self._fixed is None else None
        self._read: tuple[float, datetime] | None = None

    def now(self) -> datetime:
        """The time now, in UTC, to the second."""
        return self._shifted().replace(microsecond=0)

    def _shifted(self) -> datetime:
        if self._fixed is not None:
            return self._fixed + timedelta(seconds=time.time() - self._began)
        if self.file is not None and self.file.exists():
            changed = self.file.stat().st_mtime
            if self._read is None or self._read[0] != changed:
                self._read = changed, instant(self.file.read_text().strip())
            return self._read[1] + timedelta(seconds=max(time.time() - changed, 0))
        return datetime.now(UTC)

    def move(self, to: datetime) -> None:
        """Show this instant from now on (demos and tests)."""
        draft = self.file.with_suffix(".draft")
        draft.write_text(to.isoformat())
        draft.rename(self.file)  # in one piece: nobody reads half an instant


def _instant_or_none(text: str) -> datetime | None:
    try:
        return instant(text) if text else None
    except ValueError:
        return None


def instant(text: str) -> datetime:
    """An ISO instant; without an offset it is UTC."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
