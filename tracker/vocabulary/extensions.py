"""Words about asking for more time."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ExtensionCause(Word):
    """Why a unit asks for more time; slip days are added up by it."""

    POLICY = "policy", "政策或上级要求调整"
    APPROVAL = "approval", "等待上级审批"
    PROCEDURE = "procedure", "招标、听证、评审等法定程序"
    LAND = "land", "征地拆迁"
    FUNDS = "funds", "资金未落实"
    WEATHER = "weather", "天气或不可抗力"
    OTHER_UNIT = "other-unit", "等待其他单位"
    OWN = "own", "本单位组织推进不力"
    OTHER = "other", "其他"


class ExtensionState(Word):
    """Where a request for more time stands."""

    SIGNING = "signing", "待签发"
    ASKED = "asked", "待督查员意见"
    DECIDING = "deciding", "待审批"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "随事项了结"
    EXPLAINED = "explained", "逾期说明"

    @property
    def is_open(self) -> bool:
        return self in OPEN_EXTENSIONS


OPEN_EXTENSIONS = frozenset({ExtensionState.SIGNING, ExtensionState.ASKED, ExtensionState.DECIDING})


class ExtensionRefusal(Complaint):
    """Why a request for more time was not taken or not decided, and what to do instead."""

    REASON_SHORT = "reason-short", "请说明延期原因（不少于{least}字）"
    PROGRESS_EMPTY = "progress-empty", "请写明目前进展和已采取的措施"
    NOT_LATER = "not-later", "新时限应晚于原时限{due}"
    TOO_LONG = "too-long", "每次延期不超过原期限（{term}天）的{percent}%，新时限最晚可到{latest}"
    BEYOND_FINAL = "beyond-final", "节点的新时限不能晚于最终时限{limit}；最终时限也要延的，请先申请延长最终时限"
    WITHIN_PAUSE = "within-pause", "新时限{day}在暂缓办理期间（{span}），请选恢复计时以后的日期"
    ASKED_LATE = (
        "asked-late",
        "延期最迟应于{last}申请（原时限{due}），现在已不能申请延期；请抓紧办理，有困难的请提请协调，过期后可作逾期说明",
    )
    NOT_LATE_YET = "not-late-yet", "时限{due}还没有过，请申请延期并填写新时限"
    LATE_MOVES_NOTHING = "late-moves-nothing", "时限{due}已过，只能作逾期说明，不能再申请新时限；亮灯不变"
    OPEN_ALREADY = "open-already", "已有待审批的延期申请（{day}提交），请等待批复或先撤回"
    NOT_LEAD = "not-lead", "这是{unit}承担的时限，请由主办单位提出"
    KIND_NOT_EXTENSIBLE = "kind-not-extensible", "“{kind}”不能申请延期；最终时限、节点、挂牌期限和整改时限可以"
    NOT_OWED = "not-owed", "该时限已经报结、取消或尚未生效，不需要延期"
    OWN_REQUEST = "own-request", "不能审批自己提出的延期申请，请由他人处理"
    OVER = "over", "该申请已由{who}于{day}处理（{state}），不能再{act}"
    NOT_IN_STATE = "not-in-state", "该申请目前是“{state}”，不能{act}"
    NO_SUCH = "no-such", "没有这个延期申请"
