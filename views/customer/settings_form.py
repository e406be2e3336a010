"""The form of the settings: its fields as they were typed, and as the command takes them; each with its words."""

from collections.abc import Mapping
from dataclasses import fields
from typing import NamedTuple

from commands import settings
from lifecycle import retentionwords
from lifecycle.policywords import DAYS, POLICY
from lifecycle.words import LANGUAGES, Text, _, reader
from models.workspaces import Workspace
from rules import policy, retention
from rules.policy import Policy
from rules.times import city
from rules.typed import whole

LABELS: dict[str, Text] = {
    "name": _("Name"),
    "help_contact": _("Who helps"),
    "language": _("Language"),
    "zone": _("City"),
    "currency": _("Currency"),
    "cooldown": _("Pause between invitations"),
    "asks_review": _("Review before a launch"),
    "brand": _("Colour"),
    **{name: one.label for name, one in POLICY.items()},
    **{f"keep_{name}": label for name, label in retentionwords.LABELS.items()},
}
UNITS: dict[str, Text] = {
    "cooldown": DAYS,
    **{name: one.unit for name, one in POLICY.items()},
    **{f"keep_{name}": DAYS for name in retentionwords.LABELS},
}
DEFAULTS = {field.name: field.default for field in fields(Policy)}


class Number(NamedTuple):
    """A number of the form: its field, label and unit, what it changes, its default, and its bounds."""

    name: str
    label: Text
    unit: Text
    says: Text
    default: int
    least: int
    most: int


def numbers() -> list[Number]:
    """The policy numbers, in the order of the law."""
    return [Number(name, *POLICY[name], DEFAULTS[name], *bounds) for name, bounds in policy.BOUNDS.items()]


def kept() -> list[Number]:
    """How long things are kept."""
    return [
        Number(f"keep_{name}", retentionwords.LABELS[name], DAYS, retentionwords.SENTENCES[name], rule.days, rule.least,
               rule.most)
        for name, rule in retention.RETENTION.items()
    ]  # fmt: skip


def typed(workspace: Workspace) -> dict:
    """The settings as somebody would have typed them."""
    return {name: "" if value is False else value for name, value in settings.told(workspace).items()}


def parsed(form: Mapping[str, str]) -> dict:
    """What was typed, as the command takes it; what is no number comes as nothing, and is refused there."""
    plain = {name: " ".join(form.get(name, "").split()) for name in ("name", "help_contact", "brand")}
    chosen = {name: form.get(name, "") for name in ("language", "zone", "currency")}
    return {
        **plain,
        **chosen,
        "brand": plain["brand"].lower(),
        "asks_review": bool(form.get("asks_review")),
        "cooldown": number(form.get("cooldown", "")),
        "numbers": {name: number(form.get(name, "")) for name in policy.BOUNDS},
        "retention": {name: number(form.get(f"keep_{name}", "")) for name in retention.RETENTION},
    }


def number(text: str) -> int | None:
    """A whole number as it was typed, or nothing."""
    return whole(text.strip(), 6)


def shown(name: str, value) -> str:
    """A setting in the reader's words."""
    if name == "asks_review":
        return str(_("yes") if value else _("no"))
    if name == "language":
        return LANGUAGES.get(value, value)
    if name == "zone":
        return city(value, reader().language)
    if name in UNITS:
        return f"{value} {UNITS[name]}"
    return str(value) if value != "" else str(_("none"))


def differences(workspace: Workspace, form: Mapping[str, str]) -> list[tuple[Text, str]]:
    """What stands now and is not what was typed: pairs of a label and the value that stands."""
    now, wanted = settings.told(workspace), settings.flat(parsed(form))
    return [(LABELS[name], shown(name, now[name])) for name in LABELS if now[name] != wanted[name]]
