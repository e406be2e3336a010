"""Reviews: a colleague looks at a study before anybody is invited. What it said then is remembered as a few marks, so
that the next look shows which parts are another now."""

import hashlib
from datetime import datetime

from commands import items
from commands.fire import fire, fresh
from lifecycle.attempt import By, Invalid
from lifecycle.words import _
from models.database import writes
from models.studies import Study

PARTS = {
    "details": ("about", "kind", "length", "reward", "currency", "budget", "presence", "meeting_link"),
    "audience": ("audience", "places", "filters"),
    "times": ("hosting", "host_id", "gap", "step", "minimum_notice", "horizon", "most_per_day"),
}
NOTE = _("Please say what should change. The author reads this.")


@writes
def request_review(study: Study, by: By, at: datetime, note: str = "", seen_version: int | None = None) -> Study:
    """Ask a colleague to look; whoever asks gets no letter about it."""
    return fire(study, "request_review", by, at, seen_version=seen_version, note=note, asked_by=by.who)


@writes
def approve(study: Study, by: By, at: datetime, note: str = "", seen_version: int | None = None) -> Study:
    """It may be launched as it is."""
    study = fresh(study)
    return fire(study, "approve", by, at, seen_version=seen_version, note=note, marks=marks(study))


@writes
def send_back(study: Study, by: By, at: datetime, note: str = "", seen_version: int | None = None) -> Study:
    """A draft again. Whoever did not write it says why; the author may take it back without a word."""
    study = fresh(study)
    reviewer = by.who != study.author_id
    if reviewer and not (note or "").strip():
        raise Invalid({"note": NOTE})
    return fire(
        study, "send_back", by, at, seen_version=seen_version, note=note, by_reviewer=reviewer, marks=marks(study)
    )


def marks(study: Study) -> dict[str, str]:
    """A short mark for each part of a study, another one whenever the part says something else."""
    said = {part: [getattr(study, name) for name in names] for part, names in PARTS.items()}
    said["audience"] += sorted(study.named) if study.audience == "specific" else []
    said["times"] += [person.id for person in study.colleagues] if study.hosting != "one" else []
    said["screener"] = _asked(study)
    if study.kind != "live_conversation":
        said["items"] = items.described(study)
    return {part: hashlib.sha256(repr(value).encode()).hexdigest()[:8] for part, value in said.items()}


def _asked(study: Study) -> list[tuple]:
    """The screener without the numbers of its rows, which every save of it makes anew."""
    asked = study.asked()
    places = {question.id: place for place, question in enumerate(asked)}
    return [
        (
            *question._replace(id=0, choices=()),
            *((one.text, one.verdict, places.get(one.skip_to, one.skip_to), one.quota) for one in question.choices),
        )
        for question in asked
    ]


def changed_since(study: Study, before: dict[str, str]) -> list[str]:
    """The parts that say something else than when these marks were made."""
    return [part for part, mark in marks(study).items() if before.get(part) != mark]
