"""反馈: drafted, signed, sent, decided; and what each side may and may not do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from factories import department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import Deadline, DeadlineClaim, OutboxMessage, Task
from tracker.policy.access import Actor
from tracker.policy.reports import LONGEST, Words, repeats
from tracker.queries import reports as read
from tracker.queries.owed import owed
from tracker.services import completion, evidence, reports
from tracker.services.assignment import current_lead
from tracker.services.deadlines import basis
from tracker.services.evidence import Shelf, Upload
from tracker.services.file_store import FileStore
from tracker.services.report_periods import open_periods
from tracker.services.reports import Paper, Write
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import ReportRefusal, ReportState

JANUARY, FEBRUARY, MARCH = date(2026, 1, 20), date(2026, 2, 20), date(2026, 3, 20)


class Cast:
    """A task in work with a lead and a helper, its report periods open, and those who have to do with it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.helper_unit = department(session, "市财政局")
        self.task: Task = working(session, helpers=(self.helper_unit,))
        lead = current_lead(session, self.task)
        assert lead is not None
        self.liaison = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=lead.id)
        self.head = Actor("局长", roles=frozenset({Role.UNIT_HEAD}), department_id=lead.id)
        self.helper = Actor("财政局长", roles=frozenset({Role.UNIT_HEAD}), department_id=self.helper_unit.id)
        self.clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office(session).id)
        for day in (JANUARY, FEBRUARY, MARCH):
            open_periods(session, day, basis(session, day))

    def duty(self, day: date, kind: DeadlineKind = DeadlineKind.REPORT) -> Deadline:
        return self.session.scalars(
            select(Deadline).where(
                Deadline.task_id == self.task.id, Deadline.kind == kind, Deadline.period == f"{day:%Y-%m}"
            )
        ).one()

    def sent(self, day: date, done: str = "完成了一半", **more: object):
        return reports.sign(self.session, self.head, self.duty(day), write(done, **more), today=day)

    def messages(self) -> list[tuple[str, int]]:
        rows = self.session.execute(select(OutboxMessage.subject, OutboxMessage.department_id))
        return [(subject, unit) for subject, unit in rows if "反馈" in subject]


def write(done: str = "完成了一半", pieces: tuple[int, ...] = (), **more: object) -> Write:
    return Write(Words(done, **more), pieces)  # type: ignore[arg-type]


@pytest.fixture
def cast(session: Session) -> Cast:
    return Cast(session)


@contextmanager
def refused(code: ReportRefusal) -> Iterator[None]:
    with pytest.raises(RuleBroken) as refusal:
        yield
    assert refusal.value.code is code


def test_a_report_is_drafted_signed_and_accepted(session: Session, cast: Cast) -> None:
    duty = cast.duty(JANUARY)
    draft = reports.save(session, cast.liaison, duty, write(""), today=JANUARY)
    assert (draft.state, duty.claimed_on) == (ReportState.DRAFT, None)
    same = reports.submit(session, cast.liaison, duty, write("已开工"), today=JANUARY)
    assert same is draft
    assert [row.id for row in read.to_sign(session, cast.head)] == [draft.id]
    reports.sign(session, cast.head, duty, write("已开工，进度三成"), today=JANUARY)
    assert (draft.state, draft.ordinal, draft.drafted_by, draft.signed_by) == (ReportState.SENT, 1, "联络员", "局长")
    assert duty.claimed_on == JANUARY
    assert read.to_sign(session, cast.head) == []
    assert [row.done for row in read.to_decide(session, cast.clerk)] == ["已开工，进度三成"]
    reports.decide(session, cast.clerk, draft, None, today=FEBRUARY)
    assert (draft.state, duty.met_on) == (ReportState.ACCEPTED, JANUARY)
    assert read.to_decide(session, cast.clerk) == []
    assert cast.messages() == [("反馈待签发", draft.department_id), ("反馈待处理", cast.task.office_id)]


def test_what_is_sent_back_is_owed_again_and_answered_by_the_next(session: Session, cast: Cast) -> None:
    duty = cast.duty(JANUARY)
    first = cast.sent(JANUARY, "正在推进")
    with refused(ReportRefusal.NO_REASON):
        reports.decide(session, cast.clerk, first, "  ", today=JANUARY)
    assert duty.claimed_on == JANUARY
    reports.decide(session, cast.clerk, first, "没有数据", today=JANUARY)
    assert (first.state, first.reason, duty.claimed_on) == (ReportState.SENT_BACK, "没有数据", None)
    row = next(row for row in owed(session, first.department_id, JANUARY) if row.deadline_id == duty.id)
    assert (row.sent_back, row.report) == ("没有数据", None)
    second = reports.save(session, cast.liaison, duty, write("完成土方3万方"), today=JANUARY)
    assert (second.ordinal, first.done) == (2, "正在推进")
    row = next(row for row in owed(session, first.department_id, JANUARY) if row.deadline_id == duty.id)
    assert row.report is ReportState.DRAFT


