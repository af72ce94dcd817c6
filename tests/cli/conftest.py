"""The command fixture of this room."""

from site_command import tracker

__all__ = ["tracker"]
