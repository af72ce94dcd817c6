"""Words about cards and handovers."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


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


class HandoverRefusal(Complaint):
    """Why a handover was not made."""

    TOO_LATE = "too-late", "交接日期晚于今天，请到那一天再办理"
    TOO_EARLY = "too-early", "交接日期早于现任任职之日{since}，请核对"
    BASIS_EMPTY = "basis-empty", "请填写依据，如任免、分工或机构改革文件"
    HOLDER_EMPTY = "holder-empty", "请填写新任人员姓名"
    HOLDER_SAME = "holder-same", "{holder}已经任此职务"
    SAME = "same", "前后是同一个，请重新选择"
    NOTHING_CHOSEN = "nothing-chosen", "请勾选要交接的事项"
    NOT_THE_SEATS = "not-the-seats", "勾选的事项中有的已不由该职务负责，请刷新后重新勾选"
    NAME_EMPTY = "name-empty", "请填写新名称"
    NAME_TAKEN = "name-taken", "已有单位名为“{name}”；如是合并，请选“单位合并”"
    ENDED = "ended", "{name}已于{day}撤并，请重新选择"
