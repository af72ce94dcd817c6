"""Who may do what: one readable table. An action that is not in it is denied to everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.vocabulary.actions import Action
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.sources import Disclosure


@dataclass(frozen=True)
class Actor:
    """Somebody who does something. ``name`` is what the audit trail shows; jobs and the command line have no account.

    ``office_id`` is the supervision office an office clerk, a director, a secretary-general or a leader works with;
    ``department_id`` the unit a liaison or unit head speaks for.
    """

    name: str
    account_id: int | None = None
    roles: frozenset[Role] = frozenset()
    office_id: int | None = None
    department_id: int | None = None
    post_id: int | None = None

    @classmethod
    def system(cls) -> Actor:
        """The jobs, seen in the audit trail as 系统."""
        return cls("系统")

    @classmethod
    def operator(cls, login: str) -> Actor:
        """Whoever runs the command line on the server."""
        return cls(f"命令行:{login}")


@dataclass(frozen=True)
class Subject:
    """The facts of a task that rights depend on."""

    office_id: int
    lead_id: int | None
    participant_ids: frozenset[int]
    leader_post_id: int | None
    disclosure: Disclosure
    simple: bool = False


Predicate = Callable[[Actor, Subject | None], bool]


def has(*roles: Role) -> Predicate:
    """The actor holds one of the roles."""
    wanted = frozenset(roles)
    return lambda actor, _: bool(actor.roles & wanted)


def of_own_office(actor: Actor, subject: Subject | None) -> bool:
    """The task belongs to the actor's supervision office."""
    return subject is not None and subject.office_id == actor.office_id


def not_sensitive(_: Actor, subject: Subject | None) -> bool:
    return subject is not None and subject.disclosure is not Disclosure.SENSITIVE


def bound_by_card(actor: Actor, subject: Subject | None) -> bool:
    """The task is bound to the actor's seat."""
    return subject is not None and actor.post_id is not None and subject.leader_post_id == actor.post_id


def takes_part(actor: Actor, subject: Subject | None) -> bool:
    """The actor's unit has a part in the task."""
    return subject is not None and actor.department_id in subject.participant_ids


def leads(actor: Actor, subject: Subject | None) -> bool:
    """The actor's unit leads the task."""
    return subject is not None and actor.department_id is not None and subject.lead_id == actor.department_id


def travels_simply(_: Actor, subject: Subject | None) -> bool:
    """The task goes the short way, on which a liaison answers and names who signed."""
    return subject is not None and subject.simple


def signed_in(actor: Actor, _: Subject | None) -> bool:
    """Somebody with an account, whatever roles it has."""
    return actor.account_id is not None


_OFFICE = has(*OFFICE)
_LEADERS = has(Role.LEADER, Role.SECRETARY_GENERAL)
_UNIT = has(Role.LIAISON, Role.UNIT_HEAD)
_ANYBODY = has(*Role)

