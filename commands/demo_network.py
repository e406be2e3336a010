"""The demo's contributor network: what its members told, a few more of them, and a study that asks whoever fits."""

from datetime import datetime, timedelta

from commands import demo_studies, joining, offering, profiles
from commands.people import add_person
from models.people import Person
from models.studies import Study
from rules import consents

DAY = timedelta(days=1)
# What those of the story told about themselves: none of them lives where the study below looks for people.
TOLD = {
    "cleo.marchetti": {"country": "PT", "birth_year": "1992", "gender": "woman", "languages": "it, pt, en"},
    "amara.okonkwo": {"country": "NG", "birth_year": "1988", "gender": "woman", "languages": "en",
                      "devices": "iphone, mac", "employment": "self_employed"},
    "jonas.weber": {"country": "DE", "birth_year": "1979", "gender": "man", "languages": "de, en",
                    "devices": "android_phone, windows", "employment": "full_time", "industry": "transport"},
    "mika_h": {"country": "FI", "birth_year": "1996", "gender": "not_said", "languages": "fi, en", "web_use": "hourly"},
    "sofia_παπαδοπούλου": {"country": "GR", "birth_year": "1990", "languages": "el, en", "devices": "android_phone"},
    "tenzing-norgay-the-younger-1987": {"country": "NP", "birth_year": "1987", "languages": "ne, en"},
    "quiet-heron-41": {"country": "US", "birth_year": "1983", "languages": "en", "employment": "part_time"},
    "o.adébáyọ̀": {"country": "GB", "birth_year": "1994", "gender": "man", "languages": "en", "devices": "iphone"},
}  # fmt: skip
MEMBERS = (
    ("liv.strand", "NO", 1984, "woman"), ("even.dale", "NO", 1979, "man"), ("signe-h", "NO", 1991, "woman"),
    ("halvor.vik", "NO", 1966, "man"), ("tuva_moen", "NO", 2001, "woman"), ("oskar.lund", "SE", 1988, "man"),
    ("frida-b", "SE", 1975, "woman"), ("anders.berg", "NO", 1958, "man"), ("ronja.k", "NO", 1994, "non_binary"),
    ("kari.solberg", "NO", 1972, "woman"), ("emil.holm", "DK", 1983, "man"), ("nora.aas", "NO", 1987, "woman"),
)  # fmt: skip
ASKED = {
    "facts": {"country": ["NO"], "languages": ["nb"]},
    "youngest": 25,
    "oldest": 60,
    "earlier": "all",
    "pause": 14,
    "limits": [["gender", "woman", 2]],
}


def play(workspace, host: Person, now: datetime) -> Study:
    """Everybody's profile, and the study, which the clock has asked them into since yesterday."""
    for username, told in TOLD.items():
        profiles.tell(Person.get(Person.username == username), told, now - 40 * DAY)
    for number, (username, country, born, gender) in enumerate(MEMBERS):
        join(username, {"country": country, "birth_year": str(born), "gender": gender,
                        "languages": "nb, en" if country == "NO" else "en"}, now - (40 - number) * DAY)  # fmt: skip
    return asks(workspace, host, now - DAY)


def join(username: str, told: dict, at: datetime) -> None:
    """One more member of the network."""
    name = username.translate(str.maketrans("._-", "   ")).title()
    person = add_person(f"{username}@fjord-people.example", name, "Europe/Oslo", at, username=username)
    joining.join(person, consents.current(consents.NETWORK), at)
    profiles.tell(person, told, at)


def asks(workspace, host: Person, at: datetime) -> Study:
    """A live study of the network."""
    study = demo_studies.launched(
        workspace,
        host,
        at,
        title="The last ferry of the day",
        audience="network",
        filters=ASKED,
        length=30,
        reward=3000,
        places=4,
        meeting_link="https://meet.example/last-ferry",
        about="What you do when the last ferry is about to leave, and how you know.",
    )
    offering.offer_some(study, at)
    return study
