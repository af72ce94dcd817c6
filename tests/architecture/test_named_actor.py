"""House rule: a named actor. Whatever is written, somebody is told to have done it; jobs act as 系统."""

from __future__ import annotations

from written_by import SERVICES, called_by_entrances, callers, services, writers

_NOBODY_ACTS = {
    # The schema and what every site starts from; the rows themselves name 系统.
    "database.upgrade",
    "database.ready",
    # The jobs' own book-keeping; end_run leaves the one audit entry of the run, as 系统.
    "job_runs.ensure_state",
    "job_runs.take_lease",
    "job_runs.release_lease",
    "job_runs.begin_run",
    "job_runs.end_run",
    # The jobs themselves: set-based, run by the clock, recorded as one run with counts.
    "sweep.sweep_day",
    "escalation.escalate_day",
    "reminders.remind",
    "outbox.spread",
    "outbox.claim",
    "outbox.note",
    "sealing.seal",
    "upkeep.upkeep",
    # Signing in, and keeping a session alive: nobody is anybody yet; what happens is audited under the login.
    "sign_in.sign_in",
    "sign_in.enter_code",
    "sessions.actor_of",
    # A form's book-keeping beside the act, which is named.
    "posted_forms.claim_form",
    "posted_forms.answer_form",
    "posted_forms.forget_form",
    "held_forms.hold_form",
    "held_forms.take_form",
}
ALLOWED = {f"{SERVICES}.{name}" for name in _NOBODY_ACTS}


def test_every_service_that_writes_is_told_who_acts() -> None:
    """What an entrance calls takes ``actor: Actor``; a part of it may leave that to the services it is a part of."""
    unnamed = {name for name in writers() if services()[name].public and not _is_answered_for(name, frozenset())}
    assert unnamed == set()


def test_the_exceptions_are_exceptions() -> None:
    """Each writes, is called by an entrance, and takes no actor; otherwise it has no place on the list."""
    assert writers() >= ALLOWED
    assert called_by_entrances() >= ALLOWED
    assert {name for name in ALLOWED if services()[name].takes_actor} == set()


def test_some_services_write() -> None:
    """Or the reading of the source has gone blind."""
    seen = {name for name in writers() if services()[name].takes_actor}
    assert {f"{SERVICES}.assignment.assign", f"{SERVICES}.deadlines.claim", f"{SERVICES}.imports.import_rows"} <= seen


def _is_answered_for(name: str, below: frozenset[str]) -> bool:
    if services()[name].takes_actor or name in ALLOWED:
        return True
    if name in called_by_entrances() or name in below:
        return False
    above = callers(name)
    return bool(above) and all(_is_answered_for(one, below | {name}) for one in above)
