"""How far a cancel-all is, in words: for its own page, and in short for the page of the study."""

from flask import g

from commands import calling_off
from lifecycle.words import Text, _, ngettext
from models import pending
from models.studies import Study
from views.access import Reached
from views.reply import address

NEVER = {"done": 0, "total": 0, "ended": 0}


def counted(asked: dict) -> Text:
    """So many of so many."""
    return _("%(done)s of %(total)s sessions are canceled.", done=asked["done"], total=asked["total"])


def line(reached: Reached) -> dict | None:
    """What the page of the study says while it goes on."""
    study = reached.row
    if not calling_off.under_way(study):
        return None
    return {
        "count": counted(study.calling_off),
        "url": f"{address(study)}/cancel_pending" if reached.allows("cancel") else None,
    }


def shown(study: Study) -> dict:
    """What its own page says: how many of how many, and how it ended."""
    asked, going = study.calling_off or NEVER, calling_off.under_way(study)
    waits = going and bool(asked["ends"]) and not pending.sums(study, g.at).count
    left = asked["total"] - asked["done"]
    kept = ngettext(
        "%(number)s had begun, or was canceled by the other side, meanwhile.",
        "%(number)s had begun, or were canceled by the other side, meanwhile.",
        left,
    )
    return {
        "done": asked["done"],
        "total": asked["total"],
        "going": going and not waits,
        "waits": waits,
        "count": counted(asked),
        "kept": kept if left and (waits or not going) else None,
    }
