"""How people call the columns of a file of people, in English and in German."""

import re

CALLED: dict[str, tuple[str, ...]] = {
    "email": ("email", "e mail", "mail", "email address", "e mail address", "address", "adresse", "e mail adresse",
              "email adresse", "emailadresse", "mailadresse"),
    "name": ("name", "full name", "fullname", "vollständiger name"),
    "first": ("first name", "firstname", "given name", "vorname"),
    "last": ("last name", "lastname", "surname", "family name", "nachname", "familienname"),
    "language": ("language", "lang", "locale", "sprache"),
    "zone": ("zone", "time zone", "timezone", "zeitzone", "city", "stadt", "ort"),
    "note": ("note", "notes", "comment", "comments", "remark", "notiz", "notizen", "kommentar", "bemerkung"),
    "country": ("country", "land"),
    "birth_year": ("birth year", "birthyear", "year of birth", "born", "geburtsjahr", "jahrgang"),
    "gender": ("gender", "sex", "geschlecht"),
    "languages": ("languages", "spoken languages", "sprachen"),
    "devices": ("devices", "device", "geräte"),
    "web_use": ("web use", "use of the web", "internetnutzung"),
    "employment": ("employment", "job status", "beschäftigung"),
    "industry": ("industry", "branch", "sector", "branche"),
    "company_size": ("company size", "size of the company", "firmengröße", "unternehmensgröße"),
    "job_level": ("job level", "position", "level"),
    "income": ("income", "einkommen"),
}  # fmt: skip
COLUMN = {word: column for column, words in CALLED.items() for word in words}


def column(head: str) -> str:
    """The column that this head means, "" where it is not known."""
    return COLUMN.get(re.sub(r"[\s_.\-:*]+", " ", head.casefold()).strip(), "")
