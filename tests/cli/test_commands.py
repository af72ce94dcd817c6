"""The other commands, each once as an office types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sheets import row, workbook
from site_command import Command

WRITE = ("--source-title", "任务分解", "--issuer", "市政府", "--issued-on", "2026-01-20", "--create-units")


def test_the_overdue_list_tells_what_who_how_late_and_why(tracker: Command, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx",
        [row(1, "改造供热管网", due="2026年3月底前"), row(2, "新建中学两所", "市教育局", "2026年12月底前")],
    )
    tracker("import", file, *WRITE, "--adopt", "2026-02-01")
    swept = [
        json.loads(tracker("run", "sweep", "--date", "2026-04-10", "--json", program="tracker-jobs").stdout)
        for _ in range(2)
    ]
    assert swept[0]["as_of"] == "2026-04-10"
    assert swept[0]["flags"] >= 1
    assert swept[0]["light_changes"] >= 1
    assert {key: number for key, number in swept[1].items() if number} == {"as_of": "2026-04-10"}
    (late,) = json.loads(tracker("overdue", "--as-of", "2026-04-10", "--json").stdout)
    assert late["reference"] == "督〔2026〕1号"
    assert (late["title"], late["lead"], late["due_on"], late["days"], late["light"]) == (
        "改造供热管网",
        "市住建局",
        "2026-03-31",
        10,
        "red",
    )
    assert "已过10天" in late["why"]
    assert json.loads(tracker("overdue", "--as-of", "2026-03-31", "--json").stdout) == []
    assert json.loads(tracker("overdue", "--department", "市教育局", "--as-of", "2026-04-10", "--json").stdout) == []
    assert "改造供热管网" in tracker("overdue", "--department", "市住房和城乡建设局", "--as-of", "2026-04-10").stdout
    refused = tracker("run", "sweep", "--date", "2026-04-09", program="tracker-jobs")
    assert refused.returncode == 1
    assert "2026-04-10" in refused.stderr


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_day_is_the_one_pinned(tracker: Command) -> None:
    told = tracker("overdue", TRACKER_TODAY="2026-03-01")
    assert "2026-03-01" in told.stdout


def test_a_calendar_year_is_loaded_from_a_notice_and_shown(tracker: Command, tmp_path: Path) -> None:
    assert "2026 已确认" in tracker("calendar", "show").stdout
    unknown = tracker("calendar", "load", 2099)
    assert unknown.returncode == 1
    assert "2099年" in unknown.stderr
    notice = tmp_path / "2027.csv"
    notice.write_text("2027-01-01,休,元旦\n2027-02-08,休,春节\n2027-02-14,班,调休\n", encoding="utf-8")
    assert tracker("calendar", "check", TRACKER_TODAY="2026-11-20").returncode == 1
    assert "已确认" in tracker("calendar", "load", 2027, "--file", notice).stdout
    assert tracker("calendar", "show", 2027).stdout.splitlines()[-1].startswith("2027-02-14 班")
    assert tracker("calendar", "check", TRACKER_TODAY="2026-11-20").returncode == 0
    assert "已设为班" in tracker("calendar", "set", "2027-01-01", "班", "值守").stdout
    assert "2027-01-01 班 本办设定 值守" in tracker("calendar", "show", 2027).stdout
    notice.write_text("春节,休\n", encoding="utf-8")
    wrong = tracker("calendar", "load", 2027, "--file", notice)
    assert wrong.returncode == 1
    assert "第1行" in wrong.stderr


def test_rules_are_shown_with_their_numbers_and_clauses(tracker: Command) -> None:
    shown = tracker("rules", "show").stdout
    assert "long_yellow_percent = 20" in shown
    assert "六明确" in shown


def test_the_database_is_upgraded_shown_and_checked(tracker: Command) -> None:
    assert tracker("db", "upgrade").stdout.startswith("已是 0")
    assert tracker("db", "current").returncode == 0
    assert tracker("db", "check").returncode == 0


def test_the_audit_chain_is_verified_with_its_unsealed_tail(tracker: Command, tmp_path: Path) -> None:
    tracker("import", workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网")]), *WRITE)
    assert "已封存0条" in tracker("audit", "verify").stdout
    assert json.loads(tracker("run", "seal", "--json", program="tracker-jobs").stdout)["sealed"] >= 3
    told = tracker("audit", "verify")
    assert told.returncode == 0
    assert "审计链完整" in told.stdout


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rule_is_set_replayed_on_the_record_and_a_task_shown_whole(tracker: Command, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网", due="2026年3月20日前")])
    tracker("import", file, *WRITE, "--adopt", "2026-02-01")
    for day in ("2026-03-20", "2026-05-06"):
        made = json.loads(tracker("run", "escalate", "--date", day, "--json", program="tracker-jobs").stdout)
    assert (made["slips"], made["proposals"]) == (3, 1)
    milder = tmp_path / "milder.toml"
    milder.write_text("[warning-slip]\nred_workdays = 60\n", encoding="utf-8")
    asked = ("rules", "replay", "--rules", milder, "--from", "2026-03-21", "--to", "2026-05-06")
    found = json.loads(tracker(*asked, "--json").stdout)
    assert found["counts"]["red"] == {"happened": 1, "replayed": 0}
    assert found["counts"]["blue"] == {"happened": 1, "replayed": 1}
    gone = [one for one in found["differences"] if one["kind"] == "red"]
    assert [(one["day"], one["reference"], one["change"]) for one in gone] == [("2026-04-07", "督〔2026〕1号", "gone")]
    assert "不会有" in tracker(*asked).stdout
    same = tmp_path / "same.json"
    same.write_text("{}", encoding="utf-8")
    unchanged = json.loads(tracker("rules", "replay", "--rules", same, *asked[4:], "--json").stdout)
    assert {one["kind"] for one in unchanged["differences"]} <= {"before", "on-the-day", "after"}  # none were sent
    for text, said in (("[1]", "最外层"), ('{"warning-slip": {"red_workdays": "x"}}', "整数"), ("{", "看不懂")):
        same.write_text(text, encoding="utf-8")
        wrong = tracker("rules", "replay", "--rules", same, *asked[4:])
        assert (wrong.returncode, said in wrong.stderr) == (1, True)
    told = tracker(
        "rules", "set", "warning-slip", "red_workdays=15", "--from", "2026-06-01", "--clause", "督查例会纪要",
        TRACKER_TODAY="2026-05-20",
    )  # fmt: skip
    assert "2026-06-01起生效" in told.stdout
    assert "red_workdays = 15" in tracker("rules", "show", "--as-of", "2026-06-01").stdout
    wrong = tracker("rules", "set", "warning-slip", "red", "--from", "2026-06-01", "--clause", "督查例会纪要")
    assert (wrong.returncode, "看不懂" in wrong.stderr) == (1, True)
    record = json.loads(tracker("task", "show", "督[2026]1号", "--as-of", "2026-05-06", "--json").stdout)
    assert [(one["colour"], one["state"]) for one in record["slips"]] == [
        ("blue", "dropped"), ("orange", "dropped"), ("red", "prepared"),
    ]  # fmt: skip
    assert record["proposals"][0]["kind"] == "listing"
    assert record["delay"]["days"] == 47
    final = next(one for one in record["deadlines"] if one["kind"] == "final")
    assert final["revisions"][0]["due_on"] == "2026-03-20"
    assert set(record) >= {"standstills", "listings", "requests", "extensions", "approvals"}
    shown = tracker("task", "show", "督〔2026〕1号").stdout
    assert "红色督办单" in shown
    assert tracker("task", "show", "督〔2026〕99号").returncode == 1
