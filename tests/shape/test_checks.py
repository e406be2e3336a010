"""Each check is fed something bad and has to see it, and something good that it has to leave alone."""

import hashlib

import pytest

from tests.shape import files, pages, python


@pytest.mark.parametrize(("path", "source", "finding"), [
    ("models/sessions.py", "from commands import fire", "models imports commands"),
    ("rules/slots.py", "import lifecycle.words", "rules imports lifecycle.words"),
    ("outbox/mail.py", "def f():\n    from commands.fire import fire", "outbox imports commands.fire"),
    ("commands/fire.py", "import views.clock as c", "commands imports views.clock"),
    ("views/fire.py", "import app", "views imports app"),
    ("integrations/ics.py", "from models import sessions", "integrations imports models"),
    ("lifecycle/session.py", "from flask_wtf import FlaskForm", "pure"),
    ("rules/units.py", "import peewee as p", "pure"),
])  # fmt: skip
def test_an_import_against_the_direction_is_found(path, source, finding):
    [found] = python.wrong_imports(path, source)
    assert finding in found


@pytest.mark.parametrize(("path", "source"), [
    ("lifecycle/session.py", "from rules import times\nfrom lifecycle.words import _\nfrom . import machine"),
    ("commands/fire.py", "import peewee\nfrom outbox import letters\nfrom integrations import calendar"),
    ("app.py", "from views import customer\nimport flask"),
])  # fmt: skip
def test_an_import_along_the_direction_is_not(path, source):
    assert python.wrong_imports(path, source) == []


@pytest.mark.parametrize("source", [
    "row.save()", "Session.create(title='x')", "row.delete_instance()",
    "models.Session.update(state='x').where(a).execute()",
    "Session.insert_many(rows).execute()", "db.execute_sql('UPDATE session SET state = 1')", "db.execute_sql(text)",
    "Session.delete().where(Session.id == 1).execute()",
])  # fmt: skip
def test_a_view_that_writes_is_found(source):
    assert len(python.writes_in_views("views/customer/sessions.py", source)) == 1
    assert python.writes_in_views("commands/sessions.py", source) == []


@pytest.mark.parametrize("source", [
    "values.update(a=1)", "seen.insert(0, x)", "text.replace('a', 'b')", "Session.select().where(a).execute()",
    "db.execute_sql(' SELECT 1')", "LABELS.update(other)", "commands.sessions.book(slot)",
])  # fmt: skip
def test_a_view_that_reads_is_not(source):
    assert python.writes_in_views("views/customer/sessions.py", source) == []


def test_a_text_inside_a_formatted_string_is_found():
    [found] = python.hidden_texts("outbox/typeset.py", """f"{hours} {_('(the next day)')}" """)
    assert found.startswith("outbox/typeset.py:1: a text inside a formatted string: _('(the next day)')")


@pytest.mark.parametrize("source", ["""hours + _("(the next day)")""", """f"{hours} {day}" """, """f"{plain(day)}" """])
def test_a_text_beside_a_formatted_string_is_not(source):
    assert python.hidden_texts("outbox/typeset.py", source) == []


@pytest.mark.parametrize("source", [
    "import datetime\ndatetime.datetime.now()", "import datetime as dt\ndt.datetime.now(dt.UTC)",
    "from datetime import datetime as d, UTC\nd.utcnow()", "from time import time\ntime()",
    "import time\nx = time.time",
    "from datetime import date\ndate.today()", "from datetime import datetime\nfield(default=datetime.now)",
])  # fmt: skip
def test_a_look_at_the_clock_is_found(source):
    assert len(python.clock_reads("commands/fire.py", source)) == 1
    assert python.clock_reads("views/clock.py", source) == []


@pytest.mark.parametrize("source", [
    "from views import clock\nclock.now()", "import time\ntime.monotonic()\ntime.sleep(1)",
    "from datetime import datetime, UTC\ndatetime.fromtimestamp(5, UTC)", "def f(time):\n    return time.time()",
])  # fmt: skip
def test_time_that_was_passed_in_is_not(source):
    assert python.clock_reads("commands/fire.py", source) == []


