"""The other half and the secret that both sides know: made, joined, changed, revoked; and the links that are signed
with it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from commands import connections, erasure, participants
from commands.fire import fire
from integrations import links, webhooks
from lifecycle.attempt import RECRUITER, Invalid, Refused
from models import Connection, Counterpart, Entry, Heard, Participant
from tests.commands import halves
from tests.world import DAY, NOW, again, customer, live_study, themselves

GIVEN = {
    "link": "https://tool.example/r/abc",
    "key": "tool_key",
    "secret": "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    "calls_url": "https://tool.example/calls/recruiter/tool_key",
}


@pytest.fixture
def study(people):
    """A survey to which recruiters send people."""
    return halves.open_study(people)


@pytest.fixture
def tool(people):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(people)
    return connection, halves.sent(project, people.cleo)


def join(people, project, **changes):
    """Ada pastes what was handed over."""
    return connections.join_tool(project, *(GIVEN | changes).values(), customer(people.ada), NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("link", ""), ("link", "tool.example/r"), ("link", "javascript:alert(1)"), ("link", "https://u:p@tool.example/r"),
        ("link", "https://tool.example/r#top"), ("link", "https://tool.example/ a"), ("link", "https://tool.ex\u200bample/"),
        ("link", "https://tool.example/" + "x" * 500), ("key", ""), ("key", "a b"), ("key", "x" * 41), ("key", "a/b"),
        ("secret", ""), ("secret", "plain words"), ("secret", "whsec_"), ("secret", "whsec_" + "QUFB" * 40),
        ("calls_url", "file:///etc/passwd"), ("calls_url", "tool"), ("link", "https://[tool"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_said_at_its_field(people, field, value):
    project, _tool = halves.tool(people)
    with pytest.raises(Invalid) as found:
        join(people, project, **{field: value})
    assert list(found.value.errors) == [field]
    assert Connection.select().count() == 1


def test_another_tool_takes_the_place_of_the_one_before(people):
    project, former = halves.tool(people)
    new = join(people, project, key="another_key")
    assert (again(former).revoked_at, new.revoked_at) == (NOW, None)


def test_the_same_key_with_another_secret_keeps_the_old_one_for_a_week(people):
    project, _former = halves.tool(people)
    old = join(people, project)
    new = join(people, project, secret=webhooks.new_secret())
    assert new.id == old.id
    assert new.secrets(NOW) == [new.secret, old.secret]
    assert new.secrets(NOW + 7 * DAY) == [new.secret]
    assert new.link_secret(NOW) == new.secret


def test_a_key_is_one_connections_alone(people):
    project, _former = halves.tool(people)
    joined = join(people, project)
    other = halves.routed.project(people, kind="survey")
    with pytest.raises(Invalid):
        join(people, other)
    connections.revoke(joined, customer(people.ada), NOW)
    assert join(people, other).project == other


def test_a_study_has_so_many_connections_and_no_more(people, study):
    for _number in range(connections.MOST):
        made = halves.recruiter(people, study)
    with pytest.raises(Refused):
        halves.recruiter(people, study)
    connections.revoke(made, customer(people.ada), NOW)
    assert halves.recruiter(people, study)


def test_what_is_revoked_is_not_changed_any_more(people, study):
    row = connections.revoke(halves.recruiter(people, study), customer(people.ada), NOW)
    for change in (
        lambda: connections.revoke(row, customer(people.ada), NOW),
        lambda: connections.rotate(row, customer(people.ada), NOW),
        lambda: connections.name_owner(row, people.bo, customer(people.ada), NOW),
    ):
        with pytest.raises(Refused):
            change()
    told = [entry.event for entry in Entry.select().where(Entry.noun == "workspace").order_by(Entry.id)]
    assert told[-3:] == ["recruiter_connected", "other_half_met", "connection_revoked"]


def test_the_way_on_is_signed_and_opens_once_made(people, tool):
    connection, cleo = tool
    link = connections.way_on(cleo, NOW)
    parts = urlsplit(link)
    said = links.check(f"{parts.netloc}{parts.path}", parts.query, lambda key: [connection.secret], NOW)
    assert (said["pid"], said["key"]) == (f"pp_{cleo.tail}", "tool_key")
    assert connections.way_on(cleo, NOW) != link


def test_without_a_secret_the_way_on_only_names_them(people):
    project = halves.routed.project(people, kind="survey", target_link="https://tool.example/in?test=5")
    cleo = halves.sent(project, people.cleo)
    assert parse_qs(urlsplit(connections.way_on(cleo, NOW)).query) == {"test": ["5"], "pid": [f"pp_{cleo.tail}"]}


def guest(people, study, recruiter) -> Participant:
    """Cleo came by this recruiter."""
    made = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736", "connection": recruiter}
    return fire(participants.arrive(study, people.cleo, RECRUITER, NOW, **made), "qualify", RECRUITER, NOW)


def test_the_way_back_fits_how_they_stand(people, study):
    recruiter = halves.recruiter(people, study)
    row = guest(people, study, recruiter)
    assert connections.back_from(row, NOW) is None
    for event in ("start", "submit"):
        row = fire(row, event, themselves(people.cleo), NOW)
    said = parse_qs(urlsplit(connections.back_from(row, NOW)).query)
    assert (said["pid"], said["outcome"]) == (["i9exh736"], ["complete"])
    assert connections.way_back(row, "paid", NOW) is None
    connections.revoke(recruiter, customer(people.ada), NOW)
    assert connections.back_from(again(row), NOW) is None


def test_while_a_secret_is_changed_the_way_back_is_signed_with_the_old_one(people, study):
    recruiter = halves.recruiter(people, study)
    row = guest(people, study, recruiter)
    connections.rotate(recruiter, customer(people.ada), NOW)
    for at, good in ((NOW, True), (NOW + 7 * DAY, False)):
        parts = urlsplit(connections.way_back(again(row), "complete", at))
        known = [recruiter.secret]
        try:
            links.check(f"{parts.netloc}{parts.path}", parts.query, lambda key, known=known: known, at)
            opened = True
        except links.Doubt:
            opened = False
        assert opened is good


def test_nobody_is_way_back_where_nobody_was_met(people, study):
    row = guest(people, study, halves.recruiter(people, study, paired=False))
    assert connections.way_back(row, "complete", NOW) is None


def test_who_is_erased_has_no_id_and_is_told_of_no_more(people, study):
    recruiter = halves.recruiter(people, study)
    row = guest(people, study, recruiter)
    halves.decided(recruiter, "pp_9exh736", "submitted")
    halves.call(recruiter, type="candidate.removed", id="pp_9exh736", state="removed", seq=4, at=NOW.isoformat())
    fire(again(row), "withdraw", themselves(people.cleo), NOW)
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW)
    erasure.sweep(NOW + DAY)
    assert again(row).outside_id is None
    assert not Heard.select().where(Heard.outside_id.contains("9exh736") | Heard.body.contains("9exh736")).exists()
    assert not Counterpart.select().exists()
    assert halves.call(recruiter, type="list").more["rows"] == []


def test_a_study_without_people_of_this_recruiter_has_an_empty_list(people, study):
    live_study(people)
    assert halves.call(halves.recruiter(people, study), type="list").more["rows"] == []


def test_a_revoked_connection_keeps_no_secret(people, study):
    made = halves.recruiter(people, study)
    connections.rotate(made, customer(people.ada), NOW)
    row = connections.revoke(made, customer(people.ada), NOW)
    assert (row.secret, row.old_secret, row.secrets(NOW)) == ("", "", [])


def test_a_tool_that_made_way_for_another_keeps_no_secret(people):
    project, former = halves.tool(people)
    connections.join_tool(project, "https://other.example/r/b", "other_key", webhooks.new_secret(), "",
                          customer(people.ada), NOW)  # fmt: skip
    assert again(former).secret == ""


def test_secrets_that_were_kept_of_revoked_connections_are_forgotten(people, study):
    made = halves.recruiter(people, study)
    Connection.update(revoked_at=NOW).where(Connection.id == made.id).execute()
    assert again(made).secret
    assert connections.forget(NOW) == 1
    assert again(made).secret == ""
    assert connections.forget(NOW) == 0
