"""Reading a rendered page as a flat list of its elements, enough to hold it to its promises."""

from html.parser import HTMLParser
from typing import NamedTuple


class Element(NamedTuple):
    """A start tag, its attributes, the text inside it, and the tags it stands in (outermost first)."""

    tag: str
    attrs: dict
    inside: tuple
    words: list

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.open = [], []

    def handle_starttag(self, tag, attrs):
        made = Element(tag, dict(attrs), tuple(self.open), [])
        self.elements.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, dict(attrs), tuple(self.open), []))

    def handle_endtag(self, tag):
        last = self.open.pop()
        assert last.tag == tag, f"</{tag}> closes <{last.tag}>"

    def handle_data(self, data):
        for one in self.open:
            one.words.append(data)


def elements(html: str, tag: str | None = None, **attrs) -> list[Element]:
    """The elements of a page, in order; with a tag or attributes (`_` stands for `-`) only those."""
    reader = Reader()
    reader.feed(html)
    assert not reader.open, f"left open: {[one.tag for one in reader.open]}"
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    return [
        one for one in reader.elements
        if (tag is None or one.tag == tag) and all(one.attrs.get(name) == value for name, value in wanted.items())
    ]
