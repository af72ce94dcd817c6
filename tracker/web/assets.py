"""Front-end files straight from the installed packages: nothing is copied in, nothing comes from outside."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, abort, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from tracker.web.guard import open_to_public

assets = Blueprint("assets", __name__)

FILES = {"bootstrap.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css")}


@cache
def folder_of(package: str) -> Path:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(package)
    return Path(spec.submodule_search_locations[0])


@assets.get("/assets/<release>/<name>")
@open_to_public
def asset(release: str, name: str) -> ResponseReturnValue:
    """A front-end file; the release in the address lets browsers keep it for good."""
    if name not in FILES:
        abort(404)
    package, path = FILES[name]
    return send_from_directory(folder_of(package), path)


def asset_url(name: str) -> str:
    """The address of a front-end file in the release installed."""
    return url_for("assets.asset", release=version("Bootstrap-Flask"), name=name)
