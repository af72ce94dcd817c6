"""The rules that carry numbers: names, defaults, and where each comes from.

A site changes a number by adding a version with a date; nothing is ever edited. Each flag, light change and deadline
names the version it used, so a past day can be explained by the rule of that day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.errors import RuleBroken
from tracker.policy.rule_table import DEFAULTS, LABELS, Default, Parameters, RuleName
from tracker.vocabulary.complaints import Refusal

__all__ = ["DEFAULTS", "LABELS", "Default", "Parameters", "RuleName", "RuleVersion", "Rules"]

_BOUNDS: Mapping[str, tuple[int, int]] = {
    "long_yellow_percent": (1, 100),
    "yellow_weight": (1, 100),
    "red_weight": (1, 100),
    "longest_percent": (1, 100),
    "alike_percent": (50, 100),
    "day": (1, 28),
    "helper_day": (1, 28),
    "moves_off_rest_days": (0, 1),
}
_ANY = (1, 366)
_RISING: Mapping[RuleName, tuple[str, ...]] = {
    RuleName.WARNING_SLIP: ("blue_workdays", "orange_workdays", "red_workdays"),
}
"""Numbers that follow one another: none may come before the one it follows."""


def check_parameters(name: RuleName, parameters: Parameters) -> None:
    """Raise RuleBroken where a number is missing, unknown, out of bounds, or smaller than one it must follow."""
    for key in DEFAULTS[name].parameters:
        least, most = _BOUNDS.get(key, _ANY)
        if not least <= parameters.get(key, least - 1) <= most:
            raise RuleBroken(Refusal.RULE_NUMBER, label=LABELS[key], least=least, most=most)
    if parameters.keys() != DEFAULTS[name].parameters.keys():
        raise RuleBroken(Refusal.RULE_UNKNOWN)
    for before, after in pairwise(_RISING.get(name, ())):
        if parameters[after] < parameters[before]:
            raise RuleBroken(Refusal.RULE_ORDER, after=LABELS[after], before=LABELS[before])


@dataclass(frozen=True)
class RuleVersion:
    """One version of one rule as stored."""

    id: int
    name: RuleName
    version: int
    effective_on: date
    parameters: Parameters
    clause: str = ""


@dataclass(frozen=True)
class Rules:
    """The versions in force on a day, one of each name; for the thresholds of lights also all dated versions."""

    versions: Mapping[RuleName, RuleVersion]
    history: Mapping[RuleName, tuple[RuleVersion, ...]]

    def number(self, name: RuleName, parameter: str) -> int:
        return self.versions[name].parameters[parameter]

    def id(self, name: RuleName) -> int:
        return self.versions[name].id

    def on(self, day: date) -> Rules:
        """The rules as they stood on ``day``: what was in force then, whatever was added since."""
        return in_force([version for versions in self.history.values() for version in versions], day)


def in_force(versions: Iterable[RuleVersion], day: date) -> Rules:
    """The rules in force on ``day``. Before a rule's first date its first version holds."""
    history: dict[RuleName, list[RuleVersion]] = {}
    for version in sorted(versions, key=lambda one: (one.effective_on, one.version)):
        history.setdefault(version.name, []).append(version)
    chosen = {
        name: next((one for one in reversed(dated) if one.effective_on <= day), dated[0])
        for name, dated in history.items()
    }
    return Rules(chosen, {name: tuple(dated) for name, dated in history.items()})


def default_rules() -> Rules:
    """The shipped rules as if stored, for decisions made without a database."""
    versions = [
        RuleVersion(number, name, 1, date.min, default.parameters, default.clause)
        for number, (name, default) in enumerate(DEFAULTS.items(), start=1)
    ]
    return in_force(versions, date.max)


def as_text(parameters: Parameters) -> str:
    """Parameters as they are stored."""
    return json.dumps(dict(parameters), sort_keys=True)


def as_parameters(text: str) -> Parameters:
    """Stored text back to parameters."""
    return {str(key): int(value) for key, value in json.loads(text).items()}


def changed(rules: Rules, changes: Mapping[RuleName, Parameters]) -> Rules:
    """The rules as if these numbers had held all along. Raises RuleBroken where one is unknown or out of bounds."""
    history = dict(rules.history)
    versions = dict(rules.versions)
    for name, numbers in changes.items():
        merged = {**rules.versions[name].parameters, **numbers}
        check_parameters(name, merged)
        present = rules.versions[name]
        versions[name] = RuleVersion(present.id, name, present.version, date.min, merged, present.clause)
        history[name] = (versions[name],)
    return Rules(versions, history)
