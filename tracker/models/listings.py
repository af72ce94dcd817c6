"""挂牌督办: listed by a person, an officer on site, a term, and the way off the list."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.listings import (
    OPEN_LISTINGS,
    OPEN_RELEASES,
    ListingAuthority,
    ListingLimb,
    ListingState,
    ReleaseState,
)
from tracker.vocabulary.sheets import Every

_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN_LISTINGS))
_RELEASING = ", ".join(f"'{state}'" for state in sorted(OPEN_RELEASES))


class Listing(Base):
    """A task listed. ``open_of`` repeats the task while it is pending or listed: one listing at a time.

    ``former_report_every`` is the rhythm the task reported in before, given back at the release.
    """

    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        CheckConstraint(f"(state IN ({_OPEN})) = (open_of IS NOT NULL)", name="one_open"),
        CheckConstraint("open_of IS NULL OR open_of = task_id", name="open_of_own"),
        CheckConstraint("state NOT IN ('listed', 'released') OR listed_on IS NOT NULL", name="listed"),
        CheckConstraint("(listed_on IS NULL) = (number IS NULL)", name="numbered_if_listed"),
        CheckConstraint("listed_on IS NULL OR officer <> ''", name="officer_if_listed"),
        CheckConstraint("(state = 'released') = (released_on IS NOT NULL)", name="released"),
        Index("ix_listings_office_state", "office_id", "state"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int] = link("tasks")
    open_of: Mapped[int | None] = mapped_column(unique=True)
    proposal_id: Mapped[int | None] = link("proposals", nullable=True)
    limb: Mapped[ListingLimb] = mapped_column(words(ListingLimb, "limb"))
    grounds: Mapped[LongText]
    requirement: Mapped[LongText] = mapped_column(comment="整改要求")
    authority: Mapped[ListingAuthority] = mapped_column(words(ListingAuthority, "authority"))
    meeting: Mapped[str] = mapped_column(default="", comment="常务会议: which")
    term: Mapped[int] = mapped_column(comment="working days")
    officer: Mapped[str] = mapped_column(default="", comment="督办专员")
    officer_account_id: Mapped[int | None] = link("accounts", nullable=True)
    outlet: Mapped[str] = mapped_column(default="", comment="where it is made public, and its release too")
    state: Mapped[ListingState] = mapped_column(words(ListingState, "state"))
    number: Mapped[str | None]
    proposed_by: Mapped[str]
    proposed_on: Mapped[date]
    listed_by: Mapped[str] = mapped_column(default="")
    listed_rank: Mapped[PostRank | None] = mapped_column(words(PostRank, "listed_rank"))
    listed_on: Mapped[date | None]
    deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    former_report_every: Mapped[Every | None] = mapped_column(words(Every, "former_report_every"))
    relapse_of_id: Mapped[int | None] = link("listings", nullable=True)
    released_by: Mapped[str] = mapped_column(default="")
    released_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class ListingRelease(Base):
    """解除申请: asked by the unit, accepted on site by a third person, approved by the rank that listed."""

    __tablename__ = "listing_releases"
    __table_args__ = (
        UniqueConstraint("listing_id", "ordinal"),
        CheckConstraint(f"(state IN ({_RELEASING})) = (open_of IS NOT NULL)", name="one_open"),
        CheckConstraint("open_of IS NULL OR open_of = listing_id", name="open_of_own"),
        CheckConstraint("state NOT IN ('deciding', 'granted') OR visit_id IS NOT NULL", name="visited"),
        CheckConstraint("(state IN ('granted', 'sent-back')) = (decided_on IS NOT NULL)", name="decided"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = link("listings", index=False)
    ordinal: Mapped[int]
    open_of: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[ReleaseState] = mapped_column(words(ReleaseState, "state"))
    statement: Mapped[LongText]
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    visit_id: Mapped[int | None] = link("site_visits", nullable=True)
    reason: Mapped[LongText] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class SiteVisit(Base):
    """到现场: who went, when, what was found; ``passed`` on an acceptance visit."""

    __tablename__ = "site_visits"
    __table_args__ = (Index("ix_site_visits_task_day", "task_id", "visited_on"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    listing_id: Mapped[int | None] = link("listings", nullable=True)
    inspection_id: Mapped[int | None] = link("inspections", nullable=True)
    account_id: Mapped[int | None] = link("accounts", nullable=True)
    visitor: Mapped[str]
    visited_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    found: Mapped[LongText]
    passed: Mapped[bool | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