# Action → clauses; one clause whose predicates all hold is enough.
PERMISSIONS: Mapping[Action, tuple[tuple[Predicate, ...], ...]] = {
    # Whoever has no role yet changes the first password, and may always leave.
    Action.OWN_ACCOUNT: ((signed_in,),),
    Action.OFFICE_DESK: ((_OFFICE,),),
    Action.LEADER_DESK: ((_LEADERS,),),
    Action.OWED_LIST: ((_UNIT,),),
    Action.LEDGER: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.LEDGER_EXPORT: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.TASK_VIEW: (
        (_OFFICE, of_own_office),
        (_LEADERS, of_own_office, not_sensitive),
        (_LEADERS, of_own_office, bound_by_card),
        (_UNIT, takes_part),
    ),
    Action.SOURCE_VIEW: ((_OFFICE, of_own_office),),
    Action.SOURCE_REGISTER: ((_OFFICE,),),
    Action.TASK_DRAFT: ((_OFFICE,),),
    Action.TASK_IMPORT: ((_OFFICE,),),
    Action.TASK_SUBMIT: ((_OFFICE, of_own_office),),
    Action.TASK_REGISTER: ((has(Role.DIRECTOR), of_own_office),),
    # Whose turn it is, the route decides; a deputy (AB角) may be anybody with a seat.
    Action.APPROVAL_GIVE: ((_OFFICE, of_own_office), (_LEADERS, of_own_office)),
    Action.APPROVAL_ENTER: ((_OFFICE, of_own_office),),
    Action.ROUTE_MANAGE: ((has(Role.DIRECTOR),),),
    Action.SIMPLE_ASSIGN: ((_OFFICE,),),
    Action.TASK_ASSIGN: ((_OFFICE, of_own_office),),
    Action.TASK_ACKNOWLEDGE: ((_UNIT, leads),),
    Action.ASSIGNMENT_ANSWER: ((_UNIT, takes_part),),
    Action.RETURN_RULE: ((has(Role.DIRECTOR), of_own_office),),
    Action.PLAN_SUBMIT: ((_UNIT, leads),),
    Action.PLAN_ENTER: ((_OFFICE, of_own_office),),
    Action.TASK_START: ((_OFFICE, of_own_office),),
    # Which cards: see queries.cards.visible_cards.
    Action.CARD_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.CARD_MAKE: ((_OFFICE, of_own_office),),
    Action.EVIDENCE_VIEW: (
        (_OFFICE, of_own_office),
        (_LEADERS, of_own_office, not_sensitive),
        (_LEADERS, of_own_office, bound_by_card),
        (_UNIT, takes_part),
    ),
    Action.REPORT_DRAFT: ((_UNIT, takes_part),),
    Action.REPORT_SIGN: ((has(Role.UNIT_HEAD), takes_part),),
    Action.REPORT_ENTER: ((_OFFICE, of_own_office),),
    Action.REPORT_DECIDE: ((_OFFICE, of_own_office), (_UNIT, leads)),
    Action.DUTY_CLAIM: ((_UNIT, takes_part),),
    Action.DUTY_DECIDE: ((_OFFICE, of_own_office),),
    Action.COMPLETION_CLAIM: ((has(Role.UNIT_HEAD), leads), (_UNIT, leads, travels_simply)),
    Action.COMPLETION_SEND_BACK: ((_OFFICE, of_own_office),),
    Action.COMPLETION_CONCLUDE: ((_OFFICE, of_own_office),),
    Action.COMPLETION_APPROVE: ((has(Role.DIRECTOR), of_own_office),),
    Action.COMPLETION_SHOW: ((_OFFICE, of_own_office),),
    Action.TASK_CLOSE: ((has(Role.DIRECTOR), of_own_office),),
    Action.TASK_REOPEN: ((has(Role.DIRECTOR), of_own_office),),
    Action.TASK_SPLIT: ((_OFFICE, of_own_office),),
    Action.TASK_MERGE: ((_OFFICE, of_own_office),),
    Action.TASK_TERMINATE: ((has(Role.DIRECTOR), of_own_office),),
    Action.TASK_SUSPEND: ((has(Role.DIRECTOR), of_own_office),),
    Action.NOTE_WRITE: ((_LEADERS, of_own_office, not_sensitive), (_LEADERS, of_own_office, bound_by_card)),
    Action.NOTE_TRIAGE: ((_OFFICE, of_own_office),),
    Action.UNIT_URGE: ((_OFFICE, of_own_office),),
    Action.COORDINATION_RAISE: ((_UNIT, takes_part),),
    Action.COORDINATION_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.COORDINATION_ANSWER: ((_OFFICE, of_own_office), (_LEADERS, of_own_office)),
    Action.COORDINATION_PASS_UP: ((has(Role.SECRETARY_GENERAL), of_own_office),),
    Action.EXTENSION_ASK: ((_UNIT, takes_part),),
    Action.EXTENSION_SIGN: ((has(Role.UNIT_HEAD), takes_part),),
    Action.EXTENSION_ADVISE: ((_OFFICE, of_own_office),),
    Action.EXTENSION_LEDGER: ((_OFFICE,), (_LEADERS,)),
    Action.STANDSTILL_EXPLAIN: ((_UNIT, leads),),
    # 蓝 by a clerk, 橙 by the director; 红 goes to a leader by its route (ApprovalKind.WARNING).
    Action.SLIP_ISSUE: ((_OFFICE, of_own_office),),
    Action.SLIP_ISSUE_ORANGE: ((has(Role.DIRECTOR), of_own_office),),
    # Which slips: those of a task the reader may see.
    Action.SLIP_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.SLIP_ANSWER: ((_UNIT, takes_part),),
    Action.PROPOSAL_VIEW: ((_OFFICE,), (_LEADERS,)),
    Action.PROPOSAL_DECIDE: ((has(Role.DIRECTOR), of_own_office),),
    Action.LISTING_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.LISTING_PROPOSE: ((has(Role.DIRECTOR), of_own_office),),
    Action.LISTING_CHECK: ((_OFFICE, of_own_office),),
    Action.RELEASE_ASK: ((has(Role.UNIT_HEAD), leads),),
    Action.INSPECTION_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.INSPECTION_MANAGE: ((_OFFICE,),),
    # Whose: the unit found at fault, also where it takes no part any more; see queries.rectification, .conclusions.
    Action.RECTIFICATION_CLAIM: ((has(Role.UNIT_HEAD),),),
    Action.CONCLUSION_VIEW: ((_OFFICE,), (_LEADERS,), (_UNIT,)),
    Action.CONCLUSION_DRAFT: ((_OFFICE, of_own_office),),
    Action.CONCLUSION_RECEIVE: ((_UNIT,),),
    Action.REVIEW_ASK: ((has(Role.UNIT_HEAD),),),
    Action.REVIEW_HANDLE: ((_OFFICE, of_own_office),),
    Action.ACCOUNTABILITY_DRAFT: ((has(Role.DIRECTOR), of_own_office),),
    # Of whose office, and the outcome to 纪检 and the 行政首长 alone: see queries.accountability.
    Action.ACCOUNTABILITY_SEE: ((has(Role.DIRECTOR),), (has(Role.DISCIPLINE),), (_LEADERS,)),
    Action.OUTCOME_NOTE: ((has(Role.DISCIPLINE),),),
    Action.CLUE_REFER: ((has(Role.DIRECTOR),), (has(Role.DISCIPLINE),)),
    # Which ones, and from when on: see queries.publications.seen_by.
    Action.PUBLICATION_SEE: ((_OFFICE,), (_LEADERS,), (_UNIT,), (has(Role.PUBLICITY),)),
    Action.PUBLICATION_DRAFT: ((_OFFICE,),),
    # The unit that leads; the office enters what came on paper.
    Action.PUBLICATION_REPLY: ((_UNIT, leads), (_OFFICE, of_own_office)),
    Action.PUBLICATION_COSIGN: ((has(Role.PUBLICITY),),),
    Action.COMMENT_READ: ((_OFFICE,),),
    Action.RULE_REPLAY: ((_OFFICE,),),
    Action.HANDOVER_MAKE: ((has(Role.DIRECTOR),),),
    Action.BURDEN_REPORT: ((_ANYBODY,),),
    Action.BURDEN_READ: ((_OFFICE,),),
    Action.ACCOUNT_LIST: ((has(Role.SYSTEM_ADMIN),), (has(Role.SECURITY_ADMIN),)),
    Action.ACCOUNT_MANAGE: ((has(Role.SYSTEM_ADMIN),),),
    Action.ROLE_MANAGE: ((has(Role.SECURITY_ADMIN),),),
    Action.REGISTER_MANAGE: ((has(Role.SYSTEM_ADMIN),), (has(Role.DIRECTOR),)),
    Action.CALENDAR_MANAGE: ((has(Role.SYSTEM_ADMIN),), (has(Role.DIRECTOR),)),
    Action.RULE_MANAGE: ((has(Role.DIRECTOR),),),
    Action.AUDIT_READ: ((has(Role.AUDIT_ADMIN),),),
}


def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Whether ``actor`` may do ``action``, to ``subject`` where the act is about one."""
    return any(all(predicate(actor, subject) for predicate in clause) for clause in PERMISSIONS.get(action, ()))


def may_ever(actor: Actor, action: Action) -> bool:
    """Whether a door may open at all: some clause's rights hold, whatever the object turns out to be."""
    return any(clause[0](actor, None) for clause in PERMISSIONS.get(action, ()))
