"""The people of 示例市: an account for each persona, named by what they are, with a password made on the spot.

Only one unit has accounts; who speaks for the others is named after their unit.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Department, Post
from tracker.policy.access import Actor
from tracker.services.accounts import ChangePassword, CreateAccount, change_password, create_account
from tracker.services.offices import first_office
from tracker.services.sessions import actor_for
from tracker.vocabulary.people import Role

_UNIT = "示例市住房和城乡建设局"


@dataclass(frozen=True)
class Persona:
    """Who they are, and how to sign in as them."""

    login: str
    role: Role
    of: str
    password: str


# Where they sit: the office, the unit, a seat by its name, or nowhere.
_CAST = (
    ("clerk", Role.CLERK, "office"),
    ("clerk2", Role.CLERK, "office"),
    # Takes no part in the office's matters, and may therefore handle a review.
    ("clerk3", Role.CLERK, "office"),
    ("director", Role.DIRECTOR, "office"),
    ("secretary", Role.SECRETARY_GENERAL, "秘书长"),
    ("mayor", Role.LEADER, "市长"),
    ("leader", Role.LEADER, "分管城建副市长"),
    ("liaison", Role.LIAISON, "unit"),
    ("unithead", Role.UNIT_HEAD, "unit"),
    ("discipline", Role.DISCIPLINE, "office"),
    ("publicity", Role.PUBLICITY, "office"),
    ("sysadmin", Role.SYSTEM_ADMIN, ""),
    ("secadmin", Role.SECURITY_ADMIN, ""),
    ("auditor", Role.AUDIT_ADMIN, ""),
)


@dataclass(frozen=True)
class Cast:
    """Everybody who acts in the year."""

    personas: tuple[Persona, ...]
    by_login: Mapping[str, Actor]
    units: Mapping[int, str]

    @property
    def director(self) -> Actor:
        return self.by_login["director"]

    def clerk(self, number: int) -> Actor:
        """Two clerks share the office's work by the number of the matter."""
        return self.by_login["clerk" if number % 2 else "clerk2"]

    def liaison(self, unit_id: int) -> Actor:
        return self._of_unit("liaison", unit_id, Role.LIAISON)

    def unit_head(self, unit_id: int) -> Actor:
        return self._of_unit("unithead", unit_id, Role.UNIT_HEAD)

    def has_accounts(self, unit_id: int) -> bool:
        return self.by_login["liaison"].department_id == unit_id

    def _of_unit(self, login: str, unit_id: int, role: Role) -> Actor:
        known = self.by_login[login]
        if known.department_id == unit_id:
            return known
        return Actor(f"{self.units[unit_id]}{role.label}", roles=frozenset({role}), department_id=unit_id)


def enrol(session: Session, actor: Actor, *, today: date) -> Cast:
    """Create the cast. Their passwords are random, told once, and count as already changed."""
    office_id = first_office(session)
    units = {unit.id: unit.name for unit in session.scalars(select(Department))}
    own = next(key for key, name in units.items() if name == _UNIT)
    seats = {post.name: post.id for post in session.scalars(select(Post))}
    personas, actors = [], {}
    for login, role, place in _CAST:
        department_id = {"": None, "unit": own}.get(place, office_id)
        name = place if place in seats else f"{role.label}{login[-1] if login[-1].isdigit() else ''}"
        command = CreateAccount(login, name, department_id, seats.get(place), frozenset({role}))
        now = clock.now()
        account, issued = create_account(session, actor, command, today=today, now=now)
        session.flush()
        password = _own_password(session, Actor(name, account.id), issued, today=today)
        personas.append(Persona(login, role, _UNIT if place == "unit" else place if place in seats else "", password))
        actors[login] = actor_for(session, account)
    return Cast(tuple(personas), actors, units)


def _own_password(session: Session, owner: Actor, issued: str, *, today: date) -> str:
    """A random password that the rules for passwords let pass: now and then one has too much of a pattern."""
    while True:
        password = f"Demo-{secrets.token_hex(4)}"
        command = ChangePassword(issued, password, token="")
        if not change_password(session, owner, command, today=today, now=clock.now()):
            return password
