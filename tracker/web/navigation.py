"""Where a page may lead: what is done daily in a row, the ladder under 督办, what is done now and then under 更多."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.vocabulary.actions import Action


@dataclass(frozen=True)
class Link:
    action: Action
    endpoint: str
    word: str


DAILY = (
    Link(Action.OFFICE_DESK, "desks.office", "工作台"),
    Link(Action.LEADER_DESK, "desks.leader", "领导视图"),
    Link(Action.OWED_LIST, "desks.owed", "我要办的"),
    Link(Action.APPROVAL_GIVE, "approvals.waiting", "待审批"),
    Link(Action.LEDGER, "ledger.show", "台账"),
    Link(Action.SOURCE_VIEW, "sources.index", "来源"),
    Link(Action.OFFICE_DESK, "closing.show", "办结销号"),
    Link(Action.COORDINATION_VIEW, "coordination.waiting", "待协调事项"),
    Link(Action.SIMPLE_ASSIGN, "simple.assign", "简易交办"),
    Link(Action.PUBLICATION_COSIGN, "publications.cosigning", "待会签"),
    Link(Action.OWN_ACCOUNT, "inbox.show", "消息"),
    Link(Action.ACCOUNT_LIST, "accounts.show", "账号"),
    Link(Action.AUDIT_READ, "audit.show", "审计"),
)
LADDER = (
    Link(Action.SLIP_VIEW, "slips.index", "三色督办单"),
    Link(Action.PROPOSAL_VIEW, "proposals.index", "拟挂牌建议"),
    Link(Action.LISTING_VIEW, "listings.index", "挂牌督办"),
    Link(Action.INSPECTION_VIEW, "inspections.index", "督查"),
    Link(Action.CONCLUSION_VIEW, "conclusions.index", "督查结论"),
    Link(Action.EXTENSION_LEDGER, "extensions.ledger", "推迟台账"),
    Link(Action.PUBLICATION_DRAFT, "publications.index", "公开"),
    Link(Action.COMMENT_READ, "publications.comments", "公众留言"),
    Link(Action.ACCOUNTABILITY_SEE, "accountability.index", "追责建议"),
    Link(Action.CLUE_REFER, "clues.index", "线索移送"),
)
NOW_AND_THEN = (
    Link(Action.TASK_IMPORT, "imports.upload", "导入"),
    Link(Action.CARD_VIEW, "cards.index", "卡片"),
    Link(Action.REGISTER_MANAGE, "units.show", "单位"),
    Link(Action.REGISTER_MANAGE, "posts.show", "职务"),
    Link(Action.REGISTER_MANAGE, "contacts.show", "联系方式"),
    Link(Action.OFFICE_DESK, "deliveries.show", "发送情况"),
    Link(Action.HANDOVER_MAKE, "handovers.index", "交接"),
    Link(Action.BURDEN_READ, "burden.listed", "重复填报反映"),
    Link(Action.ROUTE_MANAGE, "routes.show", "审批路线"),
    Link(Action.RULE_MANAGE, "rules.show", "规则"),
    Link(Action.RULE_REPLAY, "replay.ask", "规则推演"),
    Link(Action.CALENDAR_MANAGE, "calendar.this_year", "工作日历"),
)
MENUS = (("督办", LADDER), ("更多", NOW_AND_THEN))
"""Folded away, each under its word."""
