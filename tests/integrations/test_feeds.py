"""Other people's calendars, from a real server on this machine: what counts as busy, and what is never asked."""

import http.server
import pathlib
import socket
import ssl
import threading
import time
from datetime import UTC, datetime

import pytest
import trustme

from integrations import busy, feeds, wire
from integrations.feeds import Fault
from tests.services.site import give, serving

HERE = frozenset({"127.0.0.1"})
FILE = pathlib.Path(__file__).parent / "calendars" / "oslo.ics"
OSLO = "Europe/Oslo"
FIRST, LAST = (int(datetime(2027, *day, tzinfo=UTC).timestamp()) for day in ((3, 1), (6, 1)))


def moments(pairs):
    """The busy times as UTC texts."""
    return [tuple(datetime.fromtimestamp(edge, UTC).strftime("%m-%d %H:%M") for edge in pair) for pair in pairs]


@pytest.fixture
def site():
    """A server that answers what the test says for each path, and keeps what it was asked."""
    with serving() as known:
        yield known


def fault(address, allowed=HERE, **more):
    """The code with which this address fails."""
    with pytest.raises(Fault) as problem:
        feeds.fetch(address, "", allowed, **more)
    assert address not in str(problem.value)
    return problem.value.code


# ---- What is busy


def test_a_real_file_across_the_change_of_the_clocks(site):
    site.answers["/oslo.ics"] = (200, FILE.read_bytes())
    found = feeds.read(f"{site.url}/oslo.ics", "", OSLO, FIRST, LAST, HERE, "parlor.example").busy
    assert moments(found) == [
        ("03-15 09:00", "03-15 10:00"),
        ("03-26 23:00", "03-28 22:00"),  # two days, 47 hours
        ("03-29 08:00", "03-29 09:00"),  # ten o'clock still, an hour earlier elsewhere
        ("04-02 06:00", "04-02 07:00"),
        ("04-03 09:00", "04-03 10:00"),  # it ends before it begins: what lies between is not free
        ("04-06 12:30", "04-06 13:30"),
        ("04-19 08:00", "04-19 09:00"),
    ]


def test_days_and_hours_without_a_zone_are_those_of_the_host():
    found = moments(busy.read(FILE.read_bytes(), "Asia/Kathmandu", FIRST, LAST, "parlor.example"))
    assert ("03-26 18:15", "03-28 18:15") in found
    assert ("04-02 02:15", "04-02 03:00") in found


def test_only_the_asked_time_is_kept():
    middle = int(datetime(2027, 3, 28, tzinfo=UTC).timestamp())
    found = moments(busy.read(FILE.read_bytes(), OSLO, middle, middle + 43200))
    assert found == [("03-28 00:00", "03-28 12:00")]


def test_a_conversation_of_another_parlor_counts():
    assert len(busy.read(FILE.read_bytes(), OSLO, FIRST, LAST, "other.example")) == 8


def event(*lines):
    """A calendar with one event."""
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


def test_an_empty_calendar_is_one():
    assert busy.read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", OSLO, FIRST, LAST) == []


@pytest.mark.parametrize("body", [b"", b"<!doctype html><title>Hello</title>", b"\x00\xff", b"BEGIN:VCALENDAR", b"{}"])
def test_what_is_no_calendar_is_said(body):
    with pytest.raises(ValueError):
        busy.read(body, OSLO, FIRST, LAST)


def test_a_series_without_end_stops_at_the_most(monkeypatch):
    body = event("DTSTART:20270301T000000Z", "DTEND:20270301T000500Z", "RRULE:FREQ=MINUTELY;INTERVAL=15")
    assert len(busy.read(body, OSLO, FIRST, LAST)) == busy.MOST


def test_a_calendar_made_to_run_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(busy, "SECONDS", 1)
    body = event("DTSTART:20200301T000000Z", "DTEND:20200301T000001Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(busy.TooMuch):
        busy.read(body * 20, OSLO, FIRST, LAST)  # a quick machine is through with one of them in time


# ---- How it is asked


def test_what_did_not_change_is_not_sent_again(site):
    def answer(handler):
        same = handler.headers.get("If-None-Match") == '"7"'
        give(handler, 304 if same else 200, b"" if same else FILE.read_bytes(), ETag='"7"')

    site.answers["/a.ics"] = answer
    first = feeds.read(f"{site.url}/a.ics", "", OSLO, FIRST, LAST, HERE)
    assert (first.tag, len(first.busy)) == ('"7"', 8)
    assert feeds.read(f"{site.url}/a.ics", first.tag, OSLO, FIRST, LAST, HERE) == (None, '"7"')


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "refused"), (403, "refused"), (404, "gone"), (410, "gone"), (500, "unreachable"), (204, "unreachable")],
)
def test_what_the_other_side_says(site, status, code):
    site.answers["/a.ics"] = (status,)
    assert fault(f"{site.url}/a.ics") == code


