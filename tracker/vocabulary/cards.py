"""Words about cards and handovers."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class CardKind(Word):
    """联系卡 binds a leader to what he looks after, 责任卡 a leader to a task, 督办卡 a unit to a task."""

    CONTACT = "contact", "联系卡"
    RESPONSIBILITY = "responsibility", "责任卡"
    SUPERVISION = "supervision", "督办卡"


class HandoverKind(Word):
    """Why duties pass on, as of a day."""

    HOLDER = "holder", "任职变动"
    DIVISION = "division", "分工调整"
    RENAMED = "renamed", "单位更名"
    MERGED = "merged", "单位合并"
