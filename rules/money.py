"""Amounts as people type and read them, in their language, and as integer minor units in between."""

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberFormatError, format_currency, get_currency_precision, get_currency_symbol, parse_decimal

CURRENCIES = (
    "AED", "ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "ISK",
    "JPY", "KES", "KRW", "KWD", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB",
    "TND", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
)
MOST_MINOR = 10_000_000
_LONGEST_TEXT = 40
# CLDR asks for a space between a code and a digit, and Babel leaves it out.
_GLUED = re.compile(r"(?<=[A-Z])(?=\d)")
# What some languages write around a number to keep its direction.
_MARKS = re.compile("[\u061c\u200e\u200f]")
# Thousands set apart by a space or an apostrophe, in whatever language: never two numbers side by side.
_APART = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")


def exponent(currency: str) -> int:
    """How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. Unknown currency: ValueError."""
    if currency not in CURRENCIES:
        raise ValueError("unknown_currency")
    return get_currency_precision(currency)


def parse_amount(text: str, currency: str, language: str) -> int:
    """The minor units of an amount typed in that language, with or without the currency's sign. ValueError with a
    code: unknown_currency, not_a_number, negative, too_many_decimals, too_large (above 10 million minor units)."""
    places = exponent(currency)
    number = _number(text, currency, language)
    if number < 0:
        raise ValueError("negative")
    if -number.as_tuple().exponent > places:
        raise ValueError("too_many_decimals")
    minor = int(number.scaleb(places))
    if minor > MOST_MINOR:
        raise ValueError("too_large")
    return minor


@lru_cache(maxsize=4096)
def show(minor: int, currency: str, language: str) -> str:
    """An amount of minor units as that language writes it, such as "€60.00"."""
    text = format_currency(Decimal(minor).scaleb(-exponent(currency)), currency, locale=_locale(language))
    return _GLUED.sub("\u00a0", text)


def _number(text: str, currency: str, language: str) -> Decimal:
    locale = _locale(language)
    bare = _MARKS.sub("", text).strip()
    for sign in (currency, _MARKS.sub("", get_currency_symbol(currency, locale))):
        bare = bare.removeprefix(sign).removesuffix(sign).strip()
    bare = _APART.sub("", bare).replace("\u2212", "-")
    # The parser would also take "1e9", "NaN" and "1_000".
    if not bare or len(bare) > _LONGEST_TEXT or not all(sign.isdecimal() or sign in "-+.,٫٬" for sign in bare):
        raise ValueError("not_a_number")
    try:
        return parse_decimal(bare, locale=locale, strict=True)
    except NumberFormatError:
        raise ValueError("not_a_number") from None


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))
