"""A machine that hears of events: a real HTTP server on loopback, that checks each message with the stock library."""

import http.server
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from standardwebhooks import Webhook, WebhookVerificationError


class Receiver:
    """What arrived, and how it answers. `secrets` are those it knows; `status` what it says to what it believes; by
    path: `hangs` for so many seconds, `says` another status."""

    def __init__(self):
        self.secrets: list[str] = []
        self.status, self.answer = 200, b"thanks"
        self.hangs: dict[str, float] = {}
        self.says: dict[str, int] = {}
        self.heard: list[tuple[str, str, bytes]] = []
        self.refused: list[tuple[str, str]] = []
        self.asked = 0
        self.url = ""
        self.lock = threading.Lock()

    def ids(self, path: str | None = None) -> list[str]:
        """The numbers of the messages that it believed."""
        return [number for where, number, _body in self.heard if path in (None, where)]

    def told(self) -> list[dict]:
        """What they said."""
        return [json.loads(body) for _path, _number, body in self.heard]

    def believes(self, headers: dict, body: bytes) -> bool:
        """Whether one of the secrets signed this, now."""
        for secret in self.secrets:
            try:
                Webhook(secret).verify(body, headers)
                return True
            except WebhookVerificationError as problem:
                last = str(problem)
        self.refused.append((headers.get("webhook-id", ""), last if self.secrets else "no secret"))
        return False

    def hear(self, path: str, headers: dict, body: bytes) -> int:
        """The status with which a call is answered."""
        with self.lock:
            self.asked += 1
            status = self.says.get(path, self.status)
            if status >= 300:
                return status
            if not self.believes(headers, body):
                return 401
            self.heard.append((path, {name.lower(): one for name, one in headers.items()}["webhook-id"], body))
            return status


@contextmanager
def listening(receiver: Receiver, certificate=None) -> Iterator[Receiver]:
    """The receiver at an address of its own (`url`); over https with a certificate (trustme)."""

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(receiver.hangs.get(self.path, 0))
            status = receiver.hear(self.path, dict(self.headers), body)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(receiver.answer)))
                self.end_headers()
                self.wfile.write(receiver.answer)
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
