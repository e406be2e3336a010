"""What docs/integration.md shows is what the code does: its example runs by itself, and gives the link that opens."""

import pathlib
import re
from datetime import UTC, datetime

from commands import following, hearing
from integrations import links, webhooks
from views.calls import PROBLEMS

TEXT = (pathlib.Path(__file__).parent.parent.parent / "docs" / "integration.md").read_text()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = re.search(r"whsec_[A-Za-z0-9+/=]{20,}", TEXT).group()


def blocks(language: str) -> list[str]:
    """The blocks of code in this language."""
    return [block.strip() for block in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)]


def test_the_example_makes_the_link_that_opens():
    [code] = blocks("python")
    made: dict = {}
    exec(compile(code, "docs/integration.md", "exec"), made)
    assert made["link"] == blocks("text")[0]
    where, _mark, query = made["link"].removeprefix("https://").partition("?")
    said = links.check(where, query, lambda key: [SECRET] if key == "rk_t3bhd7q2mzw5x" else [], NOW)
    assert said["pid"] == "pp_9exh736"


def test_the_signature_of_the_call_is_good():
    [body] = blocks("json")
    number = re.search(r"msg_[0-9a-f]{24}", TEXT).group()
    headers = {"webhook-id": number, "webhook-timestamp": "1795424400", "webhook-signature": blocks("text")[1]}
    assert webhooks.verify([SECRET], headers, body.encode(), NOW) == number


def test_every_type_state_and_problem_is_named():
    told = [kind for side in hearing.TOLD.values() for kind in side]
    for word in (*told, *hearing.ASKED, *hearing.OUTCOMES, *hearing.LOOK, *PROBLEMS):
        assert f"`{word}`" in TEXT, word
    for state in following.PARTICIPANTS:
        assert re.search(rf"\b{state}\b", TEXT), state
