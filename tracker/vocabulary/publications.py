"""Words of what the public sees."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class PublicationKind(Word):
    LISTING = "listing", "挂牌督办"
    RELEASE = "release", "解除挂牌督办"
    PROGRESS = "progress", "办理进展"
    LIVELIHOOD = "livelihood", "民生实事"


class PublicationState(Word):
    """Drafted, shown to the unit, co-signed by 宣传部, approved, published at an outlet."""

    DRAFT = "draft", "起草中"
    REPLYING = "replying", "征求单位意见"
    COSIGNING = "cosigning", "待宣传部会签"
    PENDING = "pending", "待审批"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class PublicationRefusal(Complaint):
    """Why something was not published."""
