"""What somebody of the public may write."""

from __future__ import annotations

from wtforms import TextAreaField

from tracker.web.forms.base import Form


class CommentForm(Form):
    """How long it may be, the act says."""

    body = TextAreaField("留言", render_kw={"rows": 5})
