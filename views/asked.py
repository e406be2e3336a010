"""A request as the views read it: without the one character that no PostgreSQL text can hold, and that nobody types."""

from collections.abc import Iterable

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

NOTHING = "\x00"


class Typed(ImmutableMultiDict):
    """What a form or an address holds."""

    def __init__(self, pairs: Iterable[tuple] | None = None):
        super().__init__([(clean(name), clean(value)) for name, value in pairs or ()])


def clean(value):
    """The text without it; anything else as it is."""
    return value.replace(NOTHING, "") if isinstance(value, str) else value


def asked(kind: type[Request]) -> type[Request]:
    """This kind of request with clean forms and queries."""
    return type("Asked", (kind,), {"parameter_storage_class": Typed})
