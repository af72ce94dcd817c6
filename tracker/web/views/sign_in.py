"""Signing in and out, and one's own password."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, session as cookie, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import writing
from tracker.errors import TrackerError
from tracker.policy.access import Actor
from tracker.services.accounts import change_password
from tracker.services.sessions import sign_out
from tracker.services.sign_in import sign_in as let_in
from tracker.vocabulary.actions import Action
from tracker.web.forms.sign_in import ChangePasswordForm, SignInForm
from tracker.web.guard import engine, grants, open_to_public, see_other
from tracker.web.login import SignedIn, own_path

sign_in = Blueprint("sign_in", __name__)
