"""Settings, read once from ``TRACKER_*`` in the environment."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a site can set without touching code; README lists each one."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", frozen=True)

    instance: Path = Path("instance")
    """Folder for the embedded database, keys, evidence and delivered messages."""

    database_url: str = ""
    """SQLAlchemy address; empty means an SQLite file in the instance folder."""

    delivery: str = "console"
    """Where outgoing messages go: ``console``, or the path of a file they are appended to."""

    office: str = "督查室"
    """The supervision office's name on this site."""

    home: str = ""
    """The site's place name, so that 示例市财政局 and 市财政局 are known to be one unit."""

    https: bool = False
    """Whether people reach the pages over https; the session cookie then never travels without it."""

    second_factor: Literal["optional", "administrators"] = "optional"
    """Who must have a one-time code beside the password: whoever wants one, or also the three administrators."""

    hosts: tuple[str, ...] = ()
    """Host names the pages answer to, as a JSON list; empty answers to any."""

    public_comments: bool = False
    """Whether the public may write to the office where a publication takes comments."""

    evidence_quota_mb: int = 500
    """How much evidence one task may hold."""

    @cached_property
    def database(self) -> str:
        """The address to connect to, with the driver named."""
        if not self.database_url:
            return f"sqlite:///{(self.instance / 'tracker.sqlite3').absolute()}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def secret(self) -> bytes:
        """The site's key, made on first use and kept in the instance folder, readable by its owner alone."""
        path = self.instance / "secret.key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_bytes(secrets.token_bytes(32))
            try:
                # A hard link never replaces: of two processes that start at once, one key wins for both.
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_bytes()
