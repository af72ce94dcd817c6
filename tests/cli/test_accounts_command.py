"""``tracker account``: how the first people get in, and how they are kept out again."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from sheets import row, workbook
from site_command import Command

from tracker.clock import now
from tracker.db import connect, writing
from tracker.services.second_factor import begin_factor
from tracker.services.sign_in import Refused, SignedIn, sign_in


def one_time(told: str) -> str:
    """The password stands in a line of its own, the last."""
    return told.splitlines()[-1]


def knock(database_url: str, login: str, password: str) -> SignedIn | Refused:
    engine = connect(database_url)
    with writing(engine) as session:
        outcome = sign_in(session, login, password, "10.0.0.1", now())
    engine.dispose()
    return outcome


def test_an_account_from_its_making_to_its_end(tracker: Command, database_url: str) -> None:
    assert "还没有账号" in tracker("account", "list").stdout
    made = tracker("account", "create", "Zhang", "张明", "--role", "clerk")
    assert made.returncode == 0, made.stderr
    assert "账号 zhang（张明）已建立" in made.stdout
    assert "72小时" in made.stdout
    first = knock(database_url, "zhang", one_time(made.stdout))
    assert isinstance(first, SignedIn)
    assert first.must_change
    assert first.actor.office_id is not None
    again = tracker("account", "create", "ｚｈａｎｇ", "另一人", "--role", "clerk")
    assert again.returncode == 1
    assert "已有人用" in again.stderr
    assert "督查室主任" in tracker("account", "roles", "zhang", "--role", "director").stdout
    reset = tracker("account", "reset", "zhang").stdout
    assert tracker("account", "disable", "zhang").returncode == 0
    assert isinstance(knock(database_url, "zhang", one_time(reset)), Refused)
    assert "停用" in tracker("account", "list").stdout
    assert tracker("account", "enable", "zhang").returncode == 0
    for _ in range(4):
        knock(database_url, "zhang", "Wrong-horse-47")
    assert "锁定" in "".join(_messages(knock(database_url, "zhang", one_time(reset))))
    assert "已解除锁定" in tracker("account", "unlock", "ZHANG").stdout
    assert isinstance(knock(database_url, "zhang", one_time(reset)), SignedIn)
    listed = tracker("account", "list").stdout
    for word in ("zhang", "张明", "督查室主任", "启用", "待改密码"):
        assert word in listed
    assert one_time(reset) not in listed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_in_a_line(tracker: Command) -> None:
    for arguments, sentence in [
        (("disable", "nobody"), "没有用户名为“nobody”的账号"),
        (("create", "zhang", "张明", "--role", "liaison"), "“联络员”的账号须属于承办单位"),
        (("create", "zhang", "张明", "--role", "liaison", "--department", "火星局"), "没有找到单位“火星局”"),
        (("create", "zhang", "张明", "--role", "leader", "--post", "总统"), "没有找到职务“总统”"),
        (("create", "zhang", "张明", "--role", "system-admin", "--role", "audit-admin"), "互相制约"),
    ]:
        refused = tracker("account", *arguments)
        assert refused.returncode == 1, arguments
        assert refused.stderr.startswith("错误："), arguments
        assert sentence in refused.stderr, arguments
    assert tracker("account", "create", "zhang", "张明", "--role", "king").returncode == 64
    assert "还没有账号" in tracker("account", "list").stdout


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_liaison_belongs_to_the_unit_named_and_a_leader_to_the_seat(tracker: Command, tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网")])
    tracker(
        *("import", sheet, "--source-title", "任务分解", "--issuer", "市政府"),
        *("--issued-on", "2026-01-20", "--create-units"),
    )
    made = tracker("account", "create", "liu", "刘强", "--role", "liaison", "--department", "市住房和城乡建设局")
    assert made.returncode == 0, made.stderr
    assert "市住建局" in tracker("account", "list").stdout
    assert one_time(made.stdout) not in _everything_in(tmp_path / "tracker.sqlite3")
    entries = _audit(tmp_path / "tracker.sqlite3", "account:created")
    assert [(entry["login"], entry["roles"]) for entry in entries] == [("liu", ["liaison"])]


def _messages(outcome: SignedIn | Refused) -> tuple[str, ...]:
    assert isinstance(outcome, Refused)
    return outcome.messages


def _audit(path: Path, tag: str) -> list[dict[str, object]]:
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT detail FROM audit_entries WHERE tag = ?", [tag]).fetchall()
    database.close()
    return [json.loads(detail) for (detail,) in rows]


def _everything_in(path: Path) -> str:
    with sqlite3.connect(path) as database:
        dump = "\n".join(database.iterdump())
    database.close()
    return dump


def test_a_lost_one_time_code_is_cleared(tracker: Command, database_url: str) -> None:
    first = tracker("account", "create", "zhang", "张明", "--role", "clerk")
    assert "没有待启用或已启用的动态口令" in tracker("account", "clear-factor", "zhang").stderr
    signed_in = knock(database_url, "zhang", one_time(first.stdout))
    assert isinstance(signed_in, SignedIn)
    engine = connect(database_url)
    with writing(engine) as session:
        begin_factor(session, signed_in.actor, b"k" * 32)
    engine.dispose()
    assert "zhang 的动态口令已清除" in tracker("account", "clear-factor", "zhang").stdout
