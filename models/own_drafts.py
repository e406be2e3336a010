"""The studies that are not launched yet and ask a team's own people by a list: whoever is put on that list is asked by
them too. Nothing here says who has an account."""

import json
from typing import NamedTuple

from models.lists import ask
from rules.matching import OWN, read

MOST = 30
DRAFTS = """
SELECT study.code, study.title, study.filters, shortlist.id, shortlist.code, shortlist.name, shortlist.favourites
FROM (SELECT * FROM study WHERE study.workspace_id = ? AND study.audience = 'network'
    AND study.state IN ('draft', 'in_review', 'approved') ORDER BY study.id DESC LIMIT ?) AS study
JOIN shortlist ON shortlist.workspace_id = study.workspace_id ORDER BY study.id DESC, shortlist.id
"""


class ByList(NamedTuple):
    """Such a study, and one of the lists that it asks."""

    study: str
    title: str
    code: str
    name: str
    favourites: bool


def by_list(workspace: int) -> list[ByList]:
    """Each of them with each of its lists, the newest study first."""
    found = []
    for study, title, filters, number, *shortlist in ask(DRAFTS, workspace, MOST):
        wanted = read(json.loads(filters or "{}"))
        if wanted.pool == OWN and number in wanted.lists:
            found.append(ByList(study, title, *shortlist))
    return found