def test_nothing_is_written_once_a_report_waits_or_is_accepted(session: Session, cast: Cast) -> None:
    report = cast.sent(JANUARY)
    for _ in range(2):
        with pytest.raises(IllegalTransition):
            reports.open_report_duty(session, cast.liaison, Action.REPORT_DRAFT, report.deadline_id)
        if report.state is ReportState.SENT:
            reports.decide(session, cast.clerk, report, None, today=JANUARY)
    with pytest.raises(IllegalTransition):
        reports.decide(session, cast.clerk, report, "反悔", today=JANUARY)


def test_a_helper_answers_the_lead_and_the_office_only_looks_on(session: Session, cast: Cast) -> None:
    duty = cast.duty(FEBRUARY, DeadlineKind.HELPER_ANSWER)
    report = reports.sign(session, cast.helper, duty, write("资金已拨付"), today=FEBRUARY)
    assert [row.id for row in read.to_decide(session, cast.liaison)] == [report.id]
    assert read.to_decide(session, cast.clerk) == []
    assert [row.done for row in read.of_task(session, cast.clerk, cast.task)] == ["资金已拨付"]
    with refused(ReportRefusal.NOT_DECIDER):
        reports.decide(session, cast.clerk, report, None, today=FEBRUARY)
    with pytest.raises(NotPermitted):
        reports.open_report(session, cast.helper, Action.REPORT_DECIDE, report.id)
    own = cast.sent(FEBRUARY)
    with refused(ReportRefusal.NOT_DECIDER):
        reports.decide(session, cast.liaison, own, None, today=FEBRUARY)
    reports.decide(session, cast.liaison, report, None, today=FEBRUARY)
    assert report.state is ReportState.ACCEPTED


