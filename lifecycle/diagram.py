"""Writes docs/lifecycle.md from the machines: what may happen, as tables and Mermaid diagrams.

python -m lifecycle.diagram            # write it
python -m lifecycle.diagram --check    # exit 1 when it is stale
"""

import pathlib
import sys
from collections.abc import Iterable, Iterator

from lifecycle.follows import CASES, parts
from lifecycle.rulebook import MACHINES, Book, Rule, book
from lifecycle.rulewords import FOLLOWS
from lifecycle.together import CANDIDATE
from lifecycle.words import reading

PAGE = pathlib.Path(__file__).parent.parent / "docs" / "lifecycle.md"
STALE = "docs/lifecycle.md is stale. Write it anew with: python -m lifecycle.diagram"
HEAD = """# What may happen

Written by `python -m lifecycle.diagram` from the machines in `lifecycle/`; do not edit it. The app shows the same at
`/rules`. A move that is not in a table does not exist; a guard that is not met refuses the move with its sentence.
Numbers in sentences are those of a workspace that has set no others."""
PARTS = ("participant", "claims", "place", "units", "money", "standing")


def page() -> str:
    """The whole page, in English."""
    with reading("en"):
        return "\n\n".join([HEAD, *(block for noun in MACHINES for block in _noun(book(noun))), *_together()]) + "\n"


def _noun(about: Book) -> Iterator[str]:
    yield f"## {about.tab}"
    yield f"{about.lead} {_line(about.machine.__doc__)}"
    yield f"```mermaid\n{mermaid(about)}\n```"
    yield "### States"
    yield _table(("State", "Label", ""), _states(about))
    yield "### Moves"
    yield _table(
        ("Move", "Label", "From", "To", "Who", "Guards", "What follows"), (_rule(about, rule) for rule in about.rules)
    )
    if about.noun == "session":
        yield "What follows elsewhere stands under [What moves together](#what-moves-together)."
    if guards := sorted(
        {(asked.code, asked.asks, str(asked.sentence)) for rule in about.rules for asked in rule.asked}
    ):
        yield "### Guards"
        yield _table(("Guard", "Asks", "Says"), ((f"`{code}`", asks, sentence) for code, asks, sentence in guards))
    if about.dead_ends:
        yield "### Dead ends"
        yield _table(("Move", "In", "For", "Says"), _dead_ends(about))


def mermaid(about: Book) -> str:
    """The machine as a Mermaid state diagram; moves between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for rule in about.rules:
        for source in rule.sources or ("[*]",):
            events = arrows.setdefault((source, rule.target), [])
            events += [rule.event] if rule.event not in events else []
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{state.name}" as {state.value}' for state in about.machine.states]
    lines += [f"    {source} --> {target}: {', '.join(events)}" for (source, target), events in arrows.items()]
    return "\n".join([*lines, *(f"    {state.value} --> [*]" for state in about.machine.states if state.final)])


def _states(about: Book) -> Iterator[tuple]:
    for state in about.machine.states:
        yield f"`{state.value}`", str(state.name), "initial" if state.initial else "end" if state.final else ""


def _rule(about: Book, rule: Rule) -> tuple:
    who = ", ".join(rule.who) or "–"
    own = FOLLOWS.get((about.noun, rule.event), "")
    return (
        f"`{rule.event}`",
        str(rule.label),
        _codes(rule.sources) or "–",
        f"`{rule.target}`",
        f"{who} (joined)" if rule.joined else who,
        _codes(asked.code for asked in rule.asked),
        str(own) if about.noun == "session" else " ".join(map(str, rule.follows)),
    )


def _dead_ends(about: Book) -> Iterator[tuple]:
    for end in about.dead_ends:
        yield _codes(end.events), _codes(end.states), end.role, str(end.sentence)


def _together() -> Iterator[str]:
    yield "## What moves together"
    yield "With each move of a session, in the same transaction, whole or not at all."
    rows = []
    for event, cases in CASES.items():
        for case in cases:
            told = parts(case)
            rows.append((f"`{event}`", str(case.when or ""), *(str(told.get(part, "")) for part in PARTS)))
    yield _table(("Move", "When", *map(str.title, PARTS)), rows)
    yield "A candidate of the same installation goes along with its participant:"
    yield _table(
        ("Participant", "Candidate"), ((f"`{event}`", _codes(follows)) for event, follows in CANDIDATE.items())
    )


def _table(head: tuple, rows: Iterable[tuple]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _line(text: str) -> str:
    return " ".join(text.split())


def main(arguments: list[str]) -> int:
    """Writes the page, or with --check says whether it is stale."""
    text = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{STALE}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
