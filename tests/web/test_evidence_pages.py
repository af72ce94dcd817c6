"""佐证 at the door: always to be saved, by whoever may see the task."""

from __future__ import annotations

import io
from urllib.parse import quote

from site_of_personas import TODAY, Site, untimed

from tracker.db import writing
from tracker.models import Task
from tracker.services import evidence
from tracker.services.evidence import Upload
from tracker.vocabulary.reports import EvidenceOf

CONTENT = b"\xff\xd8\xff<html><script>alert(1)</script>"


def piece(site: Site, *, attached: bool = True) -> int:
    """A picture that is a page as well, given by the liaison."""
    with writing(site.engine) as session:
        task, unit = session.get_one(Task, site.working_id), site.accounts["liaison"]
        upload = Upload("现场 照片.jpg", io.BytesIO(CONTENT))
        row = evidence.add(
            session, unit, task, upload, evidence.shelf(site.app.extensions["tracker_settings"]), today=TODAY
        )
        if attached:
            evidence.attach(session, unit, task, [row.id], EvidenceOf.CLAIM, 1)
        return row.id


def test_evidence_is_saved_under_its_own_name_and_never_shown_as_a_page(site: Site) -> None:
    answer = site.browser("clerk").get(f"/evidence/{piece(site)}", buffered=True)
    assert answer.status_code == 200
    assert answer.data == CONTENT
    assert answer.mimetype == "image/jpeg"
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment;")
    assert f"filename*=UTF-8''{quote('现场 照片.jpg')}" in said
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_strangers_evidence_and_none_answer_alike(site: Site) -> None:
    sent = piece(site)
    for persona in ("stranger-clerk", "stranger-liaison"):
        browser = site.browser(persona)
        foreign, missing = (browser.get(f"/evidence/{number}") for number in (sent, 99999))
        assert foreign.status_code == missing.status_code == 404
        assert untimed(foreign.text) == untimed(missing.text)


def test_what_is_not_sent_yet_is_read_by_its_own_unit_alone(site: Site) -> None:
    unsent = piece(site, attached=False)
    assert site.browser("liaison").get(f"/evidence/{unsent}", buffered=True).status_code == 200
    assert site.browser("clerk").get(f"/evidence/{unsent}", buffered=True).status_code == 404
    assert "现场 照片.jpg" not in site.browser("clerk").get(f"/tasks/{site.working_id}").text


def test_the_sheet_lists_evidence_and_what_it_proves(site: Site) -> None:
    number = piece(site)
    page = site.browser("leader").get(f"/tasks/{site.working_id}").text
    assert f'href="/evidence/{number}"' in page
    assert "现场 照片.jpg" in page
    assert "用于申报" in page
