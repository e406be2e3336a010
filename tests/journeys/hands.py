"""A person at a browser without JavaScript: opens pages, reads them, fills the forms that are there, presses their
buttons.

Nothing is posted that no page offers. Forms are found by the move they make (`data-event`), by their address, or by a
field; the answer to a press is followed as a browser would.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


@dataclass
class Form:
    """A form of a page: where it goes, what stands in it, and its buttons as (name, value, event, text)."""

    action: str
    method: str
    fields: list = field(default_factory=list)
    buttons: list = field(default_factory=list)
    choices: dict = field(default_factory=dict)
    # (name, value, event) of a button -> the address of its own to which it sends the form.
    ways: dict = field(default_factory=dict)

    def names(self) -> set:
        """The names of everything that can be filled in."""
        return {name for name, _value in self.fields} | set(self.choices)


class Page(HTMLParser):
    """The forms, links and words of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.forms, self.links, self.words, self.states = [], [], [], []
        self._form = self._button = self._select = self._area = self._link = None
        self._skip, self._named = 0, {}
        self.feed(html)

    @property
    def text(self) -> str:
        """What can be read."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "data-state" in given:
            self.states.append(given["data-state"])
        if tag in ("script", "style"):
            self._skip += 1
        elif tag == "form":
            self._begin_form(given)
        elif tag == "a":
            self._link = [given.get("href", ""), given.get("data-event"), ""]
            self.links.append(self._link)
        elif (form := self._owner(given)) is not None:
            self._control(form, tag, given)

    def _begin_form(self, given):
        named = given.get("id")
        self._form = self._named.setdefault(named, Form("", "")) if named else Form("", "")
        self._form.action, self._form.method = given.get("action", ""), given.get("method", "get").lower()
        self.forms.append(self._form)

    def _control(self, form, tag, given):
        if tag == "input":
            self._input(form, given)
        elif tag == "select":
            self._select = [form, given.get("name"), None]
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select[1], []).append(given.get("value", ""))
            if "selected" in given or self._select[2] is None:
                self._select[2] = given.get("value", "")
        elif tag == "textarea":
            self._area = [form, given.get("name"), ""]
        elif tag == "button" and given.get("type", "submit") == "submit":
            self._button = [given.get("name"), given.get("value", ""), given.get("data-event"), ""]
            form.buttons.append(self._button)
            if "formaction" in given:
                form.ways[tuple(self._button[:3])] = given["formaction"]

    def _owner(self, given):
        """The form a control stands in, or the one it names (a button at the thumb)."""
        return self._named.setdefault(given["form"], Form("", "")) if given.get("form") else self._form

    @staticmethod
    def _input(form, given):
        kind, name = given.get("type", "text"), given.get("name")
        if name is None or kind in ("submit", "button"):
            return
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.fields.append((name, given.get("value", "on")))
        else:
            form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self._skip -= 1
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            owner, name, value = self._select
            owner.fields.append((name, value or ""))
            self._select = None
        elif tag == "textarea" and self._area:
            owner, name, value = self._area
            owner.fields.append((name, value.removeprefix("\n")))
            self._area = None
        elif tag == "button":
            self._button = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._skip:
            return
        self.words.append(data)
        if self._area:
            self._area[2] += data
        if self._button:
            self._button[3] += data
        if self._link:
            self._link[2] += data


class Hands:
    """One browser of one person, over a Flask test client; `status`, `url` and `page` are of the last answer."""

    def __init__(self, app, agent: str = "Hands"):
        self.client = app.test_client()
        self.headers = {"User-Agent": agent}
        self.status, self.url, self.html, self.page = 0, "/", "", Page("")

    def open(self, url: str) -> "Hands":
        """Go to an address."""
        return self._take(self.client.get(url, headers=self.headers), url)

    def see(self, words: str) -> "Hands":
        """These words stand on the page."""
        assert words in self.page.text, f"{words!r} is not on {self.url} ({self.status}): {self.page.text[:1500]}"
        return self

    def follow(self, words: str) -> "Hands":
        """Press the link with these words in it."""
        found = [href for href, _event, text in self.page.links if words in " ".join(text.split())]
        assert found, f"no link {words!r} on {self.url}: {[' '.join(t.split()) for _h, _e, t in self.page.links]}"
        return self.open(found[0])

    def linked(self, event: str) -> "Hands":
        """Go to the form of this move."""
        found = [href for href, of, _text in self.page.links if of == event]
        assert found, f"no link to {event} on {self.url} ({self.status}): {self.page.text[:600]}"
        return self.open(found[0])

    def form(self, event: str | None = None, action: str | None = None, holds: str | None = None) -> Form:
        """The form that makes this move, goes there, or has this field."""
        for one in self.page.forms:
            if event is not None and any(button[2] == event for button in one.buttons):
                return one
            if action is not None and urlsplit(one.action).path.endswith(action):
                return one
            if holds is not None and holds in one.names():
                return one
        raise AssertionError(f"no form for {event or action or holds} on {self.url} ({self.status}): {self.page.forms}")

    def offers(self, event: str) -> bool:
        """Whether a button or link for this move is there."""
        pressed = any(button[2] == event for form in self.page.forms for button in form.buttons)
        return pressed or any(link[1] == event for link in self.page.links)

    def press(self, event: str, **typed) -> "Hands":
        """Make a move: its button, or the link to its form and then the form's button."""
        linked = [href for href, of, _text in self.page.links if of == event]
        if linked and not any(button[2] == event for form in self.page.forms for button in form.buttons):
            self.open(linked[0])
        return self.send(self.form(event), event=event, **typed)

    def send(self, form: Form, event: str | None = None, button: str | None = None, **typed) -> "Hands":
        """Fill a form and press its button (the one of this move, of this name, or the only one)."""
        unknown = set(typed) - form.names()
        assert not unknown, f"the form {form.action} has no {unknown}, only {form.names()}"
        data = [(name, value) for name, value in form.fields if name not in typed]
        for name, value in typed.items():
            data += [(name, one) for one in (value if isinstance(value, list) else [value])]
        pressed = next((one for one in form.buttons if one[2] == event and event), None)
        pressed = pressed or next((one for one in form.buttons if one[0] == button and button), None)
        if pressed and pressed[0]:
            data.append((pressed[0], pressed[1]))
        where = form.ways.get(tuple(pressed[:3]) if pressed else ()) or form.action or self.url
        if form.method == "get":
            return self.open(f"{where}?{urlencode(data)}")
        body, kind = urlencode(data), "application/x-www-form-urlencoded"
        headers = {**self.headers, "Sec-Fetch-Site": "same-origin"}
        return self._take(self.client.post(where, data=body, content_type=kind, headers=headers), where)

    def _take(self, answer, url: str) -> "Hands":
        hops = 0
        while answer.status_code in (301, 302, 303) and hops < 10:
            url, hops = answer.headers["Location"], hops + 1
            answer = self.client.get(url, headers=self.headers)
        self.status, self.url, self.html = answer.status_code, urlsplit(url).path, answer.get_data(as_text=True)
        self.page = Page(self.html if "html" in (answer.content_type or "") else "")
        return self
