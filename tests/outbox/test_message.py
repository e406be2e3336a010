"""The envelope as a mail program reads it."""

from email import message_from_bytes, policy

from models import Outgoing
from outbox.compose import compose
from outbox.letters import METHODS
from outbox.message import INVITE, ascii_domain, message_of
from tests.outbox import post, stories
from tests.outbox.post import Settings, calendar_of, composed
from tests.world import NOW, booked


def read(letter):
    """The message, written and parsed again."""
    return message_from_bytes(bytes(message_of(letter, NOW)), policy=policy.default)


def shape(part) -> list | str:
    """The tree of content types."""
    if part.is_multipart():
        return [part.get_content_subtype(), *map(shape, part.iter_parts())]
    return part.get_content_type()


def test_a_letter_with_a_calendar_has_it_twice(people):
    booked(people)
    message = read(composed("booked", people.cleo))
    assert shape(message) == ["mixed", ["alternative", "text/plain", "text/html", "text/calendar"], "text/calendar"]
    *_rest, attached = message.iter_parts()
    assert attached.get_filename() == INVITE
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_param("method") == "REQUEST"
    part_method, method, event = calendar_of(message)
    assert part_method == method == "REQUEST"
    assert post.event_of(attached.get_content())[1] == event


def test_a_letter_without_one_is_plain_and_html(people):
    stories.paid(people)
    assert shape(read(composed("paid", people.cleo))) == ["alternative", "text/plain", "text/html"]


def test_the_headers_say_from_whom_to_whom_and_that_a_machine_wrote(people):
    booked(people)
    letter = composed("booked", people.cleo)
    message = read(letter)
    assert str(message["From"]) == "Halden Ferries via Parlor <post@parlor.example>"
    assert str(message["To"]) == people.cleo.email
    assert message["Subject"] == letter.subject
    assert message["Message-ID"] == letter.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["References"] == composed("reminder_day", people.cleo).thread
    assert message["Date"].datetime == NOW
    assert message["List-Unsubscribe"] is None
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == letter.text


def test_a_message_id_is_the_row_s_and_no_other(people):
    booked(people)
    ids = {compose(row, Settings()).message_id for row in Outgoing.select()}
    assert len(ids) == Outgoing.select().count()
    assert ids == {compose(row, Settings()).message_id for row in Outgoing.select()}
    assert all(one.endswith("@parlor.example>") for one in ids)


def test_every_method_of_the_table_is_one_that_calendars_know():
    assert set(METHODS.values()) == {"REQUEST", "CANCEL"}


def test_a_domain_goes_out_as_mail_servers_know_it():
    assert ascii_domain("ada@fähre.example") == "ada@xn--fhre-loa.example"
    assert ascii_domain("ada@halden.example") == "ada@halden.example"
