"""The settings of a workspace: bounds, what is remembered of a change, and promises that stay."""

import pytest

from commands import settings
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Entry, Logo, Note
from rules import policy
from tests import world
from tests.world import NOW, again, customer

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def save(people, seen=None, **values):
    return settings.change(people.halden, customer(people.ada), NOW, seen, values)


def numbers(**changed) -> dict:
    return policy.to_dict(policy.Policy()) | changed


def test_a_launched_study_keeps_its_numbers_and_a_new_one_has_the_new(people):
    study = world.live_study(people)
    save(people, numbers=numbers(notice_hours=48, late_percent=50))
    assert (again(study).policy.notice_hours, again(study).policy.late_percent) == (24, 25)
    draft = world.draft_study(people)
    assert fire(draft, "launch", customer(people.ada), NOW).policy.notice_hours == 48


def test_a_change_is_remembered_by_its_codes_and_never_by_its_words(people):
    save(people, name="Halden & Sons", help_contact="help@halden.example", currency="NOK",
         numbers=numbers(moves=5), retention={"letters": 3})  # fmt: skip
    entry = Entry.get(Entry.noun == "workspace", Entry.event == "settings")
    assert set(entry.details["changed"]) == {"name", "help_contact", "currency", "moves", "keep_letters"}
    assert entry.details["old"] == {"currency": "EUR", "moves": 3, "keep_letters": 7}
    assert entry.details["new"] == {"currency": "NOK", "moves": 5, "keep_letters": 3}
    assert entry.workspace == people.halden.id
    assert "Sons" not in str(entry.details)
    assert not Note.select().where(Note.entry == entry).exists()


def test_saving_what_stands_already_is_no_change(people):
    save(people, name="Halden Ferries", numbers=numbers())
    assert again(people.halden).edited == 0
    assert not Entry.select().where(Entry.event == "settings").exists()


def test_who_saves_an_older_page_changes_nothing(people):
    save(people, seen=0, currency="NOK")
    with pytest.raises(Refused) as refused:
        save(people, seen=0, currency="SEK")
    assert refused.value.refusal.code == "stale"
    assert again(people.halden).currency == "NOK"


@pytest.mark.parametrize(("field", "values"), [
    ("name", {"name": ""}),
    ("name", {"name": "x" * 121}),
    ("language", {"language": "tlh"}),
    ("zone", {"zone": "Europe/Atlantis"}),
    ("currency", {"currency": "XXX"}),
    ("cooldown", {"cooldown": 366}),
    ("cooldown", {"cooldown": None}),
    ("brand", {"brand": "red"}),
    ("brand", {"brand": "#ffff00"}),
    ("brand", {"brand": "#12345"}),
    ("brand", {"brand": "#00000g"}),
    ("notice_hours", {"numbers": numbers(notice_hours=999)}),
    ("moves", {"numbers": numbers(moves=None)}),
    ("overdue_days", {"numbers": numbers(due_days=7, overdue_days=7)}),
    ("keep_letters", {"retention": {"letters": 8}}),
    ("keep_answers", {"retention": {"answers": 1}}),
    ("help_contact", {"help_contact": "a\nb"}),
])  # fmt: skip
def test_what_can_not_be_is_said_at_its_field(people, field, values):
    with pytest.raises(Invalid) as problem:
        save(people, **values)
    assert list(problem.value.errors) == [field]
    assert again(people.halden).edited == 0


@pytest.mark.parametrize(("data", "kind"), [
    (PNG, "image/png"),
    (b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
])  # fmt: skip
def test_a_picture_is_known_by_its_first_bytes(people, data, kind):
    house = settings.set_logo(people.halden, data, customer(people.ada), NOW)
    assert house.logo_at == NOW
    assert (Logo.get().kind, bytes(Logo.get().data)) == (kind, data)
    settings.set_logo(people.halden, PNG, customer(people.ada), NOW)
    assert Logo.select().count() == 1
    assert settings.drop_logo(people.halden, customer(people.ada), NOW).logo_at is None
    assert not Logo.select().exists()
    events = [entry.event for entry in Entry.select().where(Entry.noun == "workspace").order_by(Entry.id)]
    assert events == ["set_logo", "set_logo", "drop_logo"]


@pytest.mark.parametrize(("data", "words"), [
    (b"", "choose a picture"),
    (PNG + b"0" * 100 * 1024, "100 KB"),
    (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
    (b"  <SVG xmlns='http://www.w3.org/2000/svg'>", "SVG"),
    (b"<html><script>", "PNG"),
    (b"GIF89a", "PNG"),
])  # fmt: skip
def test_what_is_no_such_picture_is_refused_with_the_reason(people, data, words):
    with pytest.raises(Invalid) as problem:
        settings.set_logo(people.halden, data, customer(people.ada), NOW)
    assert words in str(problem.value.errors["logo"])
    assert not Logo.select().exists()
