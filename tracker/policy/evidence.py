"""How evidence is named: as its owner called it, without what could mislead a reader or a computer."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

_LONGEST = 80
_LONGEST_ENDING = 10
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_NAMELESS = "佐证材料"
_FOR_FILE_SYSTEMS = str.maketrans(dict.fromkeys(':*?"<>|', "_"))


def display_name(given: str, taken: Collection[str] = ()) -> str:
    """``given`` without folders, control, zero-width and direction characters, at most 80 characters long.

    A name that is ``taken`` gets "(2)" (security-ux.md §6.3 row 10).
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in last if unicodedata.category(one) not in _UNSEEN).translate(_FOR_FILE_SYSTEMS)
    name = PurePosixPath(" ".join(seen.split()).strip(". ") or _NAMELESS)
    ending = name.suffix if len(name.suffix) <= _LONGEST_ENDING else ""
    stem = name.name.removesuffix(ending).rstrip(". ") or _NAMELESS
    number, mark = 1, ""
    while (called := f"{stem[: _LONGEST - len(ending) - len(mark)]}{mark}{ending}") in taken:
        number += 1
        mark = f" ({number})"
    return called