def test_three_redirects_are_followed_and_no_fourth(site):
    for number in range(3):
        site.answers[f"/{number}"] = lambda handler, to=f"/{number + 1}": give(handler, 302, Location=to)
    site.answers["/3"] = (200, b"here")
    assert feeds.fetch(f"{site.url}/0", "", HERE).body == b"here"
    site.answers["/3"] = lambda handler: give(handler, 301, Location="/4")
    site.answers["/4"] = (200, b"too far")
    assert fault(f"{site.url}/0") == "unreachable"


def test_a_redirect_is_looked_at_like_an_address(site):
    for number, target in enumerate(("http://10.0.0.1/", "https://127.0.0.2/", "file:///etc/passwd", "https://[::1]/")):
        site.answers[f"/{number}"] = lambda handler, to=target: give(handler, 302, Location=to)
        assert fault(f"{site.url}/{number}") == "forbidden_address"


def test_a_password_goes_to_its_own_host_only(site):
    site.answers["/a"] = lambda handler: give(handler, 302, Location=f"http://localhost:{site.url.rsplit(':', 1)[1]}/b")
    site.answers["/b"] = (200, b"here")
    address = site.url.replace("//", "//ada:secret@") + "/a"
    assert feeds.fetch(address, "", {"127.0.0.1", "localhost"}).body == b"here"
    assert [("Authorization" in headers) for _method, _path, headers, _body in site.asked] == [True, False]


@pytest.mark.parametrize("length", [True, False])
def test_five_megabytes_are_the_most(site, length):
    def pour(handler):
        handler.send_response(200)
        if length:
            handler.send_header("Content-Length", str(50 << 20))
        handler.end_headers()
        for _block in range(50):
            handler.wfile.write(b"x" * (1 << 20))

    def quietly(handler):
        try:
            pour(handler)
        except OSError:
            handler.close_connection = True

    site.answers["/a.ics"] = quietly
    assert fault(f"{site.url}/a.ics") == "too_large"


@pytest.mark.parametrize("where", ["head", "body"])
def test_who_drips_is_cut_off(site, where, monkeypatch):
    monkeypatch.setattr(feeds, "DEADLINE", 1.0)

    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if where == "body" else b"X-Slow: "))
        try:
            for _second in range(60):
                handler.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            handler.close_connection = True

    site.answers["/a.ics"] = drip
    began = time.monotonic()
    assert fault(f"{site.url}/a.ics") == "unreachable"
    assert time.monotonic() - began < 4


def test_half_a_calendar_is_none(site):
    site.answers["/a.ics"] = lambda handler: give(handler, 200, b"BEGIN:VCALENDAR", Content_Length="900")
    assert fault(f"{site.url}/a.ics") == "unreachable"


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert fault(f"http://127.0.0.1:{taken.getsockname()[1]}/a.ics") == "unreachable"


# ---- What is never asked


def answering(*hosts):
    """A look-up of names that gives these addresses, and counts how often it was asked."""

    def look_up(_name, port, **_more):
        look_up.asked += 1
        families = (socket.AF_INET6 if ":" in host else socket.AF_INET for host in hosts)
        return [(one, socket.SOCK_STREAM, 6, "", (host, port)) for one, host in zip(families, hosts, strict=True)]

    look_up.asked = 0
    return look_up


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused(host):
    assert wire.is_forbidden(host)
    assert fault("https://calendar.example/a.ics", (), look_up=answering(host)) == "forbidden_address"
    assert fault("https://calendar.example/a.ics", (), look_up=answering("93.184.216.34", host)) == "forbidden_address"


@pytest.mark.parametrize("host", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_a_public_address_is_none_of_those(host):
    assert not wire.is_forbidden(host)


@pytest.mark.parametrize(
    "address",
    ["", "calendar", "ftp://calendar.example/a", "http://calendar.example/a.ics", "https://", "https:///a", "data:,1",
     "https://127.0.0.1/a", "https://localhost/a", "https://[::1]/a", "https://2130706433/a", "https://0x7f.1/a",
     "https://calendar.example:99999/a", "https://calendar.example/a b", "https://calendar.example/a\r\nX: y", "https://[/a",
     "https://calendar.example/" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_public_https_address_is_refused(address):
    own = any(name in address for name in ("//127", "localhost", "[::1"))
    look_up = socket.getaddrinfo if own else answering("127.0.0.1")
    with pytest.raises(Fault) as problem:
        feeds.fetch(address, "", (), look_up)
    assert problem.value.code == "forbidden_address"


def test_the_name_is_looked_up_once_and_that_address_is_asked(site):
    port = site.url.rsplit(":", 1)[1]
    site.answers["/a.ics"] = (200, b"here")
    look_up = answering("127.0.0.1")
    assert feeds.fetch(f"http://calendar.example:{port}/a.ics", "", {"calendar.example"}, look_up).body == b"here"
    assert look_up.asked == 1
    assert site.asked[0].headers["Host"] == f"calendar.example:{port}"


def test_a_certificate_of_another_name_is_not_believed():
    authority = trustme.CA()
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = f"https://calendar.example:{server.server_port}/a.ics"
    assert fault(address, {"calendar.example"}, look_up=answering("127.0.0.1")) == "unreachable"
    server.server_close()


def test_the_scheme_of_calendars_is_https():
    assert feeds.tidy(" webcal://calendar.example/a.ics ") == "https://calendar.example/a.ics"
