"""Words about the papers that decided a task."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class Regime(Word):
    """Whose rules a source falls under: the State Council's 督查条例 binds government supervision, not the party's."""

    GOVERNMENT = "government", "政府"
    PARTY = "party", "党委"
    JOINT = "joint", "党政联合"


class SourceKind(Word):
    """The kind of paper; it decides the default term and the rhythm."""

    WORK_REPORT = "work-report", "政府工作报告"
    DECOMPOSITION = "decomposition", "任务分解"
    MEETING = "meeting", "会议议定"
    INSTRUCTION = "instruction", "领导批示"
    INCOMING = "incoming", "上级来文"
    PROPOSAL = "proposal", "建议提案"
    PROJECT = "project", "重点项目"
    OTHER = "other", "其他"


class Disclosure(Word):
    """Who may read a task. No higher mark exists: classified matters never enter this system."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    SENSITIVE = "sensitive", "敏感"


class GoalLevel(Word):
    """The weight of a task in the year's 目标管理考核."""

    FIRST = "first", "一级目标"
    SECOND = "second", "二级目标"
    NONE = "none", "不计入考核"


class SourceRefusal(Complaint):
    """Why a paper, a clause or a leader's words were not taken down."""

    MARKED_SECRET = "marked-secret", "文字中有“{mark}”密级标志。本系统不处理涉密内容，请线下办理，只登记编号"
    KNOWN = "known", "《{title}》（{issuer}，{day}）已经登记，请在已登记的来源里添加条目"
    NO_SUCH_SOURCE = "no-such-source", "没有这个来源"
    CLAUSE_KNOWN = "clause-known", "条目“{title}”在这份来源里已经登记"
    CLAUSE_TAKEN = "clause-taken", "条目“{title}”已经立为事项，不能重复"
    TITLE_MISSING = "title-missing", "第{row}行没有填写事项内容，请补填或清空这一行"
    TASK_UNKNOWN = "task-unknown", "没有这个事项，请重新选择"
    NO_CLAUSE = "no-clause", "请至少填写一条"
    NOT_OPEN = "not-open", "事项“{title}”目前是“{status}”，不能并入，请另立事项"
    NOTHING_READ = "nothing-read", "没有读出议定事项。请检查是否粘贴了带序号或“会议议定”的正文，也可以逐条手工填写"
    DATED_LATER = "dated-later", "日期{day}晚于今天，请核对"
    LEADER_MISSING = "leader-missing", "请选择领导职务，或照原件填写领导"
    MATTER_MISSING = "matter-missing", "办理反馈的批示要立为事项，请填写要办的事"
    TRIAGED = "triaged", "这条批示已经分办为“{triage}”"


class Treatment(Word):
    """What becomes of a clause when its source is registered."""

    DRAFT = "draft", "立为事项（草稿）"
    KEEP = "keep", "只登记条目"
    ANSWER = "answer", "由已有事项办理"


class DraftRefusal(Complaint):
    """Why a draft was not kept."""

    TITLE_MISSING = "title-missing", "请填写事项内容"
    SEAT_UNKNOWN = "seat-unknown", "没有这个职务，请重新选择"
    CLERK_UNKNOWN = "clerk-unknown", "没有这位督查员，请重新选择"
    NO_OFFICE = "no-office", "您的账号不属于督查室，不能登记事项"
