"""A machine as a drawing: an inline SVG in the reader's language, laid out by `scene`, coloured by the sheets."""

from collections.abc import Iterator
from html import escape

from lifecycle.picture import Strand, is_label, rank_of
from lifecycle.rulebook import Book
from lifecycle.scene import LABEL_LINE, LOOP, NAME_LINE, ROOM, TIP, Place, Scene, scene
from lifecycle.words import _

# Small machines are not drawn larger than the others.
NARROWEST = 1000
TIPPED = ' marker-end="url(#tip)"'
# What a state means, as the sheets colour it.
TONES = {
    "go": (
        "qualified", "scheduled", "booked", "approved", "screening", "sending", "in_progress", "started", "live",
        "sent",
    ),
    "wait": (
        "rescheduling", "waitlisted", "incomplete", "in_review", "paused", "on_hold", "due", "submitted", "unknown",
        "open", "appealed", "under_review",
    ),
    "stop": ("no_show", "host_absent", "failed", "excluded", "removed", "upheld"),
    "done": ("completed", "paid", "good"),
}  # fmt: skip


def drawing(about: Book) -> str:
    """The SVG of this book's machine; one to a page, because its parts have ids."""
    found = scene(about)
    says = _(
        "%(states)s states and %(moves)s moves. The tables on this page say the same in words.",
        states=len(about.machine.states_map),
        moves=len(about.machine.names()),
    )
    parts = [*_strands(about, found), *_loops(found), *_boxes(about, found)]
    return (
        f'<svg class="diagram" viewBox="0 0 {max(found.wide, NARROWEST):.0f} {found.tall:.0f}" role="img" '
        f'aria-labelledby="dia-t dia-d"><title id="dia-t">{escape(str(about.heading))}</title>'
        f'<desc id="dia-d">{escape(str(says))}</desc><defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" '
        f'markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 1l9 4-9 4z"/></marker></defs>'
        f"{''.join(parts)}</svg>"
    )


def _strands(about: Book, found: Scene) -> Iterator[str]:
    for number, strand in enumerate(found.plan.strands):
        mine = [link for link in found.plan.links if number in (_number(link[0]), _number(link[1]))]
        lines = [_line(found, one, other, strand) for one, other in mine]
        passing = [
            _pass(found, thing) for thing in found.slots if thing[0] == number and not is_label(found.plan, thing)
        ]
        label = next(slot for thing, slot in found.slots.items() if thing[0] == number and is_label(found.plan, thing))
        timed = all(about.machine.who.get(event) == {"clock"} for event in strand.events)
        kind = "edge time" if timed else "edge"
        yield f'<g class="{kind}">{"".join(lines + passing)}{_text(label, LABEL_LINE)}</g>'


def _number(thing) -> int | None:
    return None if isinstance(thing, str) else thing[0]


def _line(found: Scene, one, other, strand: Strand) -> str:
    """From one thing to the next: straight in its own row, curved only in the empty room between two columns."""
    tip = TIPPED if isinstance(other, str) else ""
    (x, y), (to_x, to_y) = _point(found, one, other), _point(found, other, one)
    begin, end = _room(found, one, other)
    if strand.side == "beside":  # out to the label and back into the same column
        out = f"C{to_x:.1f} {y:.1f} {to_x:.1f} {y:.1f} {to_x:.1f} {to_y:.1f}"
        back = f"C{x:.1f} {to_y:.1f} {x:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}H{to_x:.1f}"
        return _path(f"M{x:.1f} {y:.1f}{back if tip else out}", tip)
    if abs(y - to_y) < 0.6:
        return _path(f"M{x:.1f} {y:.1f}H{to_x:.1f}", tip)
    middle = (begin + end) / 2
    curve = f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}"
    before = f"H{begin:.1f}" if abs(begin - x) > 0.1 else ""
    after = f"H{to_x:.1f}" if abs(end - to_x) > 0.1 else ""
    return _path(f"M{x:.1f} {y:.1f}{before}{curve}{after}", tip)


def _path(way: str, tip: str = "") -> str:
    return f'<path d="{way}"{tip}/>'


def _pass(found: Scene, thing: tuple) -> str:
    left, right = _ends(found, thing)
    return _path(f"M{left:.1f} {found.slots[thing].y:.1f}H{right:.1f}")


def _point(found: Scene, thing, toward) -> tuple[float, float]:
    """Where the line between the two meets the first."""
    before = rank_of(found.plan, toward) < rank_of(found.plan, thing)
    if isinstance(thing, str):
        box = found.boxes[thing]
        return box.x + box.wide / 2 * (-1 if before else 1), found.ports[thing, toward]
    return _ends(found, thing)[0 if before else 1], found.slots[thing].y


def _ends(found: Scene, thing: tuple) -> tuple[float, float]:
    """From where to where a label or a passing line reaches in its rank."""
    slot = found.slots[thing]
    return slot.x - slot.wide / 2, slot.x + slot.wide / 2


def _room(found: Scene, one, other) -> tuple[float, float]:
    """From where to where the line between these two may be curved."""
    here, there = rank_of(found.plan, one), rank_of(found.plan, other)
    labels = here if here % 2 == 0 else there
    left, right = found.edges[labels]
    behind = max(here, there) > labels
    room = (right - ROOM, right - TIP) if behind else (left + TIP, left + ROOM)
    return room if here < there else room[::-1]


def _loops(found: Scene) -> Iterator[str]:
    for state, lines in found.loops.items():
        box = found.boxes[state]
        top, left, right = box.y - box.tall / 2, box.x - 15, box.x + 15
        curve = f"M{left:.1f} {top:.1f}C{left:.1f} {top - 34:.1f} {right:.1f} {top - 34:.1f} {right:.1f} {top:.1f}"
        words = Place(box.x, top - LOOP - LABEL_LINE * len(lines) / 2, 0, 0, lines)
        yield f'<g class="edge">{_path(curve, TIPPED)}{_text(words, LABEL_LINE)}</g>'


def _boxes(about: Book, found: Scene) -> Iterator[str]:
    for state, box in found.boxes.items():
        tone = next((f' data-tone="{tone}"' for tone, states in TONES.items() if state in states), "")
        kind = "node end" if state in about.machine.final() else "node"
        corner = f'x="{box.x - box.wide / 2:.1f}" y="{box.y - box.tall / 2:.1f}"'
        shape = f'<rect {corner} width="{box.wide:.1f}" height="{box.tall:.1f}" rx="3"/>'
        yield f'<g class="{kind}"{tone}>{shape}{_text(box, NAME_LINE)}</g>'


def _text(place: Place, height: float) -> str:
    first = place.y - height * (len(place.lines) - 1) / 2 + height * 0.28
    rows = enumerate(place.lines)
    return "".join(
        f'<text x="{place.x:.1f}" y="{first + height * row:.1f}">{escape(line)}</text>' for row, line in rows
    )
