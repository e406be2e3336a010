"""What all rows share: fields for instants and details, codes for addresses, and the row with a life of its own."""

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import peewee

from models import fixed
from models.database import db

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Thirteen characters nobody guesses (64 bits), for addresses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(13))


class Instant(peewee.BigIntegerField):
    """An aware datetime, stored as UTC epoch seconds."""

    def db_value(self, value):
        return value if value is None or isinstance(value, int) else int(value.timestamp())

    def python_value(self, value):
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Data(peewee.TextField):
    """Plain data, stored as JSON text."""

    def db_value(self, value):
        return None if value is None else json.dumps(value, separators=(",", ":"), sort_keys=True)

    def python_value(self, value):
        return None if value is None else json.loads(value)


class Row(peewee.Model):
    """A row with a number for the database."""

    id = peewee.BigAutoField()

    class Meta:
        database = db
        legacy_table_names = False
        only_save_dirty = True

    @classmethod
    def create(cls, **values):
        """A new row, by the table's one INSERT."""
        return fixed.insert(cls(**values))

    @classmethod
    def get_by_id(cls, number: int):
        """The row with this number, or DoesNotExist."""
        if (found := fixed.one(cls, number)) is None:
            raise cls.DoesNotExist(f"no {cls._meta.table_name} {number}")
        return found

    def once(self, name, read: Callable[[], Any]):
        """What `read` finds; asked once under this name, where the row was loaded for a page (models/loaded.py)."""
        kept = self.__dict__.get("_kept")
        if kept is None:
            return read()
        if name not in kept:
            kept[name] = read()
        return kept[name]


class Coded(Row):
    """A row with an address that can not be guessed."""

    code = peewee.CharField(max_length=16, unique=True, default=new_code)


class Living(Coded):
    """A row whose state only `commands.fire` changes; `version` is the number of its last journal entry."""

    lifecycle = None
    # Name -> a sub-select with one value about the row {row}; they come along with a row that is loaded for a page.
    facts: dict[str, str] = {}
    state = peewee.CharField(max_length=16)
    version = peewee.IntegerField(default=0)

    @classmethod
    def lifecycle_name(cls) -> str:
        """The noun of the law that this row lives by."""
        return cls.lifecycle.__name__.removesuffix("Lifecycle").lower()

    def fact(self, name: str):
        """One of the facts; read now, where it did not come along."""
        told = self.__dict__.get("_facts", {})
        return told[name] if name in told else fixed.fact(self, name)

    @property
    def label(self):
        """The state in words."""
        return self.lifecycle.label(self.state)
