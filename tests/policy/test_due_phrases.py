"""Deadline phrases: those of real documents and those other offices write."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from timing import processor_time

from tracker.policy.due_phrases import Due, read_due, read_due_cell, read_due_in_text, speaks_of_time
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.sheets import DueKind, Every, Level, RowProblem

ISSUED = date(2026, 3, 10)


def read(cell: str | date) -> list[Due]:
    return read_due(cell, issued_on=ISSUED, plan_year=2026)


ONE_DAY = [
    ("2020年底前", "2020-12-31"),
    ("2021年6月底前", "2021-06-30"),
    ("6月底前", "2026-06-30"),
    ("10月中下旬", "2026-10-31"),
    ("2026.Q2", "2026-06-30"),
    ("2027年H1", "2027-06-30"),
    ("26年H2", "2026-12-31"),
    ("h1", "2026-06-30"),
    ("25年Q3", "2025-09-30"),
    ("不晚于6月底", "2026-06-30"),
    ("12月底前", "2026-12-31"),
    ("到2015年", "2015-12-31"),
    ("到2012年底", "2012-12-31"),
    ("2012年底", "2012-12-31"),
    ("2013年3月前", "2013-02-28"),
    ("2014年前", "2013-12-31"),
    ("2026年1月前", "2025-12-31"),
    ("3月31日前", "2026-03-31"),
    ("2026年3月31日之前", "2026-03-31"),
    ("2026.3.1", "2026-03-01"),
    ("2026．3．1", "2026-03-01"),
    ("2026-03-01", "2026-03-01"),
    ("2026/3/1", "2026-03-01"),
    ("2026年3月1日", "2026-03-01"),
    ("３月１日", "2026-03-01"),
    ("２０２６年６月底前", "2026-06-30"),
    ("20260331", "2026-03-31"),
    ("2026.12", "2026-12-31"),
    ("2026.06", "2026-06-30"),
    ("2026-6", "2026-06-30"),
    ("2026/6", "2026-06-30"),
    ("2026年12月", "2026-12-31"),
    ("2026年2月", "2026-02-28"),
    ("2028年2月底前", "2028-02-29"),
    ("2026年9月30", "2026-09-30"),
    ("6.30前", "2026-06-30"),
    ("12.31", "2026-12-31"),
    ("2026", "2026-12-31"),
    ("2026年", "2026-12-31"),
    ("2026全年", "2026-12-31"),
    ("年底前", "2026-12-31"),
    ("年底", "2026-12-31"),
    ("年内", "2026-12-31"),
    ("年终", "2026-12-31"),
    ("年度", "2026-12-31"),
    ("本年度", "2026-12-31"),
    ("全年", "2026-12-31"),
    ("贯穿全年", "2026-12-31"),
    ("全年持续推进", "2026-12-31"),
    ("今年6月底前", "2026-06-30"),
    ("明年6月底前", "2027-06-30"),
    ("次年1月10日前", "2027-01-10"),
    ("上半年", "2026-06-30"),
    ("下半年", "2026-12-31"),
    ("2026上半年", "2026-06-30"),
    ("一季度", "2026-03-31"),
    ("第一季度", "2026-03-31"),
    ("Q1", "2026-03-31"),
    ("2026年Q3", "2026-09-30"),
    ("三季度末", "2026-09-30"),
    ("前三季度", "2026-09-30"),
    ("2027年一季度", "2027-03-31"),
    ("2026年第二季度末前", "2026-06-30"),
    ("年中", "2026-06-30"),
    ("2026年年中", "2026-06-30"),
    ("月底前", "2026-03-31"),
    ("本月底", "2026-03-31"),
    ("下月底前", "2026-04-30"),
    ("下周五前", "2026-03-20"),
    ("9月上旬", "2026-09-10"),
    ("9月中旬", "2026-09-20"),
    ("9月下旬", "2026-09-30"),
    ("春节前", "2027-02-05"),
    ("2026年春节前", "2026-02-16"),
    ("国庆节前", "2026-09-30"),
    ("“五一”前", "2026-04-30"),
    ("2026年“七一”前", "2026-06-30"),
    ("中秋前", "2026-09-24"),
    ("“十五五”期间", "2030-12-31"),
    ("“十四五”末", "2025-12-31"),
    ("到“十五五”末", "2030-12-31"),
    ("2012~2015年", "2015-12-31"),
    ("2012－2015年", "2015-12-31"),
    ("2024年—2026年", "2026-12-31"),
    ("2026年3月-10月", "2026-10-31"),
    ("2026年3月～12月", "2026-12-31"),
    ("3-10月", "2026-10-31"),
    ("2026年1月至12月", "2026-12-31"),
    ("2026年3月-2026年12月", "2026-12-31"),
    ("2026年5月—2027年5月", "2027-05-31"),
    ("2026.1-12", "2026-12-31"),
    ("2026.3-2026.10", "2026-10-31"),
    ("2026.3.1-2026.10.31", "2026-10-31"),
    ("2026-06-30至2026-12-31", "2026-12-31"),
    ("2026年8月15日-9月15日", "2026-09-15"),
    ("3月15-20日", "2026-03-20"),
    ("1-4季度", "2026-12-31"),
    ("即日起至2026年12月底", "2026-12-31"),
    ("5年内", "2031-03-10"),
    ("两年内", "2028-03-10"),
    ("施行后一年内", "2027-03-10"),
    ("半年内", "2026-09-10"),
    ("3个月内", "2026-06-10"),
    ("30日内", "2026-04-09"),
    ("二十日内", "2026-03-30"),
    ("两周内", "2026-03-24"),
    ("自印发之日起30日内", "2026-04-09"),
    ("二〇二六年十二月三十一日", "2026-12-31"),
    ("十二月底前", "2026-12-31"),
    ("2026年六月三十日前", "2026-06-30"),
    ("完成时限：2026年6月底前", "2026-06-30"),
    ("按计划推进，6月底前完成", "2026-06-30"),
]


@pytest.mark.parametrize(("phrase", "day"), ONE_DAY)
def test_one_final_day(phrase: str, day: str) -> None:
    [due] = read(phrase)
    assert (due.kind, due.due_on) == (DueKind.FINAL, date.fromisoformat(day))
    assert not due.assumed


@pytest.mark.parametrize("cell", [date(2026, 6, 30), datetime(2026, 6, 30, 8, 0, tzinfo=UTC)])
def test_a_date_cell_is_the_day_itself(cell: date) -> None:
    [due] = read(cell)
    assert (due.due_on, due.how, due.problems) == (date(2026, 6, 30), "date-cell", ())


SEVERAL = [
    ("2021年6月底前；12月底前", ["2021-06-30 milestone", "2021-12-31 final"]),
    ("2020年底前；2021年底前；2021年3月底前", ["2020-12-31 milestone", "2021-03-31 milestone", "2021-12-31 final"]),
    ("2013年3月前；到2015年", ["2013-02-28 milestone", "2015-12-31 final"]),
    ("2026年6月底前完成主体，10月底前竣工", ["2026-06-30 milestone", "2026-10-31 final"]),
    ("2026年6月底前启动，次年3月底前完成", ["2026-06-30 milestone", "2027-03-31 final"]),
    ("上半年出台方案，年底前见效", ["2026-06-30 milestone", "2026-12-31 final"]),
    ("3月、6月、12月底前", ["2026-03-31 milestone", "2026-06-30 milestone", "2026-12-31 final"]),
    ("7、8、9月", ["2026-07-31 milestone", "2026-08-31 milestone", "2026-09-30 final"]),
    ("第一阶段：2026年3月-6月；第二阶段：7月-12月", ["2026-06-30 milestone", "2026-12-31 final"]),
    ("2026年3月底前完成选址\n6月底前开工", ["2026-03-31 milestone", "2026-06-30 final"]),
    ("立行立改、长期坚持", ["2026-03-10 milestone", "None endless"]),
    ("2026年底前完成并长期坚持", ["2026-12-31 final", "None endless"]),
    ("每季度末，2026年底前完成", ["2026-12-31 final", "None recurring"]),
    ("施行后一年内；两年内", ["2027-03-10 milestone", "2028-03-10 final"]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), SEVERAL)
def test_several_deadlines_come_by_date_and_the_last_is_final(cell: str, expected: list[str]) -> None:
    assert [f"{due.due_on} {due.kind.value}" for due in read(cell)] == expected


def test_milestones_keep_their_words_and_content() -> None:
    first, last = read("2026年６月底前完成主体，10月底前竣工")
    assert (first.phrase, first.what) == ("2026年６月底前", "完成主体")
    assert (last.phrase, last.what) == ("10月底前", "竣工")


def test_a_date_torn_by_a_line_break_is_one() -> None:
    assert [due.due_on for due in read("2026年\n6月底前")] == [date(2026, 6, 30)]
    assert [due.due_on for due in read("2026年12月\n31日前")] == [date(2026, 12, 31)]


RHYTHMS = [
    ("每年", Every.YEAR, None),
    ("每年年底", Every.YEAR, date(2026, 12, 31)),
    ("每年12月底前", Every.YEAR, date(2026, 12, 31)),
    ("每季度", Every.QUARTER, None),
    ("每季度末月25日前", Every.QUARTER, None),
    ("季度末月20日前", Every.QUARTER, None),
    ("按季度", Every.QUARTER, None),
    ("每月25日前", Every.MONTH, None),
    ("每月", Every.MONTH, None),
    ("按月调度", Every.MONTH, None),
    ("一月一调度", Every.MONTH, None),
    ("月度", Every.MONTH, None),
    ("每周五前", Every.WEEK, None),
    ("每半年一次", Every.HALF_YEAR, None),
    ("定期", None, None),
    ("不定期", None, None),
    ("每两周", None, None),
]


@pytest.mark.parametrize(("phrase", "every", "day"), RHYTHMS)
def test_rhythms(phrase: str, every: Every | None, day: date | None) -> None:
    [due] = read(phrase)
    assert (due.kind, due.every, due.due_on) == (DueKind.RECURRING, every, day)
    assert [p.code for p in due.problems] == ([] if every else [RowProblem.RHYTHM_UNKNOWN])


@pytest.mark.parametrize(
    "phrase", ["持续推进", "长期坚持", "长期", "常态化", "常态化推进", "长期坚持并持续推进", "日常", "实时"]
)
def test_endless(phrase: str) -> None:
    [due] = read(phrase)
    assert (due.kind, due.due_on, due.phrase) == (DueKind.ENDLESS, None, phrase)


@pytest.mark.parametrize("phrase", ["立行立改", "立即", "即知即改", "立即整改", "马上"])
def test_at_once_is_a_guess_at_the_documents_day(phrase: str) -> None:
    [due] = read(phrase)
    assert (due.kind, due.due_on, due.assumed) == (DueKind.MILESTONE, ISSUED, True)
    [unknown] = read_due(phrase, issued_on=None, plan_year=2026)
    assert unknown.due_on is None


@pytest.mark.parametrize("phrase", ["已完成", "已完成整改", "已办结", "已全部完成", "已销号", "已按期完成"])
def test_a_state_is_no_deadline(phrase: str) -> None:
    reading = read_due_cell(phrase, issued_on=ISSUED, plan_year=2026)
    assert reading.finished
    assert reading.dues == ()


@pytest.mark.parametrize("phrase", ["未完成", "已完成80%", "完成", "已完成选址，6月底前开工", "已完成，长期坚持"])
def test_what_only_sounds_finished(phrase: str) -> None:
    assert not read_due_cell(phrase, issued_on=ISSUED, plan_year=2026).finished


def test_a_day_may_say_that_it_was_met() -> None:
    reading = read_due_cell("2025年底前（已完成）", issued_on=ISSUED, plan_year=2026)
    assert reading.finished
    assert [due.due_on for due in reading.dues] == [date(2025, 12, 31)]


@pytest.mark.parametrize("cell", ["", " ", "/", "—", "无", "-", "\n"])
def test_nothing_is_no_deadline(cell: str) -> None:
    assert read(cell) == []


PROBLEMS = [
    ("2026-02-30", RowProblem.DATE_IMPOSSIBLE, Level.ERROR),
    ("2026年2月29日", RowProblem.DATE_IMPOSSIBLE, Level.ERROR),
    ("13月", RowProblem.DATE_IMPOSSIBLE, Level.ERROR),
    ("2026年13月底前", RowProblem.DATE_IMPOSSIBLE, Level.ERROR),
    ("4月31日前", RowProblem.DATE_IMPOSSIBLE, Level.ERROR),
    ("尽快", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("适时", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("待定", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("按照省、市统一部署时间", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("汛期前", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("2026年供暖季前", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("2026年春季学期开学前", RowProblem.DATE_VAGUE, Level.DOUBT),
    ("视领导意见", RowProblem.DATE_UNREAD, Level.DOUBT),
    ("5日前", RowProblem.DATE_UNREAD, Level.DOUBT),
    ("46082", RowProblem.DATE_SERIAL, Level.DOUBT),
    ("26年底前", RowProblem.DATE_YEAR_SHORT, Level.DOUBT),
    ("26.6.30", RowProblem.DATE_YEAR_SHORT, Level.DOUBT),
    ("2206年12月", RowProblem.DATE_YEAR_ODD, Level.DOUBT),
    ("二季度前", RowProblem.DATE_BEFORE_UNCLEAR, Level.DOUBT),
    ("收到通知后一周内", RowProblem.DATE_BASE_OTHER, Level.DOUBT),
    ("20个工作日内", RowProblem.DATE_COUNT_LATER, Level.DOUBT),
]


@pytest.mark.parametrize(("phrase", "code", "level"), PROBLEMS)
def test_what_is_doubted(phrase: str, code: RowProblem, level: Level) -> None:
    [due] = read(phrase)
    problem = due.problems[-1]
    assert (problem.code, problem.level) == (code, level)
    assert phrase in problem.sentence


def test_unread_words_are_kept() -> None:
    [due] = read("视领导意见")
    assert (due.due_on, due.phrase, due.how) == (None, "视领导意见", "unread")


def test_a_serial_number_counts_from_1900() -> None:
    [due] = read("46082")
    assert due.due_on == date(2026, 3, 1)


def test_working_days_are_left_to_who_knows_the_calendar() -> None:
    [due] = read("收到通知后10个工作日内")
    assert (due.due_on, due.term_count, due.term_unit) == (None, 10, TermUnit.WORKING)
    assert due.phrase == "收到通知后10个工作日内"
    [natural] = read("30日内")
    assert (natural.term_count, natural.term_unit) == (30, TermUnit.NATURAL)


def test_the_year_comes_from_the_cell_then_the_plan_then_the_document() -> None:
    assert read_due("6月底前", issued_on=date(2025, 12, 20), plan_year=2026)[0].due_on == date(2026, 6, 30)
    assert read_due("6月底前", issued_on=date(2025, 3, 20), plan_year=None)[0].due_on == date(2025, 6, 30)
    [unknown] = read_due("6月底前", issued_on=None, plan_year=None)
    assert (unknown.due_on, unknown.assumed) == (None, True)
    assert unknown.problems[0].code is RowProblem.DATE_YEAR_UNKNOWN


def test_a_term_without_a_document_date_is_a_guess() -> None:
    [years] = read_due("5年内", issued_on=None, plan_year=2012)
    assert (years.due_on, years.assumed) == (date(2017, 12, 31), True)
    [months] = read_due("3个月内", issued_on=None, plan_year=2012)
    assert (months.due_on, months.assumed) == (None, True)


def test_a_year_that_runs_backwards_is_doubted() -> None:
    due = read("2025年12月底、6月底前")[0]
    assert due.problems[-1].code is RowProblem.DATE_OUT_OF_ORDER


@pytest.mark.parametrize("words", ["6月底完成", "持续推进", "12月底前取得阶段性成效", "每季度", "完成时限：年底前"])
def test_words_that_only_say_when(words: str) -> None:
    assert speaks_of_time(words)


@pytest.mark.parametrize("words", ["市财政局", "及时", "3月工作专班", "长期护理保险中心", "", "按要求"])
def test_words_that_say_more_or_nothing(words: str) -> None:
    assert not speaks_of_time(words)


@pytest.mark.parametrize("cell", ["跨年度", "跨年"])
def test_a_term_across_the_year_is_vague(cell: str) -> None:
    assert [(due.due_on, due.how) for due in read(cell)] == [(None, "vague")]


def test_dates_in_running_text_need_firm_words() -> None:
    text = "将审批压缩至5个工作日以内，2026年版目录2026年6月底前公布，12月底前见效"
    dues = read_due_in_text(text, issued_on=None, plan_year=2026)
    assert [due.due_on for due in dues] == [date(2026, 6, 30), date(2026, 12, 31)]
    assert {due.how for due in dues} == {"in the text"}
    assert all(due.problems[-1].code is RowProblem.DUE_IN_TEXT for due in dues)


HOSTILE = [
    "1",
    "2026年",
    "1月",
    "6月底前；",
    "每",
    "收到通知",
    "3-",
    "持续推进",
    "十",
    " ",
    "(",
    "已",
    "\n",
    "1月、",
    "“",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_cells_take_no_time(piece: str) -> None:
    cell = piece * (50_000 // len(piece))

    def read() -> None:
        read_due(cell, issued_on=None, plan_year=2026)
        read_due_in_text(cell, issued_on=None, plan_year=2026)

    # Twice 50 ms, with room for a machine that does other things as well.
    assert processor_time(read) < 0.3


@pytest.mark.parametrize("cell", ["2025年第一、三季度", "2025年1、3季度", "2025年一季度和三季度"])
def test_quarters_in_a_list_each_have_their_end(cell: str) -> None:
    assert [due.due_on for due in read(cell)] == [date(2025, 3, 31), date(2025, 9, 30)]


def test_a_year_before_a_season_is_not_its_end() -> None:
    assert [(due.due_on, due.phrase) for due in read("2026年汛期前")] == [(None, "2026年汛期前")]
