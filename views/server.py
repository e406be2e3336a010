"""The web server: gunicorn, told all that it needs by our own settings."""

import os
from collections.abc import Callable

from gunicorn.app.base import BaseApplication

from views.settings import Settings
from views.worker import Worker


class Server(BaseApplication):
    """gunicorn with threads; each web process also sweeps and drains, which several may do safely."""

    def __init__(self, settings: Settings, make_app: Callable):
        self.settings, self.make_app = settings, make_app
        super().__init__()

    def load_config(self) -> None:
        """The few settings that differ from its own."""
        host, port = os.environ.get("PARLOR_HOST", "127.0.0.1"), os.environ.get("PARLOR_PORT") or "8000"
        chosen = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": int(os.environ.get("PARLOR_WORKERS") or 1),
            "threads": int(os.environ.get("PARLOR_THREADS") or 8),
            "control_socket_disable": True,
            "loglevel": "warning",
            "post_worker_init": begin_working,
            "worker_exit": stop_working,
            "graceful_timeout": 4,
            "keepalive": 5,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self):
        """The app, made in the process that serves it."""
        return self.make_app(self.settings)


def begin_working(process) -> None:
    """The quiet half beside the web threads of a process."""
    app = process.app.callable or process.wsgi
    if os.environ.get("PARLOR_WORKER", "1") != "0":
        process.quiet_half = Worker(app.config["SETTINGS"], app.config["CLOCK"].now)
        process.quiet_half.start()


def stop_working(_server, process) -> None:
    """The quiet half ends with its process."""
    if quiet_half := getattr(process, "quiet_half", None):
        quiet_half.stop()
