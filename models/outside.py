"""The other half, where it is not here: an outside recruiter that sends people into a study, or an outside tool that a
project sends people to; what it last said of whom, and what arrived that could not be trusted."""

from datetime import datetime

import peewee

from models.base import Coded, Data, Instant, Row
from models.people import Person
from models.recruiting import Project
from models.studies import Study
from models.workspaces import Workspace


class Connection(Coded):
    """Another party and the secret that both sides know. `side` says what it is for us: a `recruiter` (it has a study
    of ours) or a `tool` (it belongs to a project of ours). `key` names it in links and calls; `link` is where a tool
    takes people in, `calls_url` where it takes our calls, `return_url` where people go when they are done. The old
    secret still opens until `old_until`. `heard_at` is when it last called, `read_at` when its whole list was last
    read, and `tried_at` when that was last tried."""

    workspace = peewee.ForeignKeyField(Workspace, backref="connections")
    side = peewee.CharField(max_length=9)
    study = peewee.ForeignKeyField(Study, null=True, backref="connections")
    project = peewee.ForeignKeyField(Project, null=True, backref="connections")
    name = peewee.CharField(max_length=120, default="")
    key = peewee.CharField(max_length=40)
    secret = peewee.CharField(max_length=120)
    old_secret = peewee.CharField(max_length=120, default="")
    old_until = Instant(null=True)
    link = peewee.CharField(max_length=500, default="")
    calls_url = peewee.CharField(max_length=500, default="")
    return_url = peewee.CharField(max_length=500, default="")
    owner = peewee.ForeignKeyField(Person, null=True, backref="connections_owned")
    greeted_at = Instant(null=True)
    heard_at = Instant(null=True)
    read_at = Instant(null=True)
    tried_at = Instant(null=True)
    read_fault = peewee.CharField(max_length=40, default="")
    created_by = peewee.ForeignKeyField(Person, backref="connections_made")
    created_at = Instant()
    revoked_at = Instant(null=True)

    class Meta:
        indexes = ((("side", "key"), True), (("study",), False), (("project",), False))

    def secrets(self, at: datetime) -> list[str]:
        """The secrets that are good now, the newest first; none once it is revoked."""
        old = self.old_until is not None and at < self.old_until
        return [one for one in (self.secret, self.old_secret if old else "") if one]

    def link_secret(self, at: datetime) -> str:
        """The one secret that signs a link. While it is changed: whoever made the new one waits with it until the other
        side must have it, and whoever was given it uses it at once."""
        return self.secrets(at)[-1 if self.side == "recruiter" else 0]


class Counterpart(Row):
    """What the other side last said of one person: its own state, and the number by which later words are told from
    earlier ones. `listed` is whether its last whole list had them."""

    connection = peewee.ForeignKeyField(Connection, backref="counterparts")
    outside_id = peewee.CharField(max_length=80)
    state = peewee.CharField(max_length=16)
    seq = peewee.BigIntegerField(default=0)
    since = Instant(null=True)
    heard_at = Instant()
    listed = peewee.BooleanField(default=True)

    class Meta:
        indexes = ((("connection", "outside_id"), True),)


class Heard(Row):
    """A call that came in, once for each number it carries: what was in it, and what came of it."""

    connection = peewee.ForeignKeyField(Connection, backref="heard")
    message = peewee.CharField(max_length=80)
    kind = peewee.CharField(max_length=40)
    outside_id = peewee.CharField(max_length=80, default="")
    body = peewee.TextField()
    at = Instant()
    outcome = peewee.CharField(max_length=80, default="")

    class Meta:
        indexes = ((("connection", "message"), True), (("connection", "outside_id"), False))


class Nonce(Row):
    """A signed link that was used: it opens nothing a second time."""

    connection = peewee.ForeignKeyField(Connection, backref="nonces")
    nonce = peewee.CharField(max_length=64)
    at = Instant()

    class Meta:
        indexes = ((("connection", "nonce"), True), (("at",), False))


class Suspect(Coded):
    """Something that arrived and changed nothing: a link that was unsigned, altered, expired or used before, an unknown
    ID, a call that could not be believed, or an outcome (quality, error) that a person has to look at."""

    workspace = peewee.ForeignKeyField(Workspace, backref="suspects")
    connection = peewee.ForeignKeyField(Connection, null=True, backref="suspects")
    study = peewee.ForeignKeyField(Study, null=True, backref="suspects")
    project = peewee.ForeignKeyField(Project, null=True, backref="suspects")
    outside_id = peewee.CharField(max_length=80, default="")
    kind = peewee.CharField(max_length=16)
    text = peewee.TextField(default="")
    times = peewee.IntegerField(default=1)
    at = Instant()
    settled_at = Instant(null=True)
    settled_by = peewee.ForeignKeyField(Person, null=True, backref="suspects_settled")
    outcome = peewee.CharField(max_length=16, default="")
    word = peewee.TextField(default="")

    class Meta:
        indexes = ((("workspace", "settled_at", "id"), False), (("study", "outside_id"), False))


class Charge(Row):
    """Who of the team sees to a person on the board, where it is not the owner of the project or of the connection, and
    what the team noted there; by the ID that both sides know them by."""

    workspace = peewee.ForeignKeyField(Workspace, backref="charges")
    outside_id = peewee.CharField(max_length=80)
    person = peewee.ForeignKeyField(Person, null=True, backref="charges")
    note = peewee.TextField(default="")
    by = peewee.ForeignKeyField(Person, backref="charges_given")
    at = Instant()

    class Meta:
        indexes = ((("workspace", "outside_id"), True),)


class Endpoint(Coded):
    """An address of the team that hears of what happens, by the Standard Webhooks rules; which events, whether it
    is enabled, and since when it has not answered."""

    workspace = peewee.ForeignKeyField(Workspace, backref="endpoints")
    url = peewee.CharField(max_length=500)
    secret = peewee.CharField(max_length=120)
    old_secret = peewee.CharField(max_length=120, default="")
    old_until = Instant(null=True)
    events = Data(default=list)
    enabled = peewee.BooleanField(default=True)
    failing_since = Instant(null=True)
    created_by = peewee.ForeignKeyField(Person, backref="endpoints_made")
    created_at = Instant()
    removed_at = Instant(null=True)