def test_a_unit_writes_what_it_owes_itself(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        reports.open_report_duty(session, cast.helper, Action.REPORT_DRAFT, cast.duty(JANUARY).id)
    stranger = Actor("别人", roles=frozenset({Role.LIAISON}), department_id=department(session, "市教育局").id)
    with pytest.raises(NotFound):
        reports.open_report_duty(session, stranger, Action.REPORT_DRAFT, cast.duty(JANUARY).id)


def test_a_draft_is_seen_in_its_own_unit_alone(session: Session, cast: Cast) -> None:
    draft = reports.submit(session, cast.liaison, cast.duty(JANUARY), write(), today=JANUARY)
    assert [row.id for row in read.of_task(session, cast.head, cast.task)] == [draft.id]
    assert read.of_task(session, cast.clerk, cast.task) == []
    assert read.of_task(session, cast.helper, cast.task) == []
    with pytest.raises(NotFound):
        reports.open_report(session, cast.clerk, Action.REPORT_DECIDE, draft.id)


def test_no_change_is_an_answer_once_but_not_twice_running(session: Session, cast: Cast) -> None:
    with refused(ReportRefusal.NOTHING_BEFORE):
        cast.sent(JANUARY, unchanged=True)
    cast.sent(JANUARY, "完成了一半")
    quiet = cast.sent(FEBRUARY, "", unchanged=True)
    assert (quiet.done, quiet.unchanged) == ("完成了一半", True)
    with refused(ReportRefusal.UNCHANGED_AGAIN):
        cast.sent(MARCH, unchanged=True)
    cast.sent(MARCH, "完成了一半。")
    assert [row.repeated for row in read.of_task(session, cast.clerk, cast.task)] == [False, True, False]


def test_no_change_is_not_said_beside_new_words_or_new_files(session: Session, cast: Cast, tmp_path: Path) -> None:
    cast.sent(JANUARY, "完成了一半")
    with refused(ReportRefusal.CHANGED):
        cast.sent(FEBRUARY, "又完成了一成", unchanged=True)
    shelf = Shelf(FileStore(tmp_path, "evidence"), 200)
    given = {
        actor: evidence.add(
            session, actor, cast.task, Upload("照片.txt", io.BytesIO("新照片".encode())), shelf, today=FEBRUARY
        )
        for actor in (cast.head, cast.clerk)
    }
    said = {actor: Write(Words(unchanged=True), [piece.id]) for actor, piece in given.items()}
    with refused(ReportRefusal.CHANGED):
        reports.sign(session, cast.head, cast.duty(FEBRUARY), said[cast.head], today=FEBRUARY)
    paper = Paper("王局长", FEBRUARY)
    quiet = reports.enter(session, cast.clerk, cast.duty(FEBRUARY), said[cast.clerk], paper, today=FEBRUARY)
    assert quiet.done == "完成了一半"


def test_last_months_words_brought_along_are_no_change(session: Session, cast: Cast) -> None:
    cast.sent(JANUARY, "完成了一半")
    assert cast.sent(FEBRUARY, " 完成了一半\n", unchanged=True).unchanged


def test_a_report_that_was_sent_back_is_no_last_report(session: Session, cast: Cast) -> None:
    reports.decide(session, cast.clerk, cast.sent(JANUARY), "重写", today=JANUARY)
    with refused(ReportRefusal.NOTHING_BEFORE):
        cast.sent(FEBRUARY, unchanged=True)


@pytest.mark.parametrize("done", ["", "  \n\t ", "\u200b\u3000\ufeff"])
def test_a_report_without_a_word_is_not_sent(session: Session, cast: Cast, done: str) -> None:
    with refused(ReportRefusal.NOTHING_DONE):
        cast.sent(JANUARY, done)
    assert session.scalars(select(DeadlineClaim).where(DeadlineClaim.deadline_id == cast.duty(JANUARY).id)).all() == []


def test_nobody_reads_more_than_five_thousand_characters(session: Session, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as too_long:
        cast.sent(JANUARY, "完成", problems="字" * (LONGEST + 1))
    assert too_long.value.message == "“存在问题”不超过5000字，当前5001字"
    cast.sent(JANUARY, "字" * LONGEST)


def test_words_are_the_same_whatever_the_spaces() -> None:
    assert repeats("完成 一半\n", "完成一半")
    assert not repeats("完成一半", "完成三成")
    assert not repeats("", "")
    assert not repeats("完成一半", None)


@pytest.fixture
def scan(session: Session, cast: Cast, tmp_path: Path) -> int:
    shelf = Shelf(FileStore(tmp_path, "evidence"), 1)
    upload = Upload("反馈单.pdf", io.BytesIO(b"%PDF-1.4"))
    return evidence.add(session, cast.clerk, cast.task, upload, shelf, today=FEBRUARY).id


def test_the_office_enters_what_came_on_paper_and_it_is_shown_as_such(session: Session, cast: Cast, scan: int) -> None:
    draft = reports.save(session, cast.liaison, cast.duty(JANUARY), write("草稿"), today=JANUARY)
    paper = Paper(" 王局长 ", JANUARY)
    report = reports.enter(session, cast.clerk, cast.duty(JANUARY), write(pieces=(scan,)), paper, today=FEBRUARY)
    assert (report.on_paper, report.signed_by, report.signed_on) == (True, "王局长", JANUARY)
    assert (report.state, cast.duty(JANUARY).claimed_on) == (ReportState.SENT, FEBRUARY)
    assert draft.done == "草稿"
    row = read.of_task(session, cast.clerk, cast.task)[0]
    assert (row.on_paper, row.late, [piece.name for piece in row.evidence]) == (True, 25, ["反馈单.pdf"])
    assert [row.id for row in read.of_task(session, cast.head, cast.task)] == [report.id]


@pytest.mark.parametrize(
    ("signer", "dated", "attached", "code"),
    [
        (" ", JANUARY, True, ReportRefusal.NO_SIGNER),
        ("王局长", MARCH, True, ReportRefusal.PAPER_LATER),
        ("王局长", date(2026, 1, 4), True, ReportRefusal.PAPER_BEFORE),
        ("王局长", JANUARY, False, ReportRefusal.PAPER_MISSING),
    ],
)
def test_a_paper_names_its_signer_its_day_and_is_attached(
    session: Session, cast: Cast, scan: int, signer: str, dated: date, attached: bool, code: ReportRefusal
) -> None:
    with refused(code):
        command = write(pieces=(scan,) if attached else ())
        reports.enter(session, cast.clerk, cast.duty(JANUARY), command, Paper(signer, dated), today=FEBRUARY)


def test_evidence_is_carried_to_the_next_report_and_seen_once_sent(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    shelf = Shelf(FileStore(tmp_path, "evidence"), 1)
    piece = evidence.add(session, cast.liaison, cast.task, Upload("现场.txt", io.BytesIO(b"x")), shelf, today=JANUARY)
    reports.save(session, cast.liaison, cast.duty(JANUARY), write(pieces=(piece.id,)), today=JANUARY)
    with pytest.raises(NotFound):
        evidence.open_evidence(session, cast.clerk, piece.id)
    cast.sent(JANUARY, pieces=(piece.id,))
    cast.sent(FEBRUARY, "完成", pieces=(piece.id,))
    assert evidence.open_evidence(session, cast.clerk, piece.id) is piece
    found = read.of_task(session, cast.clerk, cast.task)
    assert [[one.id for one in row.evidence] for row in found] == [[piece.id], [piece.id]]


def test_a_task_that_ended_takes_no_report(session: Session, cast: Cast) -> None:
    duty = cast.duty(JANUARY)
    completion.claim_completion(session, cast.head, cast.task, today=JANUARY)
    completion.complete(session, cast.clerk, cast.task, today=JANUARY)
    with pytest.raises(IllegalTransition):
        reports.open_report_duty(session, cast.liaison, Action.REPORT_DRAFT, duty.id)
