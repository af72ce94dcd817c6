"""Settings, read once from ``TRACKER_*`` in the environment."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
_SMS_PLACES = frozenset({"phone", "text", "key"})


class Settings(BaseSettings):
    """What a site can set without touching code; README lists each one."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", frozen=True, hide_input_in_errors=True)

    instance: Path = Path("instance")
    """Folder for the embedded database, keys, evidence and delivered messages."""

    database_url: str = ""
    """SQLAlchemy address; empty means an SQLite file in the instance folder."""

    delivery: str = "console"
    """Where messages are written on this machine: ``console``, the path of a file, or ``none``."""

    smtp_host: str = ""
    """The mail server; empty means no e-mail."""

    smtp_port: int = 587
    """Its port."""

    smtp_user: str = ""
    """Whom to sign in as there; empty means nobody."""

    smtp_password: str = Field(default="", repr=False)
    """With which password."""

    smtp_from: str = ""
    """The sender's address, with or without a name before it."""

    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the conversation is kept private."""

    wecom_base: str = ""
    """Base address of the 企业微信 that robots' keys belong to; empty means none. So are the next two."""

    dingtalk_base: str = ""
    """Base address of 钉钉."""

    feishu_base: str = ""
    """Base address of 飞书."""

    sms_url: str = ""
    """Address of the SMS gateway, in which $phone, $text and $key may stand; empty means no SMS."""

    sms_body: str = '{"phone": "$phone", "text": "$text", "id": "$key"}'
    """What is posted to it, with the same places to fill; empty asks by GET."""

    sms_headers: dict[str, str] = Field(default={}, repr=False)
    """Headers of the request, such as the gateway's token, as a JSON object."""

    sms_accepted: str = ""
    """What an answer must contain to count as accepted; empty takes any success."""

    digest_at: TimeOfDay = "08:40"
    """When what is not urgent goes out, one message per addressee and working day."""

    quiet_from: TimeOfDay = "20:00"
    """From when on only urgent messages go out."""

    quiet_until: TimeOfDay = "07:30"
    """Until when."""

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

    @model_validator(mode="after")
    def _can_tell_people(self) -> Self:
        """What would only be noticed when a message does not arrive is refused at the start."""
        for template in (self.sms_url, self.sms_body):
            if not Template(template).is_valid() or not set(Template(template).get_identifiers()) <= _SMS_PLACES:
                raise ValueError("TRACKER_SMS_URL and TRACKER_SMS_BODY may name $phone, $text and $key alone")
        for base in (self.wecom_base, self.dingtalk_base, self.feishu_base, self.sms_url):
            if base and not base.startswith(("http://", "https://")):
                raise ValueError("the base address of a channel begins with http:// or https://")
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("TRACKER_SMTP_FROM is needed with TRACKER_SMTP_HOST")
        early, late = sorted((self.quiet_from, self.quiet_until))
        if early != late and (early <= self.digest_at < late) is (self.quiet_from < self.quiet_until):
            raise ValueError("TRACKER_DIGEST_AT lies within the quiet hours")
        return self

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
