"""Words of 挂牌督办."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ListingLimb(Word):
    """The two grounds of a listing: what weighs, or what does not move."""

    WEIGHTY = "weighty", "领导重视、群众关注、落实难度大"
    STALLED = "stalled", "已列入督办而未取得明显进展"


class ListingAuthority(Word):
    """Who lists."""

    LEADER = "leader", "主要领导批准"
    MEETING = "meeting", "常务会议决定"


class ListingState(Word):
    PENDING = "pending", "待审批"
    LISTED = "listed", "挂牌督办中"
    RELEASED = "released", "已解除"
    REFUSED = "refused", "不予挂牌"
    ENDED = "ended", "随事项了结"

    @property
    def is_open(self) -> bool:
        return self in OPEN_LISTINGS


OPEN_LISTINGS = frozenset({ListingState.PENDING, ListingState.LISTED})


class ReleaseState(Word):
    """Where a unit's request to be released stands."""

    ASKED = "asked", "待现场验收"
    DECIDING = "deciding", "验收合格，待审批"
    GRANTED = "granted", "同意解除"
    SENT_BACK = "sent-back", "退回整改"

    @property
    def is_open(self) -> bool:
        return self in OPEN_RELEASES


OPEN_RELEASES = frozenset({ReleaseState.ASKED, ReleaseState.DECIDING})


class ListingRefusal(Complaint):
    """Why a listing, a visit or a release did not go through."""
