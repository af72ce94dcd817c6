"""What may stand in public: no number of a person, no name on the register, no unit that has no part in the task."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.errors import RuleBroken
from tracker.policy.secrecy import refuse_marked
from tracker.vocabulary.publications import CommentRefusal, PublicationRefusal, Sensitive
from tracker.vocabulary.sources import Disclosure

_GAP = r"[ \-—－·./]{0,2}"
_HAN = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
# Looked for in this order: eleven digits within eighteen are no telephone.
_PATTERNS: Mapping[Sensitive, re.Pattern[str]] = {
    Sensitive.ID_NUMBER: re.compile(rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx](?![\dA-Za-z])"),
    Sensitive.MOBILE: re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"),
    Sensitive.LANDLINE: re.compile(
        rf"(?<!\d)\(?0\d{{2,3}}\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)|(?<!\d)[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)"
        r"|(?:电话|座机|热线|致电|联系方式)[^\d\n]{0,6}(?P<local>\d{7,8})(?!\d)"
    ),
    Sensitive.ACCOUNT: re.compile(
        r"(?:QQ|微信|WeChat|VX|钉钉)(?:号码?|ID|账号)?[\s:：为是]{0,3}(?P<account>[A-Za-z0-9_\-]{5,20})", re.IGNORECASE
    ),
    Sensitive.EMAIL: re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"),
}
_SPOKEN = re.compile(r"[〇零一二三四五六七八九幺]{7,}")
_UNITS = re.compile(r"[、，,；;\n]+")
FIELDS: Mapping[str, str] = {"title": "标题", "unit": "承办单位", "stage": "办理情况", "body": "摘要"}
"""What the public reads, by its field, as the forms name it."""
MOST = {"title": 200, "unit": 200, "stage": 200, "body": 2000}
LEAST_COMMENT, MOST_COMMENT = 10, 1000


@dataclass(frozen=True)
class Found:
    """Something the public must not read, as it may be repeated."""

    kind: Sensitive
    masked: str


@dataclass(frozen=True)
class Wording:
    """Exactly what the public will see."""

    title: str
    unit: str
    stage: str
    body: str
    due_on: date | None = None

    def texts(self) -> Iterator[tuple[str, str]]:
        """The label of each text, and the text."""
        return ((label, getattr(self, name)) for name, label in FIELDS.items())


def sensitive(text: str, names: Iterable[str] = ()) -> Found | None:
    """The first number, address or name of a person in ``text``; however its digits are written or spaced."""
    plain = _plain(_seen(text))
    for kind in _PATTERNS:
        for start, end in _spans(kind, plain):
            return Found(kind, _masked(kind, plain[start:end]))
    close = "".join(plain.split())
    for name in names:
        if len(name) > 1 and name in close:
            return Found(Sensitive.NAME, _masked(Sensitive.NAME, name))
    return None


def mask(text: str) -> str:
    """``text`` with every number and address of a person masked, for whoever is not of the office."""
    shown = _seen(text)
    for kind in _PATTERNS:
        plain = _plain(shown)
        for start, end in reversed(_spans(kind, plain)):
            shown = shown[:start] + _masked(kind, plain[start:end]) + shown[end:]
    return shown


def _seen(text: str) -> str:
    """Without characters that no eye sees: they part digits for the machine, not for the reader."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


def _plain(text: str) -> str:
    """The same length, its full-width digits and signs as plain ones, and a long run of 一三八 as digits."""
    plain = "".join(form if len(form := unicodedata.normalize("NFKC", one)) == 1 else one for one in text)
    return _SPOKEN.sub(lambda run: run.group().translate(_HAN), plain)


def _spans(kind: Sensitive, plain: str) -> list[tuple[int, int]]:
    part = {Sensitive.LANDLINE: "local", Sensitive.ACCOUNT: "account"}.get(kind, 0)
    return [
        found.span(part) if part and found.group(part) else found.span() for found in _PATTERNS[kind].finditer(plain)
    ]


def _masked(kind: Sensitive, found: str) -> str:
    if kind is Sensitive.NAME:
        return found[0] + "某" * (len(found) - 1)
    if kind is Sensitive.ACCOUNT:
        return f"{found[0]}***{found[-1]}"
    if kind is Sensitive.EMAIL:
        return f"{found[0]}***@***"
    digits = "".join(one for one in found if one.isdigit() or one in "Xx")
    if kind is Sensitive.MOBILE:
        digits = digits[-11:]
    first = 0 if kind is Sensitive.LANDLINE else 3
    last = 2 if kind is Sensitive.LANDLINE else 4
    return digits[:first] + "*" * (len(digits) - first - last) + digits[-last:]


def demand_publishable(wording: Wording, units: Iterable[str], names: Iterable[str]) -> None:
    """Raises RuleBroken where a text is missing, too long, marked secret, names a person or a stranger's unit.

    ``units`` are all names of those that take part in the task; ``names`` of the people on the register.
    """
    people = list(names)
    for name, label in FIELDS.items():
        text = getattr(wording, name)
        if not text.strip():
            raise RuleBroken(PublicationRefusal.MISSING, field=label)
        if len(text) > MOST[name]:
            raise RuleBroken(PublicationRefusal.TOO_LONG, field=label, most=MOST[name])
        demand_clean(label, text, people)
    known = set(units)
    for unit in filter(None, (one.strip() for one in _UNITS.split(wording.unit))):
        if unit not in known:
            raise RuleBroken(PublicationRefusal.STRANGE_UNIT, unit=unit)


def demand_clean(label: str, text: str, names: Iterable[str]) -> None:
    """Raises RuleBroken where a text the public reads is marked secret, or holds a person's number or name."""
    refuse_marked(text)
    if found := sensitive(text, ["".join(_plain(one).split()) for one in names]):
        raise RuleBroken(PublicationRefusal.CONTAINS, field=label, kind=found.kind.label, masked=found.masked)


def demand_open(disclosure: Disclosure) -> None:
    """Raises RuleBroken for a sensitive task. Of an internal one the public reads only what is approved."""
    if disclosure is Disclosure.SENSITIVE:
        raise RuleBroken(PublicationRefusal.SENSITIVE_TASK)


def demand_comment(body: str) -> None:
    """Raises RuleBroken where what somebody of the public wrote is too short or too long, or marked secret."""
    length = len(body.strip())
    if not LEAST_COMMENT <= length <= MOST_COMMENT:
        raise RuleBroken(CommentRefusal.LENGTH, least=LEAST_COMMENT, most=MOST_COMMENT, length=length)
    refuse_marked(body)


def same_outlet(one: str, other: str) -> bool:
    """Whether two names of an outlet mean the same, whatever their width, spaces or 书名号."""
    return _bare(one) == _bare(other)


def _bare(outlet: str) -> str:
    plain = unicodedata.normalize("NFKC", outlet)
    return "".join(one for one in plain if one.isalnum())
