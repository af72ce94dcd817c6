"""佐证: kept by what it is, found again by what it proves, and never without its file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from factories import department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Evidence, Task
from tracker.policy.access import Actor
from tracker.policy.evidence import display_name
from tracker.queries.evidence import of_task
from tracker.services import evidence
from tracker.services.evidence import Shelf, Upload
from tracker.services.file_store import FileStore
from tracker.vocabulary.files import EvidenceProblem
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import EvidenceOf

Files = Callable[[], list[Path]]
TODAY = date(2026, 6, 1)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30)
JPG = b"\xff\xd8\xff\xe1\0\x10Exif\0" + bytes(30) + b"\xff\xd9"


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def old_workbook() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("表")
    book.save(out)
    return out.getvalue()


def archive(base: bytes = b"", **parts: bytes) -> bytes:
    """A zip file with ``parts``, on top of ``base``'s."""
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def _short(value: object) -> str:
    return "" if isinstance(value, bytes) else str(value)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(FileStore(tmp_path, "evidence"), 1)


@pytest.fixture
def task(session: Session) -> Task:
    return working(session)


@pytest.fixture
def unit(session: Session, task: Task) -> Actor:
    from tracker.services.assignment import current_lead

    lead = current_lead(session, task)
    assert lead is not None
    return Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=lead.id)


def add(session: Session, unit: Actor, task: Task, shelf: Shelf, name: str, content: bytes) -> Evidence:
    return evidence.add(session, unit, task, Upload(name, io.BytesIO(content)), shelf, today=TODAY)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """What lies on the disk."""
    return lambda: [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("批复.pdf", PDF, "application/pdf"),
        ("现场.JPG", JPG, "image/jpeg"),
        ("截图.png", PNG, "image/png"),
        ("报告.docx", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("台账.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("旧台账.xls", old_workbook(), "application/vnd.ms-excel"),
        ("公文.ofd", archive(OFD_xml=b"<OFD/>"), "application/ofd"),
        ("说明.txt", "进展".encode("gb18030"), "text/plain"),
        ("说明 (UTF-16).txt", "进展".encode("utf-16"), "text/plain"),
        ("名单.csv", "序号,单位\n1,市住建局".encode(), "text/plain"),
    ],
    ids=_short,
)
def test_documents_pictures_and_tables_are_kept_whole(
    session: Session, unit: Actor, task: Task, shelf: Shelf, name: str, content: bytes, media_type: str
) -> None:
    piece = add(session, unit, task, shelf, name, content)
    assert (piece.name, piece.media_type, piece.size) == (name, media_type, len(content))
    path = evidence.path_of(piece, shelf)
    assert path.read_bytes() == content
    assert name not in str(path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("空.pdf", b"", EvidenceProblem.EMPTY),
        ("程序.exe", b"MZ" + bytes(100), EvidenceProblem.WRONG_KIND),
        ("a.pdf.exe", b"MZ" + bytes(100), EvidenceProblem.WRONG_KIND),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", EvidenceProblem.WRONG_KIND),
        ("页.html", b"<!DOCTYPE html><script>alert(1)</script>", EvidenceProblem.WRONG_KIND),
        ("页.txt", b"\xef\xbb\xbf  <HTML><script>alert(1)</script>", EvidenceProblem.NOT_AS_NAMED),
        ("照片.jpg", b"<html><script>alert(1)</script>", EvidenceProblem.NOT_AS_NAMED),
        ("假的.pdf", b"\x00\x01\x02", EvidenceProblem.NOT_AS_NAMED),
        ("照片.jpg", PDF, EvidenceProblem.MISNAMED),
        ("批复.exe", PDF, EvidenceProblem.WRONG_KIND),
        ("批复", PDF, EvidenceProblem.MISNAMED),
        ("照片.zip", archive(a_jpg=JPG), EvidenceProblem.WRONG_KIND),
        ("二进制.txt", bytes(range(256)), EvidenceProblem.NOT_AS_NAMED),
        ("宏.docx", archive(word(), word__vbaProject_bin=b"x"), EvidenceProblem.MACROS),
        (
            "实体.docx",
            archive(word(), word__more_xml=b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
            EvidenceProblem.DAMAGED,
        ),
        ("炸弹.xlsx", archive(workbook(), xl__more_bin=bytes(101 * 1024 * 1024)), EvidenceProblem.DAMAGED),
        ("断.docx", word()[:-200], EvidenceProblem.DAMAGED),
        ("断.xls", old_workbook()[:600], EvidenceProblem.DAMAGED),
    ],
    ids=_short,
)
def test_what_could_run_or_is_not_what_it_is_called_is_refused(
    session: Session,
    unit: Actor,
    task: Task,
    shelf: Shelf,
    files: Files,
    name: str,
    content: bytes,
    problem: EvidenceProblem,
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(session, unit, task, shelf, name, content)
    assert refused.value.code is problem
    assert f"“{name}”" in refused.value.message
    assert files() == []


def test_a_file_over_20_megabytes_is_refused_by_its_name(
    session: Session, unit: Actor, task: Task, shelf: Shelf, files: Files
) -> None:
    with pytest.raises(RuleBroken, match="too-large") as refused:
        add(session, unit, task, shelf, "照片.pdf", PDF + bytes(20 * 1024 * 1024))
    assert refused.value.message.startswith("“照片.pdf”超过20MB")
    assert files() == []


def test_a_task_holds_no_more_than_its_quota(session: Session, unit: Actor, task: Task, shelf: Shelf) -> None:
    add(session, unit, task, shelf, "一.txt", b"a" * 1024 * 1023)
    with pytest.raises(RuleBroken) as refused:
        add(session, unit, task, shelf, "二.txt", b"b" * 1025)
    assert refused.value.code is EvidenceProblem.QUOTA
    add(session, unit, task, shelf, "三.txt", b"c" * 1024)


def test_a_disk_that_refuses_is_said_and_nothing_is_written(
    session: Session, unit: Actor, task: Task, tmp_path: Path
) -> None:
    (tmp_path / "evidence").write_bytes(b"no folder")
    with pytest.raises(RuleBroken) as refused:
        add(session, unit, task, Shelf(FileStore(tmp_path, "evidence"), 1), "一.pdf", PDF)
    assert refused.value.code is EvidenceProblem.STORE_DOWN
    assert session.scalars(select(Evidence)).all() == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("合同\u202efdp.exe.pdf", "合同fdp.exe.pdf"),
        ("零\u200b宽\x00控\x07制.pdf", "零宽控制.pdf"),
        ("a.pdf ", "a.pdf"),
        ("a.pdf. .", "a.pdf"),
        ("", "佐证材料"),
        ("..", "佐证材料"),
        ('会议 "纪要" <一>.docx', "会议 _纪要_ _一_.docx"),
        ("长" * 300 + ".docx", "长" * 75 + ".docx"),
        ("𠮷野.pdf", "𠮷野.pdf"),
    ],
)
def test_a_name_is_shown_without_what_misleads(given: str, shown: str) -> None:
    assert display_name(given) == shown


