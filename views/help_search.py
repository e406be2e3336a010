"""Finds words in the help: over what the topics say in the reader's language, ranked, with the place where they
stand."""

import functools
import re
import unicodedata
from html import unescape
from typing import NamedTuple

from markupsafe import Markup, escape

from lifecycle.words import reader
from views.help_everyday import EVERYDAY
from views.help_topics import TOPICS, Topic
from views.help_words import body

TITLE, HEADING, TEXT, OWN_SIDE = 12, 5, 1, 3
OFTEN, AROUND = 4, 90
# From so many letters on, a word is found at the beginning of a word, and from so many on, inside one.
BEGINNING, INSIDE = 3, 4
PART = re.compile(r"<(p|li|dt|dd|td|th|caption)[ >].*?</\1>", re.DOTALL)
# What stands on many pages alike and explains none of them.
ASIDE = 'class="small quiet"'
HEAD = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


class Page(NamedTuple):
    """A topic as it is searched: its title, headings, and paragraphs, and what people call such things."""

    slug: str
    topic: Topic
    title: str
    headings: tuple[str, ...]
    parts: tuple[str, ...]
    everyday: str


class Found(NamedTuple):
    """A topic that has the words, where one of them stands, marked."""

    slug: str
    topic: Topic
    excerpt: Markup


def plain(text: str) -> str:
    """Without capitals and accents, letter for letter as long as before."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter for letter in text)


@functools.cache
def library(language: str) -> tuple[Page, ...]:
    """Every topic in this language, which is the reader's."""
    return tuple(_page(slug, topic) for slug, topic in TOPICS.items())


def _page(slug: str, topic: Topic) -> Page:
    html = body(slug)
    headings = tuple(_text(found) for found in HEAD.findall(html))
    parts = (str(topic.lead), *(_text(found.group()) for found in PART.finditer(html) if ASIDE not in found.group()))
    return Page(slug, topic, str(topic.title), headings, parts, str(EVERYDAY[slug]))


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def words_of(typed: str) -> list[str]:
    """The words that are looked for."""
    return list(dict.fromkeys(re.findall(r"\w+", plain(typed))))[:8]


def pattern(word: str) -> re.Pattern:
    """Where a word stands in a plain text; a short one only as a word of its own, so that "no" does not find "not"."""
    own = re.escape(word)
    return re.compile(own if len(word) >= INSIDE else rf"\b{own}" if len(word) >= BEGINNING else rf"\b{own}\b")


def find(typed: str, side: str) -> list[Found]:
    """The topics with all of these words, the best first; where none has all of them, those with some."""
    looked = [pattern(word) for word in words_of(typed)]
    if not looked:
        return []
    ranked = [(rank(page, looked), page) for page in library(reader().language)]
    most = max(hits for (hits, _points), _page in ranked)
    kept = [(points + OWN_SIDE * (page.topic.side == side), page) for (hits, points), page in ranked if hits == most]
    kept.sort(key=lambda one: -one[0])
    return [Found(page.slug, page.topic, excerpt(page, looked)) for _points, page in kept] if most else []


def rank(page: Page, looked: list[re.Pattern]) -> tuple[int, int]:
    """How many of the words it has, and how much they weigh where they stand."""
    title, heads, text = plain(page.title), plain(" ".join(page.headings)), plain(" ".join(page.parts))
    everyday = plain(page.everyday)
    weights = [
        TITLE * bool(one.search(title))
        + HEADING * (bool(one.search(heads)) or bool(one.search(everyday)))
        + TEXT * min(len(one.findall(text)), OFTEN)
        for one in looked
    ]
    together = TITLE * (len(looked) > 1 and bool(phrase(looked).search(title)))
    together += HEADING * (len(looked) > 1 and bool(phrase(looked).search(f"{heads} {text}")))
    return sum(weight > 0 for weight in weights), sum(weights) + together


def phrase(looked: list[re.Pattern]) -> re.Pattern:
    """All of these words one after the other."""
    return re.compile(r"\W+".join(one.pattern for one in looked))


def excerpt(page: Page, looked: list[re.Pattern]) -> Markup:
    """The part with the most of the words, around the first of them, each marked."""
    best = max(page.parts, key=lambda part: sum(bool(one.search(plain(part))) for one in looked))
    spots = merged(spot.span() for one in looked for spot in one.finditer(plain(best)))
    if not spots:
        return escape(page.topic.lead)
    begin, end = window(best, *spots[0])
    found, at = Markup("… " if begin else ""), begin
    for first, last in (spot for spot in spots if spot[1] <= end):
        found += escape(best[at:first]) + Markup("<mark>{}</mark>").format(best[first:last])
        at = last
    return found + best[at:end] + (" …" if end < len(best) else "")


def merged(spots) -> list[tuple[int, int]]:
    """These places from left to right, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spots):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def window(text: str, first: int, last: int) -> tuple[int, int]:
    """From where to where a text is shown around a place, between two words."""
    begin, end = max(first - AROUND, 0), min(last + AROUND, len(text))
    begin = begin and min((text.find(" ", begin) + 1) or first, first)
    return begin, end if end == len(text) else max(text.rfind(" ", 0, end), last)
