"""``tracker account``: who may sign in. The first account of a site is made here; there is none after installing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli.site import operator, site
from tracker.cli.tables import print_table
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.errors import NotFound
from tracker.policy.passwords import ISSUED_FOR, folded
from tracker.policy.roles import OF_OFFICE
from tracker.queries.accounts import account_named, accounts, post_named
from tracker.services.accounts import CreateAccount, create_account, reset_password, set_roles
from tracker.services.accounts import disable as disable_account
from tracker.services.accounts import enable as enable_account
from tracker.services.accounts import unlock as unlock_account
from tracker.services.departments import unit_called
from tracker.services.offices import first_office
from tracker.services.second_factor import clear_factor as clear_lost_factor
from tracker.vocabulary.people import Role
from tracker.vocabulary.sign_in import AccountRefusal

_ROLES = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="；".join(f"{role.value} {role.label}" for role in Role),
)


@click.group()
def account() -> None:
    """账号：新建、角色、停用、一次性密码。"""


@account.command()
@click.argument("login")
@click.argument("name")
@_ROLES
@click.option("--department", metavar="单位", help="所属单位，全称、简称都可以；督查员、领导等默认本站督查室。")
@click.option("--post", metavar="职务", help="对应的职务，领导和秘书长必填。")
def create(login: str, name: str, roles: tuple[str, ...], department: str | None, post: str | None) -> None:
    """新建账号，打印一次性密码；密码只显示这一次。"""
    settings, engine = site()
    wanted = frozenset(Role(role) for role in roles)
    with writing(engine) as session:
        department_id = _department(session, settings, department, wanted)
        command = CreateAccount(login, name, department_id, _post(session, post), wanted)
        made, issued = create_account(session, operator(), command, today=clock.today(), now=clock.now())
        click.echo(f"账号 {made.login}（{made.name}）已建立。")
    _show(issued)


@account.command()
@click.argument("login")
@_ROLES
def roles(login: str, roles: tuple[str, ...]) -> None:
    """改为担任这些角色，已登录的随即退出。"""
    _, engine = site()
    wanted = frozenset(Role(role) for role in roles)
    with writing(engine) as session:
        set_roles(session, operator(), _named(session, login), wanted, today=clock.today(), now=clock.now())
    click.echo(f"账号 {folded(login)} 的角色：{_labels(tuple(role for role in Role if role in wanted))}。")


@account.command()
@click.argument("login")
def disable(login: str) -> None:
    """停用账号，已登录的随即退出。"""
    _do(login, disable_account, "已停用")


@account.command()
@click.argument("login")
def enable(login: str) -> None:
    """重新启用账号。"""
    _do(login, enable_account, "已启用")


@account.command()
@click.argument("login")
def unlock(login: str) -> None:
    """解除登录锁定。"""
    _do(login, unlock_account, "已解除锁定")


@account.command("clear-factor")
@click.argument("login")
def clear_factor(login: str) -> None:
    """清除丢失的动态口令，之后凭密码即可登录。"""
    _do(login, clear_lost_factor, "的动态口令已清除")


@account.command()
@click.argument("login")
def reset(login: str) -> None:
    """重发一次性密码，原密码作废；密码只显示这一次。"""
    _, engine = site()
    with writing(engine) as session:
        issued = reset_password(session, operator(), _named(session, login), today=clock.today(), now=clock.now())
    click.echo(f"账号 {folded(login)} 的密码已重置。")
    _show(issued)


@account.command(name="list")
def show() -> None:
    """列出账号。"""
    _, engine = site()
    with reading(engine) as session:
        rows = accounts(session, clock.now())
    if not rows:
        click.echo("还没有账号，请用 tracker account create 新建。")
        return
    table = Table(title=f"账号 {len(rows)} 个", title_justify="left")
    for heading in ("用户名", "姓名", "单位", "职务", "角色", "状态", "最近登录"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        state = [row.state.label] + ["待改密码"] * row.must_change + ["久未使用"] * row.unused
        cells = (row.login, row.name, row.department, row.post, _labels(row.roles), "，".join(state))
        table.add_row(*map(Text, cells), _moment(row.signed_in_at))
    print_table(table)


def _do(login: str, act: Callable[..., object], done: str) -> None:
    _, engine = site()
    with writing(engine) as session:
        act(session, operator(), _named(session, login), today=clock.today(), now=clock.now())
    click.echo(f"账号 {folded(login)} {done}。")


def _named(session: Session, login: str) -> int:
    found = account_named(session, folded(login))
    if found is None:
        raise NotFound(AccountRefusal.LOGIN_UNKNOWN, login=login)
    return found


def _department(session: Session, settings: Settings, name: str | None, roles: frozenset[Role]) -> int | None:
    if name is None:
        return first_office(session) if roles & OF_OFFICE else None
    return unit_called(session, name, settings.home)


def _post(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    found = post_named(session, name)
    if found is None:
        raise NotFound(AccountRefusal.POST_UNKNOWN, name=name)
    return found


def _show(issued: str) -> None:
    hours = int(ISSUED_FOR.total_seconds() // 3600)
    click.echo(f"一次性密码（{hours}小时内登录一次有效，登录后须修改，不再显示）：\n{issued}")


def _labels(roles: tuple[Role, ...]) -> str:
    return "、".join(role.label for role in roles)


def _moment(instant: datetime | None) -> str:
    return f"{instant.astimezone(clock.OFFICE_ZONE):%Y-%m-%d %H:%M}" if instant else "从未"
