"""Which roles may stand on one account, and what such an account must belong to."""

from __future__ import annotations

from collections.abc import Set

from tracker.errors import RuleBroken
from tracker.vocabulary.people import ADMINISTRATORS, Role
from tracker.vocabulary.sign_in import AccountRefusal

OF_OFFICE = frozenset({Role.CLERK, Role.DIRECTOR, Role.SECRETARY_GENERAL, Role.LEADER, Role.PUBLICITY})
OF_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
SEATED = frozenset({Role.SECRETARY_GENERAL, Role.LEADER})


def check_roles(roles: Set[Role], *, in_office: bool, in_unit: bool, seated: bool) -> None:
    """Raise RuleBroken where ``roles`` exclude each other, or the account lacks the office, unit or seat they need."""
    administrators = roles & ADMINISTRATORS
    if len(administrators) > 1:
        raise RuleBroken(AccountRefusal.TWO_ADMINISTRATORS)
    if administrators and (others := roles - ADMINISTRATORS):
        raise RuleBroken(AccountRefusal.ADMINISTRATOR_AND_MORE, role=_named(others))
    needs = (
        (OF_OFFICE, in_office, AccountRefusal.NEEDS_OFFICE),
        (OF_UNIT, in_unit, AccountRefusal.NEEDS_UNIT),
        (SEATED, seated, AccountRefusal.NEEDS_POST),
    )
    for needy, given, refusal in needs:
        if not given and (needing := roles & needy):
            raise RuleBroken(refusal, role=_named(needing))


def _named(roles: Set[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)
