"""The demo's contributor network: what its members told, a few more of them, and a study that asks whoever fits."""

from datetime import datetime, timedelta

from commands import offering, profiles, reports, studies
from commands.fire import fire
from commands.people import add_person
from lifecycle.attempt import By
from models.people import Person
from models.studies import Study

DAY = timedelta(days=1)
# What those of the story told about themselves: none of them lives where the study below looks for people.
TOLD = {
    "cleo.marchetti": {"country": "PT", "birth_year": "1992", "gender": "woman", "languages": "it, pt, en"},
    "amara.okonkwo": {"country": "NG", "birth_year": "1988", "gender": "woman", "languages": "en",
                      "devices": "iphone, mac", "employment": "self_employed"},
    "jonas.weber": {"country": "DE", "birth_year": "1979", "gender": "man", "languages": "de, en",
                    "devices": "android_phone, windows", "employment": "full_time", "industry": "transport"},
    "mika_h": {"country": "FI", "birth_year": "1996", "gender": "not_said", "languages": "fi, en", "web_use": "hourly"},
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
    reports.join_network(person, at)
    profiles.tell(person, told, at)


def asks(workspace, host: Person, at: datetime) -> Study:
    """A live study of the network."""
    study = studies.draft(
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
    study = fire(study, "launch", By("customer", host.id), at)
    offering.offer_some(study, at)
    return study
