"""What the pages of a conversation and of a person show to the customer."""

from flask import g

from lifecycle.words import _
from models.money import Money
from models.participants import Participant
from models.sessions import Session
from rules.times import city
from views.access import Reached
from views.customer import study_page
from views.offers import offers, one
from views.reply import page_of
from views.timeline import items

AHEAD = ("scheduled", "in_progress")
# Registers the page of a study beside those of this module.
assert study_page


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
