"""The cities of the world's zones, by region, to choose from."""

from functools import lru_cache
from zoneinfo import available_timezones

from lifecycle.words import reader
from rules.times import city

REGIONS = ("Europe", "Africa", "America", "Asia", "Australia", "Pacific", "Atlantic", "Indian")


def cities() -> list[tuple[str, list[tuple[str, str]]]]:
    """(region, [(zone, city)]) in the reader's language, for the groups of a select."""
    return _listed(reader().language)


@lru_cache(maxsize=8)
def _listed(language: str) -> list:
    found: dict[str, dict[str, str]] = {region: {} for region in REGIONS}
    for name in sorted(available_timezones()):
        region = name.split("/", 1)[0]
        if "/" in name and region in found:
            found[region].setdefault(city(name, language), name)
    return [(region, [(name, town) for town, name in sorted(towns.items())]) for region, towns in found.items()]
