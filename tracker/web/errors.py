"""Refusals as pages: what is wrong and what to do, in Chinese, with nothing that helps a stranger."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken, Stale, TrackerError, Unreadable
from tracker.vocabulary.web import WebRefusal
from tracker.web.login import own_path

log = logging.getLogger("tracker.web")

_STATUS: dict[type[TrackerError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    IllegalTransition: 409,
    Stale: 409,
    RuleBroken: 422,
    Unreadable: 422,
}
_WORDS = {
    400: ("请求不正确", "请返回上一页，刷新后重试。"),
    403: ("没有权限", "您可以查看，但不能这样做。"),
    404: ("没有这个页面", "它可能已被移走，或者不在您的工作范围内。"),
    405: ("请求不正确", "请从页面上的按钮操作。"),
    409: ("现在不能这样做", "事项的状态已经变化，请返回查看最新情况。"),
    413: ("文件或内容太大", "一次最多上传5个文件，每个不超过20MB。没有保存任何改动；请返回上一页，减小后再提交。"),
    422: ("没有办成", "请按提示改正后再提交。"),
    429: ("提交太频繁", "请稍后再试。"),
}
_KEEPS_TYPED = frozenset({400, 404, 409, 422, 500})
_KEYS = frozenset({"csrf_token", "form_key", "version", "outcome"})
_A_TEXT = 4
_PORTAL = "/public"


def add_error_pages(app: Flask) -> None:
    """Register a page for every way a request can fail."""

    @app.errorhandler(TrackerError)
    def refused(error: TrackerError) -> tuple[str, int]:
        status = _STATUS.get(type(error), 422)
        # A stranger's object and one that does not exist answer with the same page, to the byte.
        return page(status) if status == 404 else page(status, error.message, now=error.facts.get("now"))

    @app.errorhandler(StaleDataError)
    def stale(_: StaleDataError) -> tuple[str, int]:
        return page(409, WebRefusal.STALE.worded())

    @app.errorhandler(CSRFError)
    def forged(_: CSRFError) -> tuple[str, int]:
        return page(400, "页面已过期，请返回上一页，刷新后重新提交。")

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    def unavailable(error: Exception) -> tuple[str, int]:
        number, at = secrets.token_hex(4), clock.now().astimezone(clock.OFFICE_ZONE)
        log.exception("unavailable %s", number, exc_info=error)
        message = f"正在恢复，请稍后刷新本页重试（编号 {number}，{at:%Y-%m-%d %H:%M}）。没有保存任何改动。"
        return _bare("系统暂时不可用", message, _typed()), 503

    @app.errorhandler(SecurityError)
    def elsewhere(_: SecurityError) -> tuple[str, int]:
        return _bare(_WORDS[400][0], "访问地址不对，请使用本系统公布的网址。"), 400

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> tuple[str, int]:
        return page(error.code or 500)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int]:
        number = secrets.token_hex(4)
        log.exception("error %s", number, exc_info=error)
        return page(500, f"系统出错（编号 {number}），没有保存任何改动。请稍后重试，或把编号告诉系统管理员。")


def _bare(title: str, message: str, typed: Sequence[str] = ()) -> str:
    """A page by itself: what every other page is made with would ask the database, or the address, once more."""
    return current_app.jinja_env.get_template("errors/bare.html").render(title=title, message=message, typed=typed)


def page(status: int, message: str = "", now: object = None) -> tuple[str, int]:
    """An error page with its status; under a refusal stands what was typed, and beside it the text as it is now."""
    title, advice = _WORDS.get(status, ("系统出错", "请稍后重试。"))
    typed = _typed() if status in _KEEPS_TYPED else []
    outside = request.path.startswith(_PORTAL)
    template = "portal/error.html" if outside else "errors/error.html"
    return render_template(
        template, title=title, message=message or advice, typed=typed, now=now or {}, back=_back()
    ), status


def _typed() -> list[str]:
    """The texts of the form that was refused; never a password, never the form's own keys."""
    if request.endpoint is None or request.endpoint.startswith("sign_in."):
        return []
    return [
        value
        for name, value in request.form.items(multi=True)
        if name not in _KEYS and len(value.strip()) >= (1 if name == "reason" else _A_TEXT)
    ]


def _back() -> str:
    """The page the form stood on."""
    return own_path(urlsplit(request.referrer or "").path) or "/"