@pytest.mark.parametrize("source", [
    "{% if session.state == 'scheduled' %}", "{%- elif row.state != wanted -%}", "{% if s.state in ('a', 'b') %}",
    "{{ 'x' if 'done' == item.state else '' }}", "{% if state not in open %}", "{% if row.state is eq 'a' %}",
    "{%\n if a\n and row.state == b %}",
])  # fmt: skip
def test_a_compared_state_is_found(source):
    assert len(pages.state_comparisons("templates/a.html", source)) == 1


@pytest.mark.parametrize("source", [
    "<p data-state=\"{{ session.state }}\">", "{{ label(session.state) }}", "{# if x.state == y #}",
    "{% for state in states %}",
    "{% if row.offers %}", "{% if estate == 3 %}", "{{ _('the state in words == none') }}",
    "{% for a in row.state_words %}",
    "{% if row.state is defined %}",
])  # fmt: skip
def test_a_shown_state_is_not(source):
    assert pages.state_comparisons("templates/a.html", source) == []


@pytest.mark.parametrize(("finding", "source"), [
    ("inline <script>", "<script>alert(1)</script>"),
    ("inline <style>", "<p>\n<style>p {}</style>"),
    ("inline style", '<p style="color: red">'),
    ("inline handler", '<a onclick="go()">'),
    ("inline handler", "<form {% if a %}onsubmit=x{% endif %}>"),
    ("inline handler", '<a hx-on::load="x">'),
    ("inline handler", '<a data-hx-on:click="x">'),
    ("evaluated value", '<a href="javascript:go()">'),
    ("evaluated value", "<a hx-vals='js:{a: 1}'>"),
    ("trigger filter", '<a hx-trigger="click[ctrlKey]">'),
    ("another host", '<img src="https://elsewhere.example/a.png">'),
    ("another host", '<a href="//elsewhere.example">'),
    ("another host", "<link href=\"{{ 'https://elsewhere.example/x' }}\">"),
    ("another host", '<form hx-post="https://elsewhere.example/">'),
])  # fmt: skip
def test_what_the_policy_would_refuse_is_found(finding, source):
    [found] = pages.unsafe_markup("templates/a.html", source)
    assert finding in found


@pytest.mark.parametrize("source", [
    '<script src="/static/js/room.js" defer></script>',
    '<a href="/sessions/{{ s.id }}" hx-get="{{ url }}" hx-trigger="change delay:1s">',
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', '<a href="{{ study.meeting_link }}">',
    '<a href="mailto:{{ a }}">',
    "{% if a > b %}<p {% if c %}hidden{% endif %}>{{ a > b }}</p>{% endif %}", "<p>Write to https://example.org</p>",
])  # fmt: skip
def test_what_the_policy_allows_is_not(source):
    assert pages.unsafe_markup("templates/a.html", source) == []


def test_only_a_letter_carries_styles():
    assert pages.unsafe_markup("templates/mail/booked/body.html", '<p style="margin: 0">') == []
    assert pages.unsafe_markup("templates/mail/booked/body.html", "<script>x</script>") != []


def test_a_changed_missing_or_unlisted_vendored_file_is_found(tmp_path):
    for name in ("good.js", "changed.js", "unlisted.js"):
        (tmp_path / name).write_text(name)
    digest = hashlib.sha256(b"good.js").hexdigest()
    (tmp_path / "HASHES").write_text(f"# pinned\n{digest}  good.js\n{digest}  changed.js\n{digest}  missing.js\n")
    found = files.changed_vendored_files(tmp_path)
    assert found == ["changed.js: changed", "missing.js: listed, but not there", "unlisted.js: not listed"]


@pytest.mark.parametrize("line", [
    "see /wo" + "rk/main/app.py", "open('/ro" + "ot/x')", "/ho" + "me/ada/parlor", "(/t" + "mp/a.db)",
    "index py" + "pi.org/simple",
])  # fmt: skip
def test_a_trace_of_a_machine_is_found(line):
    assert files.machine_traces("README.md", "fine\n" + line) == [f"README.md:2: {line}"]


@pytest.mark.parametrize("line", [
    "/usr/lib/postgresql", "/workspace/1", "GET /home", "/room/abc", "https://example.org/wo" + "rk/x",
])  # fmt: skip
def test_a_common_path_is_not(line):
    assert files.machine_traces("README.md", line) == []
