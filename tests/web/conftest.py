"""The site fixture of this room."""

from site_of_personas import furnished, site

__all__ = ["furnished", "site"]
