"""One account for each persona of 示例市, named by what they are, with a password made on the spot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Department, Post
from tracker.policy.access import Actor
from tracker.services.accounts import ChangePassword, CreateAccount, change_password, create_account
from tracker.services.offices import first_office
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
    ("director", Role.DIRECTOR, "office"),
    ("secretary", Role.SECRETARY_GENERAL, "秘书长"),
    ("leader", Role.LEADER, "分管城建副市长"),
    ("liaison", Role.LIAISON, "unit"),
    ("unithead", Role.UNIT_HEAD, "unit"),
    ("discipline", Role.DISCIPLINE, "office"),
    ("sysadmin", Role.SYSTEM_ADMIN, ""),
    ("secadmin", Role.SECURITY_ADMIN, ""),
    ("auditor", Role.AUDIT_ADMIN, ""),
)


def enrol(session: Session, actor: Actor, *, today: date) -> list[Persona]:
    """Create the cast. Their passwords are random, told once, and count as already changed."""
    office_id = first_office(session)
    unit = session.scalars(select(Department).where(Department.name == _UNIT)).one()
    seats = {post.name: post.id for post in session.scalars(select(Post))}
    personas = []
    for login, role, place in _CAST:
        department_id = {"": None, "unit": unit.id}.get(place, office_id)
        name = place if place in seats else f"{role.label}{login[-1] if login[-1].isdigit() else ''}"
        command = CreateAccount(login, name, department_id, seats.get(place), frozenset({role}))
        now = clock.now()
        account, issued = create_account(session, actor, command, today=today, now=now)
        password = f"Demo-{secrets.token_hex(4)}"
        session.flush()
        self_service = ChangePassword(issued, password, token="")
        change_password(session, Actor(name, account.id), self_service, today=today, now=now)
        personas.append(Persona(login, role, unit.name if place == "unit" else "", password))
    return personas
