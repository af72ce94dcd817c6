"""Signing in with a one-time code, in the browser."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from site_of_personas import PASSWORD, Site

from tracker import clock
from tracker.config import Settings


def _switch_on(browser: FlaskClient) -> str:
    """Switch it on with the code of a step ago, so that the present one is still to be used."""
    assert browser.post("/second-factor/begin").status_code == 303
    page = browser.get("/second-factor").text
    assert 'src="data:image/svg+xml' in page
    key = re.search(r'<code class="long">([A-Z2-7]+)</code>', page).group(1)
    code = pyotp.TOTP(key).at(int(time.time()) - 30)
    assert browser.post("/second-factor/confirm", data={"code": code}).status_code == 303
    return key


def test_both_steps_open_and_neither_alone(site: Site) -> None:
    key = _switch_on(site.browser("clerk"))
    browser = site.app.test_client()
    first = browser.post("/login", data={"login": "clerk", "password": PASSWORD, "next": "/ledger"})
    assert first.headers["Location"] == "/login/code?next=/ledger"
    assert browser.get("/desk").headers["Location"].startswith("/login")
    wrong = browser.post("/login/code", data={"code": "x"})
    assert wrong.status_code == 422
    assert "动态口令不正确或已使用" in wrong.text
    assert "服务器时间" in wrong.text
    done = browser.post("/login/code", data={"code": pyotp.TOTP(key).now(), "next": "/ledger"})
    assert done.headers["Location"] == "/ledger"
    assert browser.get("/desk").status_code == 200


def test_the_second_step_is_no_way_in_without_the_first_or_after_five_minutes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = _switch_on(site.browser("clerk"))
    stranger = site.app.test_client()
    assert stranger.post("/login/code", data={"code": pyotp.TOTP(key).now()}).headers["Location"] == "/login"
    late = site.app.test_client()
    late.post("/login", data={"login": "clerk", "password": PASSWORD})
    then = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert late.post("/login/code", data={"code": pyotp.TOTP(key).at(then)}).headers["Location"] == "/login"


def test_a_wrong_code_switches_nothing_on_and_the_key_stays_to_be_tried_again(site: Site) -> None:
    browser = site.browser("clerk")
    browser.post("/second-factor/begin")
    for code in ("", "000000x", "9" * 21):
        answer = browser.post("/second-factor/confirm", data={"code": code})
        assert answer.status_code == 422
        assert "密钥：" in answer.text
    assert "未启用" in browser.get("/second-factor").text


def test_the_security_administrator_clears_a_lost_one(site: Site) -> None:
    _switch_on(site.browser("clerk"))
    admin = site.browser("security-admin")
    account_id = site.accounts["clerk"].account_id
    assert f"/accounts/{account_id}/clear-factor" in admin.get("/accounts").text
    assert admin.post(f"/accounts/{account_id}/clear-factor").status_code == 303
    browser = site.app.test_client()
    assert browser.post("/login", data={"login": "clerk", "password": PASSWORD}).headers["Location"] == "/"


def test_a_site_may_demand_it_of_the_three_administrators_alone(site: Site) -> None:
    given: Settings = site.app.extensions["tracker_settings"]
    site.app.extensions["tracker_settings"] = given.model_copy(update={"second_factor": "administrators"})
    for persona in ("system-admin", "security-admin", "audit-admin"):
        browser = site.browser(persona)
        assert browser.get("/accounts").headers["Location"] == "/second-factor"
        _switch_on(browser)
        assert browser.get("/second-factor").status_code == 200
        assert browser.get("/").headers["Location"] != "/second-factor"
        refused = browser.post("/second-factor/off", data={"code": "1"})
        assert refused.status_code == 422
        assert "不能停用" in refused.text
    assert site.browser("clerk").get("/desk").status_code == 200
