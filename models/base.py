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
CODE_LENGTH = 13
# Bytes beyond the last whole round of the alphabet are thrown away, else its first letters would come more often.
_FAIR = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def new_code() -> str:
    """Thirteen characters nobody guesses (64 bits), for addresses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_codes(number: int) -> bytes:
    """So many of them in a row, from the same source and each letter as likely as any other."""
    wanted, found = number * CODE_LENGTH, b""
    while len(found) < wanted:
        found += secrets.token_bytes(wanted + wanted // 16).translate(_LETTERS, _UNFAIR)
    return found[:wanted]


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


class Reference(peewee.ForeignKeyAccessor):
    """What a column refers to: read by the table's fixed statement, not by one that is put together anew."""

    def get_rel_instance(self, instance):
        number = instance.__data__.get(self.name)
        if number is not None and self.name not in instance.__rel__ and self.field.lazy_load:
            instance.__rel__[self.name] = self.rel_model.get_by_id(number)
        return super().get_rel_instance(instance)


# Every model is defined below or after this module.
peewee.ForeignKeyField.accessor_class = Reference


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

    def take_facts(self, **facts) -> None:
        """Facts that were read elsewhere, for many rows at once; what follows of them is worked out once too."""
        self.__dict__.setdefault("_facts", {}).update(facts)
        self.__dict__.setdefault("_kept", {})

    @property
    def label(self):
        """The state in words."""
        return self.lifecycle.label(self.state)
