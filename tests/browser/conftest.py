"""A real Chromium against the real server. On a machine without one these tests skip; in CI that is a failure."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "web"))

from playwright.sync_api import Browser, Page, sync_playwright
from site_of_personas import PASSWORD, Site, furnished, site
from waitress.server import create_server

__all__ = ["furnished", "site"]

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    if _CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine: .ci/run installs one")
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The address of the site, served as it is delivered."""
    site.app.config["WTF_CSRF_ENABLED"] = True
    server = create_server(site.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def enter(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Sign in as a persona in a browser window of their own; nothing may be asked of the outside world."""
    contexts = []

    def signed_in(persona: str, width: int = 1366, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _at_home(request.url, address))
        page.goto("/login")
        page.fill("#login", persona)
        page.fill("#password", PASSWORD)
        page.click("text=登录 >> nth=-1")
        return page

    yield signed_in
    for context in contexts:
        context.close()


def _at_home(url: str, address: str) -> None:
    assert url.startswith((address, "data:")), url
