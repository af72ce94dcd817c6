"""The site fixture of this room."""

from site_of_personas import site

__all__ = ["site"]
