"""The signs of people who sent what they did alone (rules/signs.py), for one page of a list: four statements, however
many took part."""

import json
from collections.abc import Collection

from models import lists, results, works
from rules import signs
from rules.signs import Others, Sent, Sign

SENT = f"""
SELECT participant.id, participant.submitted_at - {results.BEGUN} FROM participant
    WHERE participant.study_id = ? AND participant.submitted_at IS NOT NULL AND participant.id IN ({{places}})
"""
ANSWERS = """
SELECT reply.participant_id, reply.item_id, reply.value FROM reply
    WHERE reply.value IS NOT NULL AND reply.participant_id IN ({places})
"""
# Texts that more than one person wrote; compared further by rules.signs.plain.
TWICE = """
SELECT LOWER(reply.value), COUNT(DISTINCT reply.participant_id) FROM reply
    JOIN item ON item.id = reply.item_id AND item.kind = 'text' AND item.study_id = ?
    WHERE LENGTH(reply.value) > ? GROUP BY LOWER(reply.value) HAVING COUNT(DISTINCT reply.participant_id) > 1
"""


def of(study: int, kind: str, people: Collection[int]) -> dict[int, list[Sign]]:
    """Participant -> their signs; only of those among these people who have any."""
    wanted = sorted(people)
    if not wanted or kind == "live_conversation":
        return {}
    places = ", ".join("?" * len(wanted))
    took = dict(lists.ask(SENT.format(places=places), study, *wanted))
    if not took:
        return {}
    answers: dict[int, dict] = {}
    for who, item, value in lists.ask(ANSWERS.format(places=places), *wanted):
        answers.setdefault(who, {})[item] = json.loads(value)
    head = results.head(study, "sent")
    twice = {signs.plain(json.loads(text)): number for text, number in lists.ask(TWICE, study, signs.LONG_ENOUGH)}
    others = Others(head.median, head.counted, twice)
    items = [item for part in works.of(study, kind).parts for item in part.items]
    found = {who: signs.of(items, Sent(seconds, answers.get(who, {})), others) for who, seconds in took.items()}
    return {who: one for who, one in found.items() if one}
