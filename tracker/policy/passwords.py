"""What a password and a login may be.

Two profiles, because two standards contradict each other: GB/T 22239-2019 8.1.4.1 a asks for mixed characters and a
change every so often, OWASP ASVS 6.2.5 and 6.2.10 forbid both. A graded site must follow the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.policy.common_passwords import is_common
from tracker.vocabulary.sign_in import PasswordFault

LONGEST = 128  # longer ones are refused before anything is done with them
ISSUED_FOR = timedelta(hours=72)
NOTICE_DAYS = 7

_SYSTEM_NAMES = ("督查", "督办", "ducha", "duban", "tracker", "supervision")
_LOGIN = re.compile(r"[^\W_][\w.@-]{1,31}")


@dataclass(frozen=True)
class Profile:
    """The rules of a site. ``classes`` 0: any characters will do; ``max_age`` None: never to be changed for its age."""

    shortest: int
    classes: int
    history: int
    max_age: timedelta | None


DENGBAO = Profile(shortest=10, classes=3, history=5, max_age=timedelta(days=90))
ASVS = Profile(shortest=12, classes=0, history=1, max_age=None)


@dataclass(frozen=True)
class Fault:
    """A rule a password breaks."""

    code: PasswordFault
    profile: Profile
    minutes: int = 0

    @property
    def message(self) -> str:
        rule = self.profile
        return self.code.worded(shortest=rule.shortest, longest=LONGEST, classes=rule.classes, history=rule.history)


def faults(password: str, profile: Profile, *, login: str, names: Iterable[str] = ()) -> list[Fault]:
    """Every rule ``password`` breaks; ``names`` are the person's and the unit's, which it may not contain."""
    if len(password) > LONGEST:
        return [Fault(PasswordFault.TOO_LONG, profile)]
    broken = {
        PasswordFault.TOO_SHORT: len(password) < profile.shortest,
        PasswordFault.TOO_PLAIN: len(_classes(password)) < profile.classes,
        PasswordFault.TELLING: _tells(password, login, names),
        PasswordFault.COMMON: is_common(folded(password)),
    }
    return [Fault(code, profile) for code, is_broken in broken.items() if is_broken]


def days_left(set_at: datetime, now: datetime, profile: Profile) -> int | None:
    """Whole days until a password must be changed, 0 once it must; None where age does not matter."""
    if profile.max_age is None:
        return None
    return max(0, -((now - set_at - profile.max_age) // timedelta(days=1)))


def folded(text: str) -> str:
    """One spelling for what looks the same: full width and case made alike; zero-width, bidi and control marks out."""
    for _ in range(2):  # folding case can undo the normal form
        text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in text if unicodedata.category(one)[0] != "C").strip()


def is_login(text: str) -> bool:
    """Whether a folded login can be given out."""
    return _LOGIN.fullmatch(text) is not None


def _classes(password: str) -> set[str]:
    return {
        "upper" if one.isupper() else "lower" if one.islower() else "digit" if one.isdecimal() else "other"
        for one in password
    }


def _tells(password: str, login: str, names: Iterable[str]) -> bool:
    text = folded(password)
    telling = (folded(name) for name in (login, *names, *_SYSTEM_NAMES))
    # Two Chinese characters are a name; two letters are found in anything.
    return text == folded(login) or any(name in text for name in telling if len(name) > (2 if name.isascii() else 1))
