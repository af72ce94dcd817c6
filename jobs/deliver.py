"""Deliver what waits in the outbox."""

from __future__ import annotations

from collections import Counter

from jobs.context import Counts, Run
from tracker import clock
from tracker.db import reading
from tracker.delivery import Channel, Refused, carriers, said
from tracker.policy.sending import Hours
from tracker.services import outbox
from tracker.services.deadlines import basis
from tracker.services.outbox import Claimed, Letter, Outcome, Timing
from tracker.vocabulary.messages import ChannelWord, DeliveryState

_PATIENCE = 3
"""So many receivers in a row that do not answer, and a channel is left alone until the next run."""
_COUNTED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DEAD)


def deliver(run: Run) -> Counts:
    """Send each letter that is due, outside any transaction: a bad one does not hold up the rest, nor anybody's act."""
    on = carriers(run.settings)
    settings = run.settings
    with reading(run.engine) as session:
        hours = Hours.of(settings.digest_at, settings.quiet_from, settings.quiet_until)
        timing = Timing(hours, basis(session, run.today).calendar)
    with run.step() as session:
        more = outbox.spread(session, on.keys(), timing, now=clock.now())
        letters = outbox.due_letters(session, on.keys(), timing, now=clock.now())
    if run.dry_run:
        return {"waiting": sum(len(letter.ids) for letter in letters)}
    while more:
        with run.step() as session:
            more = outbox.spread(session, on.keys(), timing, now=clock.now())
            letters = outbox.due_letters(session, on.keys(), timing, now=clock.now())
    silent: Counter[ChannelWord] = Counter()
    outcomes: Counter[DeliveryState] = Counter()
    for letter in letters:
        if silent[letter.channel] >= _PATIENCE and letter.channel is not ChannelWord.LOCAL:
            continue
        outcomes += _send(run, letter, on[letter.channel], timing, silent)
    return {state.value: outcomes[state] for state in _COUNTED}


def _send(
    run: Run, letter: Letter, carrier: Channel, timing: Timing, silent: Counter[ChannelWord]
) -> Counter[DeliveryState]:
    with run.step() as session:
        claimed = outbox.claim(session, letter, run.settings.secret(), now=clock.now())
    if claimed is None:
        return Counter()
    outcome, answered = _carried(carrier, claimed)
    silent[letter.channel] = 0 if answered else silent[letter.channel] + 1
    with run.step() as session:
        state = outbox.note(session, claimed, outcome, timing, now=clock.now())
    return Counter({state: len(claimed.letter.ids)})


def _carried(carrier: Channel, claimed: Claimed) -> tuple[Outcome, bool]:
    """How it went, and whether anybody answered."""
    if claimed.message is None:
        return Outcome(error="地址无法解密：本站密钥与登记时不同，请删除后重新登记"), True
    try:
        return Outcome(receipt=carrier.send(claimed.message)), True
    except Refused as refused:
        return Outcome(error=said(refused)), True
    except Exception as error:  # whatever it is, the letters behind it are not to wait for it for ever
        return Outcome(error=said(error)), False
