"""消息: whose messages somebody reads. Administrators read none: they see no business."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.policy.access import Actor
from tracker.vocabulary.people import OFFICE, Role

_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
_SEATED = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})


@dataclass(frozen=True)
class Mailboxes:
    """Units, the office among them, and the seat whose messages somebody reads."""

    department_ids: frozenset[int]
    post_id: int | None


def mailboxes_of(actor: Actor) -> Mailboxes:
    """A liaison and a head read their unit's, clerks and the director their office's, leaders their seat's."""
    units = {actor.department_id} if actor.roles & _UNIT else set()
    if actor.roles & OFFICE:
        units.add(actor.office_id)
    seat = actor.post_id if actor.roles & _SEATED else None
    return Mailboxes(frozenset(one for one in units if one is not None), seat)
