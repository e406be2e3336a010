"""What the house forbids in templates: anything the CSP would refuse, another host, a rule written into a page."""

import re
from html.parser import HTMLParser

STATE = r"[\w.]*\bstate\b"
IS = r"\bis\b(?!\s+(?:not\s+)?(?:defined|none))"
COMPARED = re.compile(rf"{STATE}\s*(?:==|!=|\bnot\s+in\b|\bin\b|{IS})|(?:==|!=)\s*{STATE}")
LOOPED = re.compile(r"\bfor\s+[\w\s,()]+?\s+in\b")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HOST = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
LINKS = {"src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href", "manifest"}
RUNS = re.compile(r"^\s*(?:js|javascript|vbscript):", re.IGNORECASE)


def state_comparisons(path: str, source: str) -> list[str]:
    """Places where a template compares a state: the machine knows, so `offers` and `data-state` have to do."""
    found = []
    for block in JINJA.finditer(source):
        text = LOOPED.sub("", _without_strings(block.group()))
        if not block.group().startswith("{#") and COMPARED.search(text):
            found.append(f"{path}:{_line(source, block.start())}: compares a state: {block.group()}")
    return found


def unsafe_markup(path: str, source: str) -> list[str]:
    """Inline scripts, styles and handlers, evaluated values, trigger filters, other hosts. Letters may have styles."""
    reader = _Reader(path, styles=_top(path) == "mail")
    reader.feed(JINJA.sub(_stand_in, source))
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, path: str, styles: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.styles = path, styles
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            if reason := self._reason(name.lower(), value or ""):
                self._note(f'{reason}: {name}="{value}"')

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.inside = ""

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        inline = self.inside == "script" or (self.inside == "style" and not self.styles)
        if inline and data.strip():
            self._note(f"inline <{self.inside}>")

    def _reason(self, name: str, value: str) -> str:
        plain = name.removeprefix("data-")
        if name == "style" and not self.styles:
            return "inline style"
        if name.startswith("on") or plain.startswith("hx-on"):
            return "inline handler"
        if RUNS.search(value) or (plain in ("hx-vals", "hx-headers", "hx-vars") and "js:" in value):
            return "evaluated value"
        if plain.split(":")[0] == "hx-trigger" and "[" in value:
            return "trigger filter"
        if (name in LINKS or plain.startswith("hx-")) and HOST.search(value):
            return "another host"
        return ""

    def _note(self, what: str) -> None:
        self.found.append(f"{self.path}:{self.getpos()[0]}: {what[:120]}")


def _stand_in(match: re.Match) -> str:
    """What the parser sees for a piece of Jinja: nothing that closes a tag, as many lines, a host written out."""
    text = match.group()
    host = re.search(r"""["']\s*((?:https?:)?//[\w.-]+)""", text)
    printed = host.group(1) if host else "x"
    return (printed if text.startswith("{{") else "") + "\n" * text.count("\n")


def _without_strings(text: str) -> str:
    return re.sub(r"""'[^']*'|"[^"]*\"""", "''", text)


def _top(path: str) -> str:
    return path.removeprefix("templates/").split("/")[0]


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
