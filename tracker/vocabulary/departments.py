"""Words about units, seats and their part in a task."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class DepartmentKind(Word):
    SUPERVISION_OFFICE = "supervision-office", "督查室"
    GOVERNMENT = "government", "政府部门"
    PARTY = "party", "党委部门"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"
    ZONE = "zone", "开发区"
    SECTION = "section", "科室"
    OTHER = "other", "其他单位"


class DepartmentLevel(Word):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class NameKind(Word):
    FULL = "full", "全称"
    SHORT = "short", "简称"
    OLD = "old", "曾用名"


class ParticipationRole(Word):
    """A unit's part in a task. A task has one lead; equals beside it are co-leads."""

    LEAD = "lead", "牵头"
    CO_LEAD = "co-lead", "共同牵头"
    SUPPORTING = "supporting", "配合"


class PostRank(Word):
    """A seat's rank: whom a paper must reach."""

    HEAD = "head", "主要领导"
    DEPUTY = "deputy", "分管领导"
    SECRETARY_GENERAL = "secretary-general", "秘书长"
    OFFICE_DIRECTOR = "office-director", "督查室主任"
    UNIT_HEAD = "unit-head", "单位负责人"
