"""The settings of a workspace, its colour and its picture. Studies that were launched keep their own copy of the
numbers."""

from datetime import datetime

from commands import trail
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.policywords import FAULTS
from lifecycle.words import LANGUAGES, Text, _
from models.database import lock, writes
from models.workspaces import Logo, Workspace
from rules import brand, money, pictures, policy, retention
from rules.times import known_zone

PLAIN = ("name", "help_contact", "language", "zone", "currency", "cooldown", "asks_review", "brand")
# Free text: the audit log says that it was changed, and not what it said.
WORDS = ("name", "help_contact")
COOLDOWN = 365
CHOOSE = _("Please choose one of these.")
STALE = Refusal("stale", _("Somebody saved the settings while you were writing."))


@writes
def change(workspace: Workspace, by: By, at: datetime, seen: int | None, values: dict) -> Workspace:
    """Set what the form says: PLAIN fields, `numbers` (a whole policy) and `retention` (days by name). `seen` is the
    save that the form was made from: where somebody else saved since, nothing is written."""
    workspace = lock(Workspace.select().where(Workspace.id == workspace.id)).get()
    if seen is not None and seen != workspace.edited:
        raise Refused(STALE)
    if errors := faults(values):
        raise Invalid(errors)
    before, after = told(workspace), told(workspace) | flat(values)
    changed = [name for name, value in after.items() if before[name] != value]
    if changed:
        Workspace.update(edited=Workspace.edited + 1, **values).where(Workspace.id == workspace.id).execute()
        coded = [name for name in changed if name not in WORDS]
        old, new = ({name: side[name] for name in coded} for side in (before, after))
        trail.keep(workspace.id, "settings", by, at, changed=changed, old=old, new=new)
    return Workspace.get_by_id(workspace.id)


def told(workspace: Workspace) -> dict:
    """Every setting by the name of its field, as it counts now."""
    plain = {name: getattr(workspace, name) for name in PLAIN}
    days = {name: retention.days(workspace.retention, name) for name in retention.RETENTION}
    return plain | flat({"numbers": policy.to_dict(workspace.policy), "retention": days})


def flat(values: dict) -> dict:
    """Values as the command takes them, by the name of their field."""
    days = {f"keep_{name}": number for name, number in values.get("retention", {}).items()}
    rest = {name: value for name, value in values.items() if name not in ("numbers", "retention")}
    return rest | values.get("numbers", {}) | days


def faults(values: dict) -> dict[str, Text]:
    """What is wrong, by field."""
    tests = {
        "name": (lambda name: 0 < len(name) <= 120 and name.isprintable(), _("Please give your workspace a name.")),
        "help_contact": (
            lambda text: len(text) <= 254 and text.isprintable(),
            _("Please keep it to one line below %(most)s characters.", most=254),
        ),
        "language": (lambda code: code in LANGUAGES, CHOOSE),
        "zone": (known_zone, _("Please choose a city.")),
        "currency": (lambda code: code in money.CURRENCIES, CHOOSE),
        "cooldown": (lambda days: days in range(COOLDOWN + 1), number_from(0, COOLDOWN)),
    }
    found = {name: words for name, (test, words) in tests.items() if name in values and not test(values[name])}
    if (words := colour_fault(values.get("brand", ""))) is not None:
        found["brand"] = words
    return found | _numbers(values.get("numbers", {})) | _days(values.get("retention", {}))


def number_from(first: int, last: int) -> Text:
    """The sentence for a number that is out of bounds."""
    return _("Please type a number from %(first)s to %(last)s.", first=first, last=last)


def colour_fault(colour: str) -> Text | None:
    """Why a colour can not be taken; none is fine."""
    if not colour:
        return None
    if not brand.is_colour(colour):
        return _("Please type a colour as # and six digits or letters, for instance #14513d.")
    if brand.readable(colour):
        return None
    return _(
        "Words in this colour can not be read well on our paper: %(ratio)s to 1, and %(enough)s to 1 is needed. "
        "%(other)s would do.",
        ratio=f"{brand.on_light(colour):.1f}", enough=brand.ENOUGH, other=brand.nearest(colour),
    )  # fmt: skip


def _numbers(numbers: dict) -> dict[str, Text]:
    return {
        name: FAULTS.get(code) or number_from(*policy.BOUNDS.get(name, (0, 0))) for name, code in policy.faults(numbers)
    }


def _days(days: dict) -> dict[str, Text]:
    bad = retention.faults(days)
    rules = {name: retention.RETENTION[name] for name in bad if name in retention.RETENTION}
    return {f"keep_{name}": number_from(rule.least, rule.most) for name, rule in rules.items()}


# The picture ----------------------------------------------------------------------------------------------------------


@writes
def set_logo(workspace: Workspace, data: bytes, by: By, at: datetime) -> Workspace:
    """Show this picture beside the name, in place of an earlier one."""
    kind = pictures.kind_of(data)
    if (words := picture_fault(data, kind)) is not None:
        raise Invalid({"logo": words})
    lock(Workspace.select().where(Workspace.id == workspace.id)).get()
    Logo.delete().where(Logo.workspace == workspace.id).execute()
    Logo.create(workspace=workspace.id, kind=kind, data=data, at=at)
    trail.keep(workspace.id, "set_logo", by, at, kind=kind, size=len(data))
    return _looks(workspace, at)


def picture_fault(data: bytes, kind: str) -> Text | None:
    """Why a file can not be shown."""
    if not data:
        return _("Please choose a picture.")
    if len(data) > pictures.MOST:
        return _("Please choose a picture of at most %(most)s KB.", most=pictures.MOST // 1024)
    if kind:
        return None
    if pictures.is_drawing(data):
        return _("An SVG can carry scripts, so it is not taken. Save it as a PNG and choose that.")
    return _("Please choose a PNG, a JPEG or a WebP.")


@writes
def drop_logo(workspace: Workspace, by: By, at: datetime) -> Workspace:
    """Take the picture away: the name stands alone again."""
    gone = Logo.delete().where(Logo.workspace == workspace.id).execute()
    if gone:
        trail.keep(workspace.id, "drop_logo", by, at)
    return _looks(workspace, None)


def _looks(workspace: Workspace, at: datetime | None) -> Workspace:
    Workspace.update(logo_at=at).where(Workspace.id == workspace.id).execute()
    return Workspace.get_by_id(workspace.id)
