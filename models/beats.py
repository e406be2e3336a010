"""When the quiet half last did its rounds."""

import peewee

from models.base import Instant, Row


class Beat(Row):
    """One of its rounds (sweep, drain) and when that last ended; kept about once a minute."""

    name = peewee.CharField(max_length=12, unique=True)
    at = Instant()
