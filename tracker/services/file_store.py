"""Files people handed in: a folder of the instance, random names, each file whole or not there at all."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


class FileStore:
    """One folder of the instance. A row in the database keeps a file's stored name; no word in it is a person's."""

    def __init__(self, instance: Path, folder: str) -> None:
        self._root = instance / folder

    def put(self, content: bytes) -> str:
        """Keep ``content``; returns the stored name. Written aside and renamed: a power cut leaves no half file.

        Call it before the transaction that names it ends: a file without a row is swept, a row without one is a loss.
        """
        digits = secrets.token_hex(16)
        name = f"{digits[:2]}/{digits}"
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(path)
        _sync(path.parent)
        return name

    def path(self, name: str) -> Path:
        """Where a stored file lies. Raises FileNotFoundError for a name never given, or whose file is gone."""
        path = self._root / name
        if not _NAME.fullmatch(name) or not path.is_file():
            raise FileNotFoundError(name)
        return path

    def remove(self, name: str) -> None:
        """Forget a file; one that is gone already is no error."""
        if _NAME.fullmatch(name):
            (self._root / name).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], before: float) -> int:
        """Remove what no row names, if last touched before the moment ``before`` (in seconds): a newer file may be on
        its way to its row. Returns how many went."""
        lost = [
            path
            for path in self._root.glob("??/*")
            if path.relative_to(self._root).as_posix() not in known and path.stat().st_mtime < before
        ]
        for path in lost:
            path.unlink(missing_ok=True)
        return len(lost)


def _sync(folder: Path) -> None:
    """The folder too: otherwise the name may be lost though the content is safe. Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
