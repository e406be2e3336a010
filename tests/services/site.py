"""A machine that somebody else runs: a real HTTP server on loopback that answers what the test says."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import NamedTuple


class Asked(NamedTuple):
    """What arrived."""

    method: str
    path: str
    headers: dict
    body: bytes


@contextmanager
def serving() -> Iterator[SimpleNamespace]:
    """`answers` says path -> (status, body), or what is done with the handler; `asked` is what arrived; `url` and
    `port` are where."""
    known = SimpleNamespace(answers={}, asked=[])

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            answer = known.answers[self.path]
            answer(self) if callable(answer) else give(self, *answer)

        do_GET = do_POST

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    known.port = server.server_port
    known.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def give(handler, status, body=b"", **headers):
    """One answer."""
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
