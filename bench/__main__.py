"""`python -m bench` runs every benchmark and prints it; with a date it also writes docs/performance.md.

python -m bench                     print
python -m bench 2026-11-22          print, and write the document as of that day
python -m bench booking [date]      one of them alone (the document is written from a run of all)
"""

import os
import platform
import sqlite3
import sys
from pathlib import Path

from bench import board, booking, calling_off, inviting, matching, measure, page, past, phone, routing, slots

ALL = {
    "booking": booking.run,
    "page": page.run,
    "slots": slots.run,
    "past": past.run,
    "matching": matching.run,
    "inviting": inviting.run,
    "calling_off": calling_off.run,
    "board": board.run,
    "routing": routing.run,
    "phone": phone.run,
}
DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Written by `python -m bench {date}` from one run on {date}; do not edit. A ratio compares the CPU time of what Parlor
does (on a phone: the time until the main thing is painted) with a floor that is measured in the same run, so that a
slower machine changes both. Absolute times are those of this machine: {machine}.
"""


def main(words: list[str]) -> None:
    """Run what was asked for."""
    chosen = [word for word in words if word in ALL] or list(ALL)
    dates = [word for word in words if word not in ALL]
    results = []
    for name in chosen:
        found = ALL[name]()
        results += found if isinstance(found, list) else [found]
        for one in results[-len(found) if isinstance(found, list) else -1 :]:
            print(measure.show(one), end="\n\n")
    if dates and len(chosen) == len(ALL):
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(document(results, dates[0]))


def document(results: list[measure.Result], date: str) -> str:
    """The results as a page of documentation."""
    lines = [HEAD.format(date=date, machine=machine())]
    lines += ["| what | goal | measured | took | floor | the floor is |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {one.name} | <= {one.goal:g} x | **{one.shown} x**{'' if one.ratio <= one.goal else ', not met'} "
        f"| {one.measured:.2f} ms | {one.floor:.2f} ms | {one.floor_name} |"
        for one in results
    ]
    return "\n".join([*lines, *(line for one in results for line in _chapter(one))]) + "\n"


def _chapter(one: measure.Result) -> list[str]:
    facts = ", ".join(f"{name}: {value}" for name, value in one.facts.items())
    rows = [f"| {place} | {share:.0%} |" for place, share in one.shares.items() if share >= 0.01]
    head = [
        "",
        f"## {one.name.capitalize()}",
        "",
        f"{facts[:1].upper()}{facts[1:]}.",
    ]
    if not rows:
        return head
    head += ["", "Where the time goes (by profile):", ""]
    return [*head, "| place | share |", "|---|---|", *rows]


def machine() -> str:
    """What this was measured on."""
    versions = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}"
    )
    return f"{os.cpu_count()} cores ({_model()}), {versions}"


def _model() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown"


if __name__ == "__main__":
    main(sys.argv[1:])
