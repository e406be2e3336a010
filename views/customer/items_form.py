"""What is asked in a study that is done alone, as a form: one list of cards, in which a head (a task, or a new page of
a survey) has the questions below it. Its buttons work without JavaScript. A question's card is a screener's without
what its answers mean (views/customer/screener_form.py)."""

from collections.abc import Mapping

from commands import items
from lifecycle.words import Text, _
from models.studies import Study
from rules.typed import whole
from rules.works import ADDRESSED, TASKED, is_web_address
from views.customer import screener_form

MOST = 60
TITLE_MOST, TEXT_MOST, URL_MOST = 120, 2000, 500
WORDS = {"title": "", "text": "text", "url": "url", "done_when": "done"}


def of(row: Study) -> list[dict]:
    """What a study asks as the form holds it; where nothing is asked yet, one empty card to begin with."""
    cards: list[dict] = []
    for place, part in enumerate(items.described(row)):
        if row.kind in TASKED or place:
            cards.append({"head": True, **{name: part.get(name, "") for name in (*WORDS, "screen")}})
        cards += [_card(item) for item in part["items"]]
    return cards or ([_task()] if row.kind in TASKED else [_fresh()])


def _card(item: dict) -> dict:
    bounds = {name: "" if item[name] is None else str(item[name]) for name in ("minimum", "maximum")}
    choices = [_choice(text) for text in item["choices"]]
    return {"head": False, **item, **bounds, "was": item["kind"], "choices": choices}


def _choice(text: str = "") -> dict:
    return {"text": text, "verdict": "may", "skip_to": "", "quota": ""}


def _task() -> dict:
    return {"head": True, "screen": False, **dict.fromkeys(WORDS, "")}


def _fresh() -> dict:
    [card], _focus = screener_form.changed([], "question")
    return {**card, "head": False, "choices": [_choice(), _choice()]}


# Reading what was typed ---------------------------------------------------------------------------------------------


def read(form: Mapping[str, str]) -> list[dict]:
    """The cards as they were typed: q<n> and its fields; a head has q<n>head."""
    found: list[dict] = []
    for number in range(MOST):
        if f"q{number}" not in form:
            break
        found.append(_head(form, f"q{number}") if f"q{number}head" in form else _asked(form, f"q{number}"))
    return found


def _head(form: Mapping[str, str], own: str) -> dict:
    words = {name: form.get(own + short, "").replace("\r\n", "\n").strip() for name, short in WORDS.items()}
    words["title"] = " ".join(words["title"].split())
    return {"head": True, **words, "screen": f"{own}screen" in form}


def _asked(form: Mapping[str, str], own: str) -> dict:
    mine = {
        "q0" + name[len(own) :]: value
        for name, value in form.items()
        if name.startswith(own) and not name[len(own) : len(own) + 1].isdigit()
    }
    return {"head": False, **screener_form.read(mine)[0]}


def values(kind: str, cards: list[dict]) -> list[dict]:
    """The parts as the command takes them: an empty page of a survey is none."""
    parts: list[dict] = []
    for card in cards:
        if card["head"]:
            parts.append({**{name: card[name] for name in (*WORDS, "screen")}, "items": []})
            continue
        if not parts:
            parts.append({"items": []})
        bounds = {name: whole(card[name], 6) for name in ("minimum", "maximum")}
        parts[-1]["items"].append({**card, **bounds, "choices": [one["text"] for one in card["choices"]]})
    return parts if kind in TASKED else [part for part in parts if part["items"]]


# The buttons --------------------------------------------------------------------------------------------------------


def changed(cards: list[dict], what: str) -> tuple[list[dict], str]:
    """The cards after a press, and the id of what is looked at next. `what` is head or question (at the end), below:<n>
    (a question in that part), drop:<n>, copy:<n>, up:<n>, down:<n>, move:<n>:<m>, or a change inside a question."""
    name, *numbers = what.split(":")
    places = [-1 if (place := whole(number, 3)) is None else place for number in numbers]
    cards = [card if card["head"] else {**card, "was": card["kind"]} for card in cards]
    if name in ("head", "question"):
        return _put(cards, len(cards), _task() if name == "head" else _fresh())
    if not places or not 0 <= places[0] < len(cards):
        return cards, ""
    if name in CHANGES:
        return CHANGES[name](cards, *places[:2])
    return _inside(cards, places, name)


