"""Instants as people read them: in their zone, their language, and, where the clocks go back, without two meanings.
What was worked out once is kept, because a list shows the same few hundred instants again and again."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton, format_timedelta, get_timezone_location

from rules.zones import DAY, day_number, known_zone, offset_at

__all__ = ["city", "from_epoch", "known_zone", "local_date", "local_instant", "show_date", "show_day", "show_hour",
           "show_moment", "span_words", "to_epoch"]

_DAY = {"en": "EEEE d MMMM", "de": "EEEE, d. MMMM", "ar": "EEEE، d MMMM"}
_COMMA = {"ar": "، "}
MORNING = 8 * 60
YEARS = range(2000, 2200)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_DATE = {"en": "d MMMM y", "de": "d. MMMM y"}


def to_epoch(instant: datetime) -> int:
    """Whole seconds since 1970, rounded down. A time without a zone: ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return int(instant.timestamp() // 1)


def from_epoch(epoch: int) -> datetime:
    """The instant in UTC."""
    return datetime.fromtimestamp(epoch, UTC)


def plausible(instant: datetime) -> bool:
    """Whether something that others tell can have happened then; any zone can show it."""
    return instant.tzinfo is not None and instant.year in YEARS


def local_instant(day: date, minutes: int, zone: str, fold: int = 0) -> int | None:
    """The epoch at which local clocks show so many minutes from midnight of that date (past 1440: of a later one);
    None where they skip it. Where they show it twice: the first time, or with `fold` 1 the second."""
    wall = day_number(day) * DAY + minutes * 60
    local = datetime.fromtimestamp(wall, UTC).replace(tzinfo=ZoneInfo(zone), fold=fold)
    epoch = int(local.timestamp())
    return epoch if epoch + offset_at(epoch, zone) == wall else None


def local_date(instant: datetime | int, zone: str) -> date:
    """The date in that zone."""
    return datetime.fromtimestamp(_epoch(instant), ZoneInfo(zone)).date()


@lru_cache(maxsize=2048)
def morning_after(instant: datetime, zone: str) -> datetime:
    """The first eight o'clock in the morning there that is not before this instant."""
    day = local_date(instant, zone)
    while True:
        found = local_instant(day, MORNING, zone)
        if found is not None and found >= to_epoch(instant):
            return from_epoch(found)
        day += timedelta(days=1)


def city(zone: str, language: str) -> str:
    """The zone's city in that language, such as "Lisbon"; a zone that is no place is shown by its offset."""
    if zone.startswith("Etc/"):
        # Their names count the other way round: Etc/GMT+5 is five hours behind UTC.
        return _utc(offset_at(0, zone))
    name = get_timezone_location(zone, locale=_locale(language), return_city=True)
    # Where the language has no word for the city the zone's own name comes back, with its region before it.
    return name.rsplit("/", 1)[-1]


def show_hour(instant: datetime | int, zone: str, language: str) -> str:
    """The hour, "14:30"; in the hour that the clocks show twice also its offset, "01:30 UTC+1"."""
    return _hour(_epoch(instant), zone, language)


def show_day(instant: datetime | int, zone: str, language: str) -> str:
    """The day with its name, "Thursday 26 November"."""
    return _day(_epoch(instant), zone, language)


def show_date(instant: datetime | int, zone: str, language: str) -> str:
    """The date with its year, "26 November 2026"."""
    return _date(_epoch(instant), zone, language)


def show_short(instant: datetime | int, zone: str, language: str) -> str:
    """Day and month, as short as the language has them: for the cells of a wide table."""
    local = datetime.fromtimestamp(_epoch(instant), ZoneInfo(zone))
    return format_skeleton("MMMd", local, locale=_locale(language))


def show_moment(instant: datetime | int, zone: str, language: str) -> str:
    """Day, hour and city, "Thursday 26 November, 14:30 (Lisbon)"."""
    epoch = _epoch(instant)
    day, hour = _day(epoch, zone, language), _hour(epoch, zone, language)
    return f"{day}{_COMMA.get(language[:2], ', ')}{hour} ({city(zone, language)})"


def span_words(span: timedelta, language: str) -> str:
    """A length of time in one unit, to the nearest: minutes up to 90, hours below two days, then days."""
    minutes = round(abs(span.total_seconds()) / 60)
    if minutes <= 90:
        return _unit(minutes, "minute", language)
    if minutes < 2 * 1440:
        return _unit(round(minutes / 60), "hour", language)
    return _unit(round(minutes / 1440), "day", language)


def _epoch(instant: datetime | int) -> int:
    return instant if isinstance(instant, int) else to_epoch(instant)


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=8192)
def _hour(epoch: int, zone: str, language: str) -> str:
    text = _shown(epoch, zone, language, "HH:mm")
    local = datetime.fromtimestamp(epoch, ZoneInfo(zone))
    # An instant is never inside a gap, so two offsets for its wall time mean that the clocks show it twice.
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{text} {_utc(offset_at(epoch, zone))}" if twice else text


def _day(epoch: int, zone: str, language: str) -> str:
    return _shown(epoch, zone, language, _pattern(_DAY, language))


def _date(epoch: int, zone: str, language: str) -> str:
    return _shown(epoch, zone, language, _pattern(_DATE, language))


@lru_cache(maxsize=8192)
def _shown(epoch: int, zone: str, language: str, pattern: str) -> str:
    return format_datetime(datetime.fromtimestamp(epoch, ZoneInfo(zone)), pattern, locale=_locale(language))


def _pattern(patterns: dict[str, str], language: str) -> str:
    return patterns.get(language[:2], patterns["en"])


@lru_cache(maxsize=1024)
def _unit(number: int, unit: str, language: str) -> str:
    # One unit only, whatever the length: the finest one allowed is also the first that is large enough.
    return format_timedelta(number * _UNITS[unit], granularity=unit, threshold=float("inf"), locale=_locale(language))


def _utc(offset: int) -> str:
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"UTC{'+' if offset > 0 else '-'}{hours}" + (f":{minutes:02}" if minutes else "")
