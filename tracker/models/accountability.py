"""追责建议 and 问题线索移送: handed to whoever is competent; nothing here decides a sanction."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.accountability import ReferralBody, SuggestionState


class AccountabilitySuggestion(Base):
    """追责建议 against a unit: on a served conclusion or a verified failure to rectify (条例 art. 21).

    ``evidence`` is the list built from the record on the day it was put forward. The outcome is seen by 纪检 and the
    行政首长 alone.
    """

    __tablename__ = "accountability_suggestions"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        CheckConstraint("(conclusion_id IS NULL) <> (finding_id IS NULL)", name="rests_on_one"),
        CheckConstraint("state IN ('draft', 'pending', 'refused') OR number IS NOT NULL", name="numbered"),
        CheckConstraint("state = 'draft' OR studied_on IS NOT NULL", name="studied"),
        CheckConstraint(
            "state NOT IN ('transferred', 'received', 'closed') OR transferred_on IS NOT NULL", name="transferred"
        ),
        CheckConstraint("state NOT IN ('received', 'closed') OR received_on IS NOT NULL", name="received"),
        CheckConstraint("(state = 'closed') = (outcome_on IS NOT NULL)", name="outcome"),
        Index("ix_accountability_suggestions_office_state", "office_id", "state"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int] = link("tasks")
    department_id: Mapped[int] = link("departments")
    proposal_id: Mapped[int | None] = link("proposals", nullable=True)
    conclusion_id: Mapped[int | None] = link("conclusions", nullable=True)
    finding_id: Mapped[int | None] = link("findings", nullable=True)
    grounds: Mapped[LongText]
    clause: Mapped[LongText] = mapped_column(comment="违反的规定条款")
    evidence: Mapped[LongText] = mapped_column(default="", comment="证据目录, one line each")
    lighter: Mapped[LongText] = mapped_column(default="")
    heavier: Mapped[LongText] = mapped_column(default="")
    exempt: Mapped[LongText] = mapped_column(default="")
    head_joint: Mapped[LongText] = mapped_column(default="", comment="主要负责人连带责任, why; empty where none")
    studied_on: Mapped[date | None]
    study: Mapped[LongText] = mapped_column(default="", comment="集体研究: meeting and words")
    state: Mapped[SuggestionState] = mapped_column(words(SuggestionState, "state"))
    number: Mapped[str | None]
    drafted_by: Mapped[str]
    drafted_on: Mapped[date]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_on: Mapped[date | None]
    transferred_to: Mapped[str] = mapped_column(default="", comment="有权机关")
    letter_number: Mapped[str] = mapped_column(default="")
    transferred_by: Mapped[str] = mapped_column(default="")
    transferred_on: Mapped[date | None]
    receipt_number: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    outcome: Mapped[LongText] = mapped_column(default="")
    outcome_by: Mapped[str] = mapped_column(default="")
    outcome_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class ClueReferral(Base):
    """问题线索移送 (条例 art. 23), a stub: when, to whom, letter and receipt. Of whom and what is not kept."""

    __tablename__ = "clue_referrals"
    __table_args__ = (UniqueConstraint("office_id", "letter_number"),)

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments", index=False)
    referred_on: Mapped[date]
    body: Mapped[ReferralBody] = mapped_column(words(ReferralBody, "body"))
    letter_number: Mapped[str]
    receipt_number: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
