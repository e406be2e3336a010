"""(9) What a contributor can always read: when, how long, how much, with whom, what was recorded about them and why."""

import pathlib
from datetime import datetime
from zoneinfo import ZoneInfo

from lifecycle.reasons import in_words
from models import Mark, Session
from tests.commands import truths
from tests.views.app import app_at, hands_of
from tests.world import NOW


def owed(session: Session) -> int:
    """What they read that it pays: who came by a project is paid its incentive, and not the reward of the study."""
    sent = session.participant.candidate
    return sent.project.incentive if sent is not None else session.study.reward


class Reader:
    """A contributor at a browser, on the database of a test."""

    def __init__(self, url: str, home: pathlib.Path):
        self.app, self.clock = app_at(url, NOW, home)

    def misses(self, session: Session, at: datetime) -> list[str]:
        """What the contributor of this conversation should be able to read at this time, and can not."""
        self.clock.at = at
        hands = hands_of(self.app, session.contributor).open(f"/sessions/{session.code}")
        page = " ".join(hands.page.text.split())
        start = session.starts_at.astimezone(ZoneInfo(session.contributor.zone))
        wanted = {
            "when": f"{start:%H:%M}", "which day": f"{start.day} {start:%B}", "how long": f"{session.length} minutes",
            "how much": f"{owed(session) // 100}.00", "with whom": session.host.name,
            "what is recorded": str(session.label),
        }  # fmt: skip
        last = truths.story(session)[-1]
        if last.event == "cancel":
            wanted["why"] = str(in_words("session", "cancel", last.role, last.details["reason"]))
        found = [f"{what}: {words!r}" for what, words in wanted.items() if words not in page]
        marks = Mark.select().where(Mark.session == session, Mark.struck_at.is_null()).count()
        if marks and hands.open("/standing").page.text.count("Recorded by") < marks:
            found.append(f"{marks} marks")
        return [f"session {session.id} ({session.state}) does not say {one}: {page[:1500]}" for one in found]