def test_a_second_file_of_the_same_name_is_numbered(session: Session, unit: Actor, task: Task, shelf: Shelf) -> None:
    names = [add(session, unit, task, shelf, "现场.png", PNG + bytes([number])).name for number in range(3)]
    assert names == ["现场.png", "现场 (2).png", "现场 (3).png"]


def test_the_same_file_given_twice_is_kept_once(
    session: Session, unit: Actor, task: Task, shelf: Shelf, files: Files
) -> None:
    first, second = (add(session, unit, task, shelf, name, PDF) for name in ("一.pdf", "二.pdf"))
    assert first is second
    assert len(files()) == 1


def test_a_piece_proves_several_documents_and_those_of_its_own_task_only(
    session: Session, unit: Actor, task: Task, shelf: Shelf
) -> None:
    piece = add(session, unit, task, shelf, "一.pdf", PDF)
    evidence.attach(session, unit, task, [piece.id], EvidenceOf.CLAIM, 1)
    evidence.attach(session, unit, task, [piece.id, piece.id], EvidenceOf.PLAN, 7)
    evidence.attach(session, unit, task, [], EvidenceOf.PLAN, 8)
    assert [row.proves for row in of_task(session, unit, task)] == [[EvidenceOf.CLAIM, EvidenceOf.PLAN]]
    evidence.attach(session, unit, task, [], EvidenceOf.PLAN, 7)
    assert [row.proves for row in of_task(session, unit, task)] == [[EvidenceOf.CLAIM]]
    other = working(session, title="另一件事")
    with pytest.raises(RuleBroken) as refused:
        evidence.attach(session, unit, other, [piece.id], EvidenceOf.CLAIM, 2)
    assert refused.value.code is EvidenceProblem.NOT_OF_TASK


def test_what_proves_nothing_yet_is_seen_by_its_own_unit_alone(
    session: Session, unit: Actor, task: Task, shelf: Shelf
) -> None:
    piece = add(session, unit, task, shelf, "一.pdf", PDF)
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office(session).id)
    assert evidence.open_evidence(session, unit, piece.id) is piece
    with pytest.raises(NotFound):
        evidence.open_evidence(session, clerk, piece.id)
    evidence.attach(session, unit, task, [piece.id], EvidenceOf.CLAIM, 1)
    assert evidence.open_evidence(session, clerk, piece.id) is piece
    stranger = Actor("别人", roles=frozenset({Role.LIAISON}), department_id=department(session, "市教育局").id)
    with pytest.raises(NotFound):
        evidence.open_evidence(session, stranger, piece.id)


def test_what_never_came_to_prove_anything_is_gone_a_day_later(
    session: Session, unit: Actor, task: Task, shelf: Shelf, files: Files
) -> None:
    kept, dropped = (add(session, unit, task, shelf, f"{name}.txt", name.encode()) for name in ("keep", "drop"))
    evidence.attach(session, unit, task, [kept.id], EvidenceOf.CLAIM, 1)
    soon, later = (clock.now() + timedelta(hours=hours) for hours in (23, 25))
    evidence.forget_unused(session, soon)
    assert evidence.clear_strays(session, shelf, soon) == 0
    assert len(files()) == 2
    evidence.forget_unused(session, later)
    assert session.scalars(select(Evidence.name)).all() == ["keep.txt"]
    assert evidence.clear_strays(session, shelf, later) == 1
    assert files() == [evidence.path_of(kept, shelf)]
    assert dropped.name == "drop.txt"
