"""Words of 督查结论 and 复核 (政府督查工作条例 art. 16, 17)."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ConclusionState(Word):
    DRAFT = "draft", "起草中"
    PENDING = "pending", "待审批"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待送达"
    SERVED = "served", "已送达"
    CHANGED = "changed", "复核后变更"
    WITHDRAWN = "withdrawn", "复核后撤销"

    @property
    def stands(self) -> bool:
        """It has been served and binds, whatever a review may yet say."""
        return self in STANDING_CONCLUSIONS


STANDING_CONCLUSIONS = frozenset({ConclusionState.SERVED, ConclusionState.CHANGED})


class ReviewState(Word):
    ASKED = "asked", "复核中"
    DECIDING = "deciding", "待审批"
    DECIDED = "decided", "已决定"
    LATE = "late", "逾期申请，不予受理"


class ReviewOutcome(Word):
    MAINTAINED = "maintained", "维持"
    CHANGED = "changed", "变更"
    WITHDRAWN = "withdrawn", "撤销"


class ConclusionRefusal(Complaint):
    """Why a conclusion or a review did not go through."""
