"""Calling other machines: real servers on this machine, and a corpus of addresses that lead inside."""

import http.server
import socket
import ssl
import threading
import time

import pytest
import trustme

from integrations import wire
from integrations.wire import Fault
from tests.services.site import give, serving

HERE = frozenset({"127.0.0.1"})
INSIDE = (
    "127.0.0.1", "127.8.9.10", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "ff02::1",
)  # fmt: skip


@pytest.fixture
def site():
    """A server that answers what the test says for each path, and keeps what it was asked."""
    with serving() as known:
        yield known


def fault(url, allowed=HERE, **more):
    """The code with which this address fails."""
    with pytest.raises(Fault) as problem:
        wire.send("POST", url, b"{}", {}, allowed, **more)
    assert not url or url not in str(problem.value)
    return problem.value.code


def answering(*hosts):
    """A look-up of names that gives these addresses, each time the next ones."""

    def look_up(_name, port, **_more):
        found = hosts[min(look_up.asked, len(hosts) - 1)]
        look_up.asked += 1
        found = (found,) if isinstance(found, str) else found
        families = (socket.AF_INET6 if ":" in host else socket.AF_INET for host in found)
        return [(one, socket.SOCK_STREAM, 6, "", (host, port)) for one, host in zip(families, found, strict=True)]

    look_up.asked = 0
    return look_up


# ---- How it is asked


def test_what_is_said_and_answered(site):
    site.answers["/a?b=1"] = (202, b"thanks")
    found = wire.send("POST", f"{site.url}/a?b=1", b'{"x":1}', {"Content-Type": "application/json"}, HERE)
    assert (found.status, found.body) == (202, b"thanks")
    assert found.milliseconds >= 0
    [(method, path, headers, body)] = site.asked
    assert (method, path, body) == ("POST", "/a?b=1", b'{"x":1}')
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [200, 204, 400, 404, 410, 429, 500, 503])
def test_every_answer_is_handed_over(site, status):
    site.answers["/a"] = (status,)
    assert wire.send("GET", f"{site.url}/a", allowed=HERE).status == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_followed(site, status):
    site.answers["/a"] = lambda handler: give(handler, status, Location=f"{site.url}/b")
    site.answers["/b"] = (200, b"here")
    assert fault(f"{site.url}/a") == "redirected"
    assert [path for _method, path, _headers, _body in site.asked] == ["/a"]


def test_a_redirect_inside_reaches_nobody(site):
    with socket.socket() as private:
        private.bind(("127.0.0.2", 0))
        private.listen()
        private.settimeout(0.3)
        target = f"http://127.0.0.2:{private.getsockname()[1]}/"
        site.answers["/a"] = lambda handler: give(handler, 302, Location=target)
        assert fault(f"{site.url}/a") == "redirected"
        with pytest.raises(TimeoutError):
            private.accept()


def test_one_megabyte_is_the_most(site):
    site.answers["/most"] = (200, b"x" * wire.MOST_BYTES)
    site.answers["/more"] = (200, b"x" * (wire.MOST_BYTES + 1))
    assert len(wire.send("GET", f"{site.url}/most", allowed=HERE).body) == wire.MOST_BYTES
    assert fault(f"{site.url}/more") == "too_large"


def test_half_an_answer_is_none(site):
    site.answers["/a"] = lambda handler: give(handler, 200, b"ok", Content_Length="900")
    assert fault(f"{site.url}/a") == "unreachable"


@pytest.mark.parametrize("where", ["nothing", "head", "body"])
def test_who_hangs_or_drips_is_cut_off(site, where, monkeypatch):
    monkeypatch.setattr(wire, "DEADLINE", 0.5)

    def drip(handler):
        said = {"nothing": b"", "head": b"HTTP/1.1 200 OK\r\nX: ", "body": b"HTTP/1.1 200 OK\r\n\r\n"}
        handler.wfile.write(said[where])
        try:
            for _tenth in range(60):
                time.sleep(0.1)
                if where != "nothing":
                    handler.wfile.write(b"x")
        except OSError:
            handler.close_connection = True

    site.answers["/a"] = drip
    began = time.monotonic()
    assert fault(f"{site.url}/a") == "unreachable"
    assert time.monotonic() - began < 3


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(wire, "PATIENCE", 0.2)
    began = time.monotonic()
    assert fault("https://hooks.example/a", look_up=lambda *_asked, **_more: time.sleep(5) or []) == "unreachable"
    assert time.monotonic() - began < 2


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert fault(f"http://127.0.0.1:{taken.getsockname()[1]}/a") == "unreachable"


# ---- What is never asked


@pytest.mark.parametrize("host", INSIDE)
def test_a_name_that_leads_inside_is_refused(host):
    assert wire.is_forbidden(host)
    assert fault("https://hooks.example/a", (), look_up=answering(host)) == "forbidden_address"
    both = answering(("93.184.216.34", host))
    assert fault("https://hooks.example/a", (), look_up=both) == "forbidden_address"


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/a", "https://localhost/a", "https://[::1]/a", "https://[::ffff:127.0.0.1]/a",
     "https://2130706433/a", "https://0x7f000001/a", "https://0177.0.0.1/a", "https://127.1/a", "https://0/a",
     "https://127.0.0.1:443/a", "https://user@127.0.0.1/a"],
)  # fmt: skip
def test_an_address_that_is_written_in_another_way_is_refused_too(url):
    assert fault(url, ()) == "forbidden_address"


@pytest.mark.parametrize(
    ("url", "code"),
    [("", "forbidden_address"), ("hooks", "forbidden_address"), ("ftp://hooks.example/a", "forbidden_address"),
     ("file:///etc/passwd", "forbidden_address"), ("https://", "forbidden_address"),
     ("https:///a", "forbidden_address"),
     ("https://hooks.example:99999/a", "forbidden_address"), ("https://hooks.example/a b", "forbidden_address"),
     ("https://hooks.example/a\r\nX: y", "forbidden_address"), ("https://[/a", "forbidden_address"),
     ("https://hooks.example/" + "a" * 2000, "forbidden_address"), ("http://hooks.example/a", "not_https"),
     ("http://127.0.0.2/a", "not_https")],
)  # fmt: skip
def test_what_is_no_https_address_is_refused_before_anybody_is_asked(url, code):
    look_up = answering("93.184.216.34")
    assert fault(url, HERE, look_up=look_up) == code
    assert look_up.asked == 0


def test_the_name_is_looked_up_once_and_that_address_is_asked(site):
    site.answers["/a"] = (200, b"here")
    look_up = answering("127.0.0.1", "10.0.0.1")
    found = wire.send("GET", f"http://hooks.example:{site.port}/a", b"", {}, {"hooks.example"}, look_up)
    assert (found.body, look_up.asked) == (b"here", 1)
    assert site.asked[0].headers["Host"] == f"hooks.example:{site.port}"


def test_a_name_that_answers_differently_the_second_time_reaches_nothing_inside(site):
    look_up = answering("192.0.2.1", "127.0.0.1")
    assert fault(f"https://hooks.example:{site.port}/a", (), look_up=look_up) == "forbidden_address"
    assert site.asked == []


def test_a_certificate_of_another_name_is_not_believed():
    authority = trustme.CA()
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.handle_request, daemon=True).start()
    url = f"https://hooks.example:{server.server_port}/a"
    assert fault(url, {"hooks.example"}, look_up=answering("127.0.0.1")) == "unreachable"
    server.server_close()
