"""The app, put together: settings, database, blueprints, filters, commands of the terminal. No route and no rule
stands here."""

from flask import Flask
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from models import database
from views import asker, errors, register, shown, terminal
from views.clock import Clock
from views.settings import Settings, read


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The WSGI app for these settings (by default those of the environment)."""
    settings = settings or read()
    app = Flask(__name__, static_url_path="/static")
    app.config.update(
        SETTINGS=settings,
        CLOCK=clock or Clock(settings.shown_time),
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.wsgi_app = ProxyFix(
        app.wsgi_app,
        x_for=settings.proxies,
        x_proto=settings.proxies,
        x_host=settings.proxies,
        x_prefix=settings.proxies,
    )
    database.connect(settings.database_url)
    Htmx(app)
    asker.install(app)
    shown.install(app)
    errors.install(app)
    register(app)
    return app


def main() -> None:
    """The `parlor` command."""
    terminal.cli(obj=create_app)


if __name__ == "__main__":
    main()
