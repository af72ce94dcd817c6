"""What the pages refuse, in sentences."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class WebRefusal(Complaint):
    """Why a page did not open or an act was not done."""

    NOT_YOURS = "not-yours", "您没有“{action}”的权限；如需开通，请联系安全管理员"
    NO_SUCH_TASK = "no-such-task", "没有这个事项"
    NO_SUCH_REQUEST = "no-such-request", "没有这个协调事项"
    STALE = "stale", "页面打开后，该事项已被他人更新。请核对最新内容后再提交"
    NOTHING_TICKED = "nothing-ticked", "没有勾选任何一项，请勾选后再提交"
    REASON_UNUSED = "reason-unused", "填了退回理由，没有{act}：要退回请点“退回”，要{act}请先清空退回理由"
    PAPER_NOT_NOW = "paper-not-now", "{what}目前是“{state}”，还没有可以打印的{paper}"
    PAPER_UNSEEN = "paper-unseen", "该督查结论签收后才显示全文，请先签收"
    PAPER_NOT_PUBLIC = "paper-not-public", "该事项敏感，不公开，没有解除公告"
    REASON_MISSING = "reason-missing", "请填写理由"
