"""What the pages of a study, a session and a participant show to the customer."""

from flask import g, request

from lifecycle.words import _
from models.journal import Entry
from models.money import Money
from models.participants import Participant
from models.sessions import Session
from models.studies import Study
from models.tally import counts
from rules.times import city
from views.access import Reached
from views.customer import listing
from views.offers import offers, one
from views.reply import address, page_of
from views.timeline import items

AHEAD = ("scheduled", "in_progress")
PEOPLE_SHOWN = 60


@page_of("customer", "study")
def study(reached: Reached) -> dict:
    """Places, how people got here, the conversations, and what can be done."""
    row: Study = reached.row
    people, talks = counts("participant", row.id), counts("session", row.id)
    lines = listing.of_study(row.id, _after())
    older = lines[listing.SHOWN - 1] if len(lines) > listing.SHOWN else None
    total = sum(talks.values())
    return {
        "offers": offers(reached),
        "parts": parts(row, people, talks),
        "steps": steps(people, talks),
        "rows": listing.rows(lines[: listing.SHOWN], request.script_root),
        "older": f"{address(row)}?after={older.starts_at}-{older.id}" if older else None,
        "total": total,
        "people": people_of(row) if not _after() else [],
        "link": f"{request.url_root.rstrip('/')}/i/{row.link}" if row.link else None,
        "editable": row.lifecycle.graph().get((row.state, "launch")) is not None and reached.allows("launch"),
        "free": len(row.free_starts(g.at)) if row.open_places and row.kind == "live_conversation" else None,
        "estimate": row.units_needed if row.plan == "flex" and row.launched_at is None else None,
        "happened": Entry.select().where(Entry.noun == "study", Entry.subject == row.id).count(),
    }


def _after() -> tuple[int, int] | None:
    """The key of the page asked for."""
    first, _dash, second = request.args.get("after", "").partition("-")
    return (int(first), int(second)) if first.isdigit() and second.isdigit() and len(first + second) < 30 else None


def parts(row: Study, people: dict, talks: dict) -> list[tuple]:
    """The seats of the house, as they are taken."""
    waiting = talks.get("rescheduling", 0)
    numbers = (
        ("completed", people.get("completed", 0), _("completed")),
        ("submitted", people.get("submitted", 0), _("submitted")),
        ("booked", max(people.get("booked", 0) - waiting, 0), _("booked")),
        ("rescheduling", waiting, _("waiting for a new time")),
        ("open", max(row.open_places, 0), _("open")),
    )
    return [(kind, count, f"{count} {word}") for kind, count, word in numbers]


def steps(people: dict, talks: dict) -> list[dict]:
    """How people got here: each step counts everybody who came at least that far."""

    def several(*states):
        return sum(people.get(state, 0) for state in states)

    done = several("submitted", "completed")
    booked = several("booked", "no_show") + done
    fit = several("qualified", "waitlisted", "started") + booked
    begun = several("screening", "screened_out") + fit
    return [
        {"n": sum(people.values()), "step": _("Asked")},
        {"n": begun, "step": _("Began the questions")},
        {"n": fit, "step": _("Fit")},
        {"n": booked, "step": _("Booked a time")},
        {"n": done, "step": _("Talked")},
        {"n": several("completed"), "step": _("Completed")},
    ]


def people_of(row: Study) -> list[Participant]:
    """The newest people of a study."""
    return list(
        Participant.select().where(Participant.study == row).order_by(Participant.id.desc()).limit(PEOPLE_SHOWN)
    )


@page_of("customer", "session")
def session(reached: Reached) -> dict:
    """Who, when in both zones, what can be done, the answers, and everything that happened."""
    row: Session = reached.row
    begins = row.starts_at - row.policy.join
    return {
        "offers": offers(reached),
        "answers": answers(row.participant),
        "timeline": items(reached, [row, row.participant]),
        "money": Money(row.study.reward, row.study.currency),
        "join": {"open": g.at >= begins, "opens_at": begins} if row.state in AHEAD else None,
        "decide": one(reached._replace(row=row.participant), "complete"),
        "until": row.starts_at - g.at if row.starts_at > g.at else None,
        "host_city": city(row.host_zone, g.reader.language),
    }


def answers(participant: Participant) -> list[tuple]:
    """Question and answer, as they were given."""
    given = participant.answered()
    found = []
    for question in participant.study.asked():
        texts = {choice.id: choice.text for choice in question.choices}
        value = given.get(question.id)
        chosen = value if isinstance(value, list) else [value]
        words = "; ".join(str(texts.get(one, one)) for one in chosen if one is not None)
        found.append((question.text, words or str(_("Not answered"))))
    return found


@page_of("customer", "participant")
def participant(reached: Reached) -> dict:
    """A person in a study: answers, conversations, and what can be done."""
    row: Participant = reached.row
    talks = list(Session.select().where(Session.participant == row).order_by(Session.id.desc()))
    payouts = list(row.payouts)
    return {
        "offers": offers(reached),
        "answers": answers(row),
        "sessions": talks,
        "payouts": payouts,
        "timeline": items(reached, [row, *talks, *payouts]),
        "note": row.slot_note,
    }
