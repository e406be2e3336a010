"""Whether there is still room for people with these answers: a limit on how many may have chosen a given one."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rules.questions import Question
from rules.screener import chosen


class Quota(NamedTuple):
    """At most `limit` people with this choice; `count` of them have a place already."""

    question: Any
    choice: Any
    limit: int
    count: int = 0


def full_quota(quotas: Iterable[Quota], questions: Iterable[Question], answers: Mapping) -> Quota | None:
    """The first quota that these answers fall into and that has no place left."""
    picked = {(question.id, str(choice.id))
              for question in questions for choice in chosen(question, answers.get(question.id))}
    return next((quota for quota in quotas
                 if (quota.question, str(quota.choice)) in picked and quota.count >= quota.limit), None)
