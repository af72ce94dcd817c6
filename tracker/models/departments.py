"""Units, their names over time, groups of units; seats and who holds them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Key, link, words
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, PostRank


class Department(Base):
    """A unit that can owe work. Its names live in ``department_names``; ``name`` is the full one in force."""

    __tablename__ = "departments"

    id: Mapped[Key]
    parent_id: Mapped[int | None] = link("departments", nullable=True)
    successor_id: Mapped[int | None] = link("departments", nullable=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[DepartmentKind] = mapped_column(words(DepartmentKind, "kind"))
    level: Mapped[DepartmentLevel] = mapped_column(words(DepartmentLevel, "level"))
    track: Mapped[str] = mapped_column(default="", comment="战线: decides the responsible clerk")
    begun_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    enabled_on: Mapped[date | None] = mapped_column(comment="启用日: nothing is flagged, slipped or proposed before it")

    names: Mapped[list[DepartmentName]] = relationship(back_populates="department")


class DepartmentName(Base):
    """A name a unit goes or went by."""

    __tablename__ = "department_names"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: Mapped[Key]
    department_id: Mapped[int] = link("departments")
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[NameKind] = mapped_column(words(NameKind, "kind"))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    department: Mapped[Department] = relationship(back_populates="names")


class DepartmentGroup(Base):
    """各县（市、区） and the like: it cannot sign or owe, so assigning expands it into its members."""

    __tablename__ = "department_groups"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)


class DepartmentGroupName(Base):
    """Another way a group is written."""

    __tablename__ = "department_group_names"
    __table_args__ = (UniqueConstraint("group_id", "name"),)

    id: Mapped[Key]
    group_id: Mapped[int] = link("department_groups")
    name: Mapped[str]


class DepartmentGroupMember(Base):
    __tablename__ = "department_group_members"
    __table_args__ = (UniqueConstraint("group_id", "department_id", "from_on"),)

    id: Mapped[Key]
    group_id: Mapped[int] = link("department_groups")
    department_id: Mapped[int] = link("departments")
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Post(Base):
    """A seat. Cards and duties bind the seat; people come and go in ``post_holdings``."""

    __tablename__ = "posts"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    rank: Mapped[PostRank] = mapped_column(words(PostRank, "rank"))
    department_id: Mapped[int | None] = link("departments", nullable=True)
    track: Mapped[str] = mapped_column(default="")


class PostHolding(Base):
    __tablename__ = "post_holdings"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),)

    id: Mapped[Key]
    post_id: Mapped[int] = link("posts")
    holder: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
