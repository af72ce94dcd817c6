"""The entrance by HTTP."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect
from sqlalchemy import Engine

from tracker.config import Settings
from tracker.resources import resource_dir
from tracker.web.addresses import KeyConverter
from tracker.web.assets import assets
from tracker.web.errors import add_error_pages
from tracker.web.guard import add_body_limits, check_doors, open_to_public
from tracker.web.headers import add_headers
from tracker.web.login import add_gate
from tracker.web.presenters import add_presenters
from tracker.web.views import BLUEPRINTS

_MEGABYTE = 1024 * 1024


def create_app(settings: Settings, engine: Engine) -> Flask:
    """The application on one database. Raises RuntimeError if an endpoint declares no action."""
    app = Flask(__name__, template_folder=str(resource_dir("templates")))
    app.config.update(
        SECRET_KEY=settings.secret(),
        SESSION_COOKIE_NAME="tracker",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        MAX_CONTENT_LENGTH=25 * _MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * _MEGABYTE,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=list(settings.hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    app.url_map.converters["int"] = KeyConverter
    app.extensions["tracker_engine"] = engine
    app.extensions["tracker_settings"] = settings
    add_body_limits(app)
    CSRFProtect(app)
    add_gate(app)
    add_headers(app)
    add_error_pages(app)
    add_presenters(app)
    for blueprint in (assets, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    open_to_public(app.view_functions["static"])  # type: ignore[type-var]
    check_doors(app)
    return app
