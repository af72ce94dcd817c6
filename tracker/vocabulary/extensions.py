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
    """Why a request for more time was not taken or not decided."""
