"""Instants as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from rules.times import (
    city,
    from_epoch,
    known_zone,
    local_date,
    local_instant,
    show_date,
    show_day,
    show_hour,
    show_moment,
    span_words,
    to_epoch,
)

LISBON = "Europe/Lisbon"
INSTANT = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
TWICE = to_epoch(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_epochs_and_instants_are_the_same_thing():
    assert from_epoch(to_epoch(INSTANT)) == INSTANT
    assert from_epoch(0).tzinfo is UTC
    assert to_epoch(INSTANT.astimezone(timezone(timedelta(hours=-7)))) == to_epoch(INSTANT)
    assert to_epoch(datetime(1969, 12, 31, 23, 59, 59, 500000, tzinfo=UTC)) == -1
    with pytest.raises(ValueError):
        to_epoch(datetime(2026, 11, 26, 14, 30))


@pytest.mark.parametrize(("name", "known"), [
    (LISBON, True), ("UTC", True), ("Asia/Calcutta", True), ("Europe/Atlantis", False), ("", False), (None, False),
    ("../etc/passwd", False), ("europe/lisbon", False), ("Factory", False), ("localtime", False), ("Europe", False)])
def test_only_real_zones_are_known(name, known):
    assert known_zone(name) is known


@pytest.mark.parametrize(("zone", "language", "name"), [
    (LISBON, "en", "Lisbon"), (LISBON, "de", "Lissabon"), ("America/Argentina/Buenos_Aires", "de", "Buenos Aires"),
    ("UTC", "en", "UTC"), ("Etc/GMT+5", "en", "UTC-5"), ("Asia/Calcutta", "en", "Kolkata")])
def test_a_zone_is_called_by_its_city(zone, language, name):
    assert city(zone, language) == name


@pytest.mark.parametrize(("language", "moment", "day"), [
    ("en", "Thursday 26 November, 14:30 (Lisbon)", "26 November 2026"),
    ("de", "Donnerstag, 26. November, 14:30 (Lissabon)", "26. November 2026"),
    ("en-GB", "Thursday 26 November, 14:30 (Lisbon)", "26 November 2026")])
def test_a_moment_has_its_day_its_hour_and_its_city(language, moment, day):
    assert show_moment(INSTANT, LISBON, language) == moment
    assert show_date(to_epoch(INSTANT), LISBON, language) == day


def test_the_same_instant_is_another_day_elsewhere():
    assert show_day(INSTANT, "Pacific/Auckland", "en") == "Friday 27 November"
    assert show_hour(INSTANT, "Asia/Kathmandu", "en") == "20:15"
    assert local_date(INSTANT, "Pacific/Auckland") == date(2026, 11, 27)


def test_an_hour_that_the_clocks_show_twice_says_which_one():
    assert show_hour(TWICE, LISBON, "en") == "01:30 UTC+1"
    assert show_hour(TWICE + 3600, LISBON, "en") == "01:30 UTC"
    assert show_hour(TWICE + 7200, LISBON, "en") == "02:30"
    half = datetime(2027, 4, 3, 15, 15, tzinfo=UTC)
    assert show_hour(half, "Australia/Lord_Howe", "en") == "01:45 UTC+10:30"


@pytest.mark.parametrize(("span", "language", "words"), [
    (timedelta(hours=22), "en", "22 hours"), (timedelta(hours=22), "de", "22 Stunden"),
    (timedelta(0), "en", "0 minutes"), (timedelta(seconds=59), "en", "1 minute"),
    (timedelta(minutes=90), "en", "90 minutes"),
    (timedelta(hours=2), "en", "2 hours"), (timedelta(hours=47), "en", "47 hours"),
    (timedelta(days=2), "en", "2 days"), (timedelta(days=-3), "de", "3 Tage"),
    (timedelta(days=200), "en", "200 days"), (timedelta(days=3), "ar", "3 أيام")])
def test_a_span_is_said_in_one_unit(span, language, words):
    assert span_words(span, language) == words


@pytest.mark.parametrize(("day", "minutes", "fold", "expected"), [
    (date(2026, 10, 25), 90, 0, TWICE), (date(2026, 10, 25), 90, 1, TWICE + 3600),
    (date(2026, 10, 24), 90 + 1440, 0, TWICE), (date(2027, 3, 28), 90, 0, None),
    (date(2027, 3, 28), 90, 1, None), (date(2027, 3, 28), 60, 0, None),
    (date(2027, 3, 28), 120, 0, to_epoch(datetime(2027, 3, 28, 1, tzinfo=UTC)))])
def test_a_wall_time_is_one_instant_or_none(day, minutes, fold, expected):
    assert local_instant(day, minutes, LISBON, fold) == expected
