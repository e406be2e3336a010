"""Measuring: CPU seconds of this process, both sides in turn, medians, and where a command's time goes."""

import cProfile
import gc
import pstats
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from models import database

Step = Callable[[], object]


class Result(NamedTuple):
    """What one benchmark found: milliseconds each (of CPU, unless `unit` says otherwise), and shares of the measured
    time by place (0 to 1)."""

    name: str
    measured: float
    floor: float
    goal: float
    floor_name: str
    facts: dict[str, str]
    shares: dict[str, float]
    unit: str = "ms of CPU"

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.measured / self.floor

    @property
    def shown(self) -> str:
        """The ratio as one reads it."""
        return f"{self.ratio:.3f}" if self.ratio < 0.1 else f"{self.ratio:.2f}"


def in_a_folder(run: Callable[[Path], Any]):
    """What `run` finds in an empty folder; its database is closed before the folder goes."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return run(Path(folder))
        finally:
            database.close()


def in_turn(measured: Sequence[Step], floor: Sequence[Step], rounds: int) -> tuple[float, float]:
    """Medians of the CPU milliseconds of one step on each side; the steps are cut into so many rounds, run in turn, so
    that a slower moment of the machine meets both."""
    times: tuple[list, list] = ([], [])
    size = len(measured) // rounds
    for first in range(0, size * rounds, size):
        for side, steps in zip(times, (measured, floor), strict=True):
            side.append(_spent(steps[first : first + size]))
    return median(times[0]), median(times[1])


def _spent(steps: Sequence[Step]) -> float:
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        for step in steps:
            step()
        return (time.process_time() - begun) * 1000 / len(steps)
    finally:
        gc.enable()


def shares(steps: Sequence[Step], place_of: Callable[[str, str], str]) -> dict[str, float]:
    """The part of the time that each place takes, the largest first. `place_of` gets a function's file and name; what
    is built into Python counts for whoever calls it, unless `place_of` names a place for the file "~"."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for step in steps:
        step()
    profile.disable()
    found: dict[str, float] = {}
    for (path, _line, name), (_calls, _all, own, _sum, callers) in pstats.Stats(profile).stats.items():
        if path != "~" or place_of(path, name):
            found[place_of(path, name)] = found.get(place_of(path, name), 0) + own
            continue
        for (caller, _number, caller_name), (*_counts, share, _below) in callers.items():
            place = place_of(caller, caller_name) or "other"
            found[place] = found.get(place, 0) + share
    whole = sum(found.values())
    return dict(sorted(((place, spent / whole) for place, spent in found.items()), key=lambda pair: -pair[1]))


def show(result: Result) -> str:
    """The result in a few lines of text."""
    verdict = "met" if result.ratio <= result.goal else "NOT met"
    lines = [f"{result.name}: {result.shown} x the floor (goal {result.goal:g} x: {verdict})",
             f"  {result.measured:.3f} {result.unit}; floor {result.floor:.3f} ms ({result.floor_name})"]  # fmt: skip
    lines += [f"  {name}: {value}" for name, value in result.facts.items()]
    lines += [f"  {share:4.0%}  {place}" for place, share in result.shares.items() if share >= 0.01]
    return "\n".join(lines)
