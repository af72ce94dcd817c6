"""A person at a browser who follows links and fills in forms at random, legal and illegal alike."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_SENTENCES = (
    "已完成主体工程验收，正在整理资料。",
    "因连续降雨停工十二天，计划下月初恢复施工。",
    "请按会议要求抓紧推进，月底前报进展情况。",
    "现场核查属实，验收单和照片齐全。",
)
# Doors that would shut the monkey itself out, or that it could not come back from.
_LEFT_ALONE = ("/logout", "/password", "/login", "/accounts")
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Form:
    """A form as it stood on a page, and the values it would be sent with."""

    page: str
    action: str
    values: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    upload: bool = False

    def body(self) -> dict[str, object]:
        data: dict[str, object] = {}
        for name, value in self.values:
            data.setdefault(name, []).append(value)  # type: ignore[attr-defined]
        for name in self.files:
            data[name] = (BytesIO(_PDF), "验收单.pdf")
        return data


@dataclass
class Monkey:
    """One persona with a browser of its own."""

    persona: str
    browser: FlaskClient
    chance: random.Random
    units: tuple[str, ...]
    address: str = "/"
    page: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "html.parser"))

    def go(self, address: str) -> TestResponse:
        """Open a page; the monkey stays where it was if it is a file."""
        answer = self.browser.get(address, follow_redirects=True, buffered=True)
        if answer.mimetype == "text/html":
            self.address, self.page = answer.request.full_path.rstrip("?"), BeautifulSoup(answer.text, "html.parser")
        return answer

    def links(self, where: str = "main a[href], nav a[href]") -> list[str]:
        """Where the page leads, within the site."""
        found = (urljoin(self.address, str(one["href"])) for one in self.page.select(where))
        return [one for one in found if _own(one)]

    def forms(self, today: date) -> list[Form]:
        """The forms on the page, filled in."""
        found = []
        for one in self.page.select("form[method=post]"):
            action = urljoin(self.address, str(one.get("action") or self.address))
            if _own(action):
                found.append(self._fill(one, action, today))
        return found

    def send(self, form: Form) -> TestResponse:
        kind = "multipart/form-data" if form.upload else "application/x-www-form-urlencoded"
        return self.browser.post(form.action, data=form.body(), content_type=kind, buffered=True)

    def _fill(self, form: Tag, action: str, today: date) -> Form:
        values: list[tuple[str, str]] = []
        files: list[str] = []
        radios: dict[str, list[str]] = {}
        for one in form.select("input[name], textarea[name], select[name]"):
            name, kind = str(one["name"]), str(one.get("type", one.name))
            match kind:
                case "hidden":
                    values.append((name, str(one.get("value", ""))))
                case "checkbox":
                    if self.chance.random() < 0.6:
                        values.append((name, str(one.get("value", "on"))))
                case "radio":
                    radios.setdefault(name, []).append(str(one.get("value", "")))
                case "file":
                    files += [name] * (self.chance.random() < 0.5)
                case "select":
                    options = [str(option.get("value", option.text)) for option in one.select("option")]
                    values.append((name, self.chance.choice(options) if options else ""))
                case _:
                    values.append((name, self._typed(one, name, kind, today)))
        values += [(name, self.chance.choice(options)) for name, options in radios.items()]
        buttons = [one for one in form.select("button[name]") if one.get("value")]
        if buttons and (len(buttons) == len(form.select("button")) or self.chance.random() < 0.3):
            pressed = self.chance.choice(buttons)
            values.append((str(pressed["name"]), str(pressed["value"])))
        upload = form.get("enctype") == "multipart/form-data"
        return Form(self.address, action, tuple(values), tuple(dict.fromkeys(files)), upload)

    def _typed(self, one: Tag, name: str, kind: str, today: date) -> str:
        there = one.text.strip() if one.name == "textarea" else str(one.get("value", ""))
        if self.chance.random() < 0.08:
            return self.chance.choice(["", "  ", "<script>alert(1)</script>", "２０２６年２月３０日", "=1+1", "无"])
        if there and self.chance.random() < 0.6:
            return there
        if kind == "date" or name.endswith(("_on", "_day", "due", "from", "until")):
            return (today + timedelta(days=self.chance.randint(-3, 14))).isoformat()
        if kind == "number" or "weight" in name:
            return str(self.chance.choice([0, 1, 50, 100]))
        if any(word in name for word in ("lead", "unit", "support", "department", "suggest")):
            return self.chance.choice(self.units)
        return self.chance.choice(_SENTENCES)


def _own(address: str) -> bool:
    path = urlsplit(address).path
    return address.startswith("/") and not address.startswith("//") and not path.startswith(_LEFT_ALONE)
