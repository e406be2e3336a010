"""Files of people as they really come: every line is read, or says what is wrong with it."""

import pytest

from rules import people_heads
from rules.people_csv import MOST_LETTERS, MOST_LINES, Fault, decode, parse, zone_meant

LANGUAGES = ("en", "de")


def read(text):
    return parse(text, 2026, LANGUAGES)


def emails(text):
    return [line.email for line in read(text).lines]


def codes(text):
    """The codes of the faults of each line."""
    return [[fault.code for fault in line.faults] for line in read(text).lines]


@pytest.mark.parametrize(
    "text",
    [
        "email,name\na@x.example,Åse Øy\n",
        "\ufeffE-Mail;Name\r\na@x.example;Åse Øy\r\n",
        "Email Address\tFull name\na@x.example\tÅse Øy",
        '"email","name"\r"a@x.example","Åse Øy"\r',
        "name,e_mail\nÅse Øy,A@X.Example\n",
        "Vorname;Nachname;E-Mail-Adresse\nÅse;Øy;a@x.example\n",
        "\n\n email , name \n\n , \na@x.example, Åse   Øy \n\n",
        "a@x.example,Åse Øy",
        "name,email\nÅse Øy,Åse <a@x.example>",
        "name,email\nÅse Øy,mailto:a@x.example",
        'email,name,more\na@x.example,"Åse\nØy",1',
    ],
)
def test_a_file_is_read_however_it_is_written_down(text):
    [line] = read(text).lines
    assert (line.email, line.told["name"], line.faults) == ("a@x.example", "Åse Øy", ())


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_are_read_in_the_coding_of_old_and_new_spreadsheets(coding):
    text = "email;name\na@x.example;Jörg Müßig €"
    assert read(decode(text.encode(coding))).lines[0].told["name"] == "Jörg Müßig €"


def test_bytes_that_are_no_text_do_no_harm():
    assert isinstance(decode(bytes(range(256))), str)
    assert read(decode(b"email\n\x00a@x.example\n")).lines[0].email == "a@x.example"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",Bo", "no_address"),
        ("bo,Bo", "not_address"),
        ("a b@x.example,Bo", "not_address"),
        ("a@x.example@y,Bo", "not_address"),
        ('"a@x.example\nBcc: all@y.example",Bo', "not_address"),
        ("=cmd@,Bo", "not_address"),
        (f"{'a' * 250}@x.example,Bo", "not_address"),
        (f"a@x.example,{'B' * 121}", "too_long"),
        ('a@x.example,"Bo', "quotes"),
    ],
)
def test_a_line_that_can_not_be_used_says_why(line, code):
    assert codes(f"email,name\n{line}\n") == [[code]]


def test_a_quotation_mark_that_never_closes_costs_one_line():
    text = 'email,name\na@x.example,"Bo\nb@x.example,Cy\nc@x.example,Di "the" Ox\n' + "d@x.example,\n" * 40
    assert codes(text)[:3] == [["quotes"], [], []]
    assert read(text).lines[2].told["name"] == 'Di "the" Ox'


def test_the_same_address_twice_counts_once_and_a_line_that_was_wrong_does_not():
    assert codes("email\na@x.example\nA@X.example\n") == [[], ["twice"]]
    assert codes("email,country\na@x.example,Atlantis\na@x.example,Norway\n") == [["unknown"], []]


def test_lines_are_counted_as_the_file_counts_them():
    text = 'email,note\n\na@x.example,"one\ntwo"\nb@x.example,\n'
    assert [line.number for line in read(text).lines] == [3, 5]


def test_languages_zones_and_facts_are_understood_as_people_write_them():
    heads = "email;Sprache;Stadt;Land;Geburtsjahr;languages;devices"
    [line] = read(f"{heads}\na@x.example;Deutsch;new york;Norway;1980;de,Norwegian Bokmål;iPhone\n").lines
    assert line.told == {"language": "de", "zone": "America/New_York"}
    assert line.facts == {"country": "NO", "birth_year": 1980, "languages": ",de,nb,", "devices": ",iphone,"}


def test_what_is_not_known_is_named_with_what_stood_there():
    text = "email,language,zone,country,birth_year\na@x.example,Klingon,Atlantis,Narnia,1890\n"
    assert read(text).lines[0].faults == (
        Fault("language", "language", "Klingon"),
        Fault("zone", "zone", "Atlantis"),
        Fault("unknown", "country", "Narnia"),
        Fault("too_old", "birth_year", "1890"),
    )


def test_a_language_with_its_country_is_that_language():
    assert read("email,language\na@x.example,en-GB\n").lines[0].told["language"] == "en"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Oslo", "Europe/Oslo"), ("oslo", "Europe/Oslo"), ("Ho Chi Minh", "Asia/Ho_Chi_Minh"), ("UTC", "UTC"),
     ("localtime", ""), ("../etc", "")],
)  # fmt: skip
def test_a_zone_is_found_by_its_name_or_its_city(typed, zone):
    assert zone_meant(typed) == zone


def test_lines_past_the_limit_say_so_and_nothing_else():
    text = "email\n" + "".join(f"p{number}@x.example\n" for number in range(MOST_LINES + 2))
    found = codes(text)
    assert found[:MOST_LINES] == [[]] * MOST_LINES
    assert found[MOST_LINES:] == [["over"], ["over"]]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "empty"), ("\n ,\n", "empty"), ("email,name\n", "empty"), ("name,phone\nBo,12\n", "no_email"),
     ("x" * (MOST_LETTERS + 1), "too_large")],
)  # fmt: skip
def test_a_file_that_can_not_be_read_at_all_says_so(text, fault):
    assert read(text).fault == fault


def test_columns_that_are_not_known_are_named_and_left_out():
    sheet = read("email,Shoe size,name,Email\na@x.example,43,Bo,b@x.example\n")
    assert (sheet.unknown, sheet.columns) == (("Shoe size", "Email"), ("email", "name"))
    assert sheet.lines[0].email == "a@x.example"


def test_a_row_that_is_longer_or_shorter_than_its_heads_is_read_as_far_as_it_goes():
    assert emails("email,name\na@x.example\nb@x.example,Bo,more,and more\n") == ["a@x.example", "b@x.example"]


def test_every_column_has_a_head_of_its_own():
    heads = [word for words in people_heads.CALLED.values() for word in words]
    assert len(heads) == len(set(heads))
