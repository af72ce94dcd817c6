"""The fixtures of this room."""

from job_process import start
from job_site import site

__all__ = ["site", "start"]