def _put(cards: list[dict], place: int, card: dict) -> tuple[list[dict], str]:
    if len(cards) >= MOST:
        return cards, "items-add"
    return [*cards[:place], card, *cards[place:]], f"card-{place}" if card["head"] else f"f-q{place}"


def _inside(cards: list[dict], places: list[int], name: str) -> tuple[list[dict], str]:
    """A change of a question's own fields."""
    place = places[0]
    if cards[place]["head"] or name not in ("kind", "answer", "less"):
        return cards, ""
    asked = ":".join([name, "0", *map(str, places[1:2])])
    [card], focus = screener_form.changed([cards[place]], asked)
    card["choices"] = [{**one, "verdict": "may"} for one in card["choices"]]
    return [*cards[:place], card, *cards[place + 1 :]], focus.replace("q0", f"q{place}", 1)


def _block(cards: list[dict], place: int) -> tuple[int, int]:
    """From where to where a card and what belongs to it stand: a head with its questions, a question alone."""
    if not cards[place]["head"]:
        return place, place + 1
    after = (at for at in range(place + 1, len(cards)) if cards[at]["head"])
    return place, next(after, len(cards))


def _below(cards: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    return _put(cards, _block(cards, place)[1], _fresh())


def _drop(cards: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    """A card alone: the questions of a task or page stay, below what stands before it."""
    left = cards[:place] + cards[place + 1 :]
    return left, f"card-{min(place, len(left) - 1)}" if left else "items-add"


def _copy(cards: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    first, last = _block(cards, place)
    if len(cards) + last - first > MOST:
        return cards, "items-add"
    twins = [{**card} for card in cards[first:last]]
    return [*cards[:last], *twins, *cards[last:]], f"card-{last}" if twins[0]["head"] else f"f-q{last}"


def _up(cards: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    """A question goes over the card before it; a head with its questions over the part before it."""
    if not cards[place]["head"]:
        return _move(cards, place, place - 1)
    before = [at for at in range(place) if cards[at]["head"]]
    to = before[-1] if before else 0
    first, last = _block(cards, place)
    return [*cards[:to], *cards[first:last], *cards[to:first], *cards[last:]], f"card-{to}"


def _down(cards: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    if not cards[place]["head"]:
        return _move(cards, place, place + 1)
    _first, last = _block(cards, place)
    if last >= len(cards):
        return cards, f"card-{place}"
    moved, _focus = _up(cards, last)
    return moved, f"card-{place + _block(cards, last)[1] - last}"


def _move(cards: list[dict], place: int, to: int = -1) -> tuple[list[dict], str]:
    if not 0 <= to < len(cards):
        return cards, f"card-{place}"
    cards = [*cards]
    cards.insert(to, cards.pop(place))
    return cards, f"card-{to}"


CHANGES = {"below": _below, "drop": _drop, "copy": _copy, "up": _up, "down": _down, "move": _move}


# What is wrong ------------------------------------------------------------------------------------------------------


def errors(kind: str, cards: list[dict]) -> dict[str, Text]:
    """What is wrong, by field."""
    found: dict[str, Text] = {}
    for number, card in enumerate(cards):
        own = f"q{number}"
        if not card["head"]:
            wrong = screener_form.errors([card])
            found |= {name.replace("q0", own, 1): words for name, words in wrong.items()}
        elif kind in TASKED:
            found |= {own + name: words for name, words in _of_task(kind, card)}
    if kind in TASKED and cards and not cards[0]["head"]:
        found.setdefault("q0", _("A question follows a task. Move this one below the task that it is about."))
    return found


def _of_task(kind: str, card: dict):
    if not card["title"]:
        yield "", _("Please give the task a name.")
    for name, short in WORDS.items():
        most = {"title": TITLE_MOST, "url": URL_MOST}.get(name, TEXT_MOST)
        if len(card[name]) > most:
            yield short, _("Please keep it below %(most)s characters.", most=most)
    if card["url"] and not is_web_address(card["url"]):
        yield "url", _("Please paste an address that begins with https:// or http://.")
    elif not card["url"] and kind in ADDRESSED:
        yield "url", _("Please paste the address where it is done.")
