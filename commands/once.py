"""Two clicks are one click: a form's one-use key leads the second click to the first one's answer."""

from collections.abc import Callable
from datetime import datetime

from models.database import writes
from models.people import UsedForm

LONGEST = 64


@writes
def once(key: str, at: datetime, command: Callable[[], str]) -> str:
    """The address that the command answered, now or when this key was used first."""
    key = key[:LONGEST]
    if not key:
        return command()
    fresh = UsedForm.insert(key=key, at=at, answer="").on_conflict_ignore().as_rowcount().execute()
    if not fresh:
        return UsedForm.get(UsedForm.key == key).answer
    answer = command()
    UsedForm.update(answer=answer).where(UsedForm.key == key).execute()
    return answer
