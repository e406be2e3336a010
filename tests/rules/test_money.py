"""Amounts typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.money import CURRENCIES, MOST_MINOR, exponent, parse_amount, show

ISO_4217 = {"CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "TND": 3}


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_decimals_are_those_of_the_standard(currency):
    assert exponent(currency) == ISO_4217.get(currency, 2)


@pytest.mark.parametrize(("text", "currency", "language", "minor"), [
    ("60", "EUR", "en", 6000), ("60.5", "EUR", "en", 6050), ("60,50", "EUR", "de", 6050), (" 60 ", "EUR", "de", 6000),
    ("1,500", "USD", "en", 150000), ("1.500", "EUR", "de", 150000), ("1 500,25", "EUR", "fr", 150025),
    ("1’500.50", "CHF", "de_CH", 150050), ("€60.50", "EUR", "en", 6050), ("60 €", "EUR", "de-DE", 6000),
    ("60 EUR", "EUR", "en", 6000), ("4500", "JPY", "en", 4500), ("1.250", "KWD", "en", 1250), ("0", "EUR", "en", 0),
    ("١٢", "EUR", "ar", 1200), ("100,000", "USD", "en", MOST_MINOR), ("+5", "EUR", "en", 500)])
def test_an_amount_is_read_in_the_readers_language(text, currency, language, minor):
    assert parse_amount(text, currency, language) == minor


@pytest.mark.parametrize(("text", "currency", "language", "code"), [
    ("-1", "EUR", "en", "negative"), ("−1", "EUR", "en", "negative"), ("1.001", "EUR", "en", "too_many_decimals"),
    ("12.5", "JPY", "en", "too_many_decimals"), ("1.0000", "KWD", "en", "too_many_decimals"),
    ("100,000.01", "USD", "en", "too_large"), ("9" * 39, "USD", "en", "too_large"),
    ("9" * 99, "USD", "en", "not_a_number"), ("60-90", "EUR", "en", "not_a_number"),
    ("", "EUR", "en", "not_a_number"), ("abc", "EUR", "en", "not_a_number"), ("1e3", "EUR", "en", "not_a_number"),
    ("NaN", "EUR", "en", "not_a_number"), ("Infinity", "EUR", "en", "not_a_number"),
    ("1_0", "EUR", "en", "not_a_number"), ("60 90", "EUR", "en", "not_a_number"),
    ("1.2.3", "EUR", "en", "not_a_number"),
    ("60.50", "EUR", "de", "not_a_number"), ("60 $", "EUR", "en", "not_a_number"), ("²", "EUR", "en", "not_a_number"),
    ("60", "XXX", "en", "unknown_currency"), ("60", "eur", "en", "unknown_currency")])
def test_what_is_refused_and_why(text, currency, language, code):
    with pytest.raises(ValueError, match=f"^{code}$"):
        parse_amount(text, currency, language)


@pytest.mark.parametrize(("minor", "currency", "language", "text"), [
    (6000, "EUR", "en", "€60.00"), (6050, "EUR", "de", "60,50\N{NO-BREAK SPACE}€"), (4500, "JPY", "en", "¥4,500"),
    (1, "USD", "en", "$0.01"), (1250, "KWD", "en", "KWD\N{NO-BREAK SPACE}1.250"), (-500, "GBP", "en", "-£5.00")])
def test_an_amount_is_written_in_the_readers_language(minor, currency, language, text):
    assert show(minor, currency, language) == text


@given(st.integers(0, MOST_MINOR), st.sampled_from(CURRENCIES), st.sampled_from(["en", "de", "fr", "de_CH", "ar"]))
def test_what_is_shown_can_be_typed_back(minor, currency, language):
    assert parse_amount(show(minor, currency, language), currency, language) == minor


@given(st.text(max_size=30), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from(["en", "de", "ar"]))
def test_any_text_is_an_amount_or_refused(text, currency, language):
    try:
        outcome = parse_amount(text, currency, language)
    except ValueError as refusal:
        outcome = refusal.args[0]
    assert outcome in ("not_a_number", "negative", "too_many_decimals", "too_large") or 0 <= outcome <= MOST_MINOR
