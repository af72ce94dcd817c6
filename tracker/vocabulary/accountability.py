"""Words of 追责建议 and 问题线索移送 (政府督查工作条例 art. 21, 23). Nothing here names a sanction."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class SuggestionState(Word):
    DRAFT = "draft", "起草中"
    PENDING = "pending", "待行政首长批准"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待转交"
    TRANSFERRED = "transferred", "已转交，待回执"
    RECEIVED = "received", "已回执"
    CLOSED = "closed", "结果已登记"


class ReferralBody(Word):
    """To whom a clue goes (art. 23)."""

    SUPERVISORY = "supervisory", "监察机关"
    JUDICIAL = "judicial", "司法机关"


class AccountabilityRefusal(Complaint):
    """Why a suggestion or a referral did not go through."""
