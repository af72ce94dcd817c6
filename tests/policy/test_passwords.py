"""What a password may be, under either profile; and which logins are one."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.common_passwords import is_common
from tracker.policy.passwords import ASVS, DENGBAO, LONGEST, Profile, days_left, faults, folded, is_login
from tracker.vocabulary.sign_in import PasswordFault

SET = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
COMMON = [
    "Admin@2026",
    "P@ssw0rd2026",
    "P@$$w0rd123",
    "1qaz2wsx!QAZ",
    "!QAZ2wsx#EDC",
    "Zaq1@WSX3edc",
    "Aa123456!!",
    "Abcd1234!@#$",
    "Qwerty123!",
    "QAZwsx123!!",
    "Welcome_2027",
    "Xy7!Xy7!Xy7!",
    "Mima#20260101",
    "Zhengfu@123",
    "Woaini1314!",
    "Asdfgh-0987",
    "Beijing2008!",
    "aaaaaaaAA1!",
    "Password-1949",
    "9876543210Qw!",
    "Bangongshi@2026",
    "Test#123456",
    "2026年12月31日Ab",
]


def broken(password: str, profile: Profile = DENGBAO, login: str = "zhangming", *names: str) -> set[PasswordFault]:
    return {fault.code for fault in faults(password, profile, login=login, names=names)}


@pytest.mark.parametrize(
    "password", ["GREEN-horse-47", "green horse 47 !", "春风又绿A1江南岸明月", "Tq😀 river 9 moon", "ΩμεγαRiver77"]
)
def test_a_password_with_three_of_four_kinds_is_good(password: str) -> None:
    assert broken(password) == set()


@pytest.mark.parametrize(
    ("kinds", "good"),
    [
        ("upper lower", False),
        ("upper digit", False),
        ("lower digit", False),
        ("lower other", False),
        ("upper lower digit", True),
        ("upper lower other", True),
        ("upper digit other", True),
        ("lower digit other", True),
        ("upper lower digit other", True),
    ],
)
def test_three_of_the_four_kinds_are_needed(kinds: str, good: bool) -> None:
    samples = {"upper": "GXTR", "lower": "hvne", "digit": "4829", "other": "、·-？"}
    password = "".join("".join(samples[kind][place] for kind in kinds.split()) for place in range(4)) * 2
    assert (PasswordFault.TOO_PLAIN not in broken(password)) is good


def test_ten_characters_under_one_profile_twelve_under_the_other() -> None:
    assert broken("Gx4-hv7=m") == {PasswordFault.TOO_SHORT}
    assert broken("Gx4-hv7=mT") == set()
    assert broken("correcthors", ASVS) == {PasswordFault.TOO_SHORT}
    assert broken("correct hors", ASVS) == set()


def test_the_empty_password_is_refused() -> None:
    assert PasswordFault.TOO_SHORT in broken("")
    assert PasswordFault.TOO_SHORT in broken("", ASVS)


def test_a_very_long_one_is_refused_for_its_length_alone() -> None:
    assert broken("Gx4-" * 2500) == {PasswordFault.TOO_LONG}
    letters = "".join(secrets.choice(string.ascii_letters) for _ in range(LONGEST - 4))
    assert broken(f"{letters}4-x?") == set()


@pytest.mark.parametrize("profile", [DENGBAO, ASVS])
@pytest.mark.parametrize(
    "password",
    [
        "Xk-ZhangMing-83",
        "xＺＨＡＮＧming#83v",
        "张明-Green-4417",
        "市财政局-Gx47-hv",
        "我爱财政Gx47-hvn",
        "Ducha-office-47x",
    ],
)
def test_it_may_not_tell_of_the_person_the_unit_or_the_system(password: str, profile: Profile) -> None:
    assert PasswordFault.TELLING in broken(password, profile, "zhangming", "张明", "市财政局", "财政")


def test_a_login_of_two_letters_is_not_looked_for_inside() -> None:
    assert broken("Green-lily-47", DENGBAO, "li") == set()


@pytest.mark.parametrize("profile", [DENGBAO, ASVS])
@pytest.mark.parametrize("password", COMMON)
def test_what_many_think_of_is_refused(password: str, profile: Profile) -> None:
    assert PasswordFault.COMMON in broken(password, profile)


@given(
    st.sampled_from(["password", "admin", "welcome", "qwerty", "asdfgh", "zxcvbn", "woaini", "abcdef"]),
    st.integers(0, 199),
    st.sampled_from(["", "!", "@", "#", "!!", "_"]),
)
def test_a_common_word_with_a_year_or_a_run_is_refused_however_it_is_dressed(word: str, number: int, sign: str) -> None:
    assert is_common(f"{word}{sign}{number % 100}")
    assert is_common(f"{word}{sign}{1900 + number}")
    assert is_common(f"123456{word.upper().casefold()}{sign}")


@given(st.text(min_size=1, max_size=6), st.integers(2, 12))
def test_a_block_repeated_is_refused(block: str, times: int) -> None:
    assert is_common(folded(block) * times) or not folded(block)


def test_random_passwords_are_not_taken_for_common_ones() -> None:
    letters = string.ascii_letters + string.digits + "#%+-=?"
    drawn = ["".join(secrets.choice(letters) for _ in range(16)) for _ in range(500)]
    assert [one for one in drawn if is_common(folded(one))] == []


@pytest.mark.parametrize("code", PasswordFault)
def test_a_refusal_states_the_rule(code: PasswordFault) -> None:
    sentence = code.worded(shortest=10, longest=128, classes=3, history=5, minutes=30)
    assert "密码" in sentence
    assert "{" not in sentence


def test_the_sentences_carry_the_numbers_of_the_profile() -> None:
    (short,) = (one for one in faults("Gx4-", DENGBAO, login="li") if one.code is PasswordFault.TOO_SHORT)
    assert short.message == "密码至少10个字符"
    (short,) = (one for one in faults("Gx4-", ASVS, login="li") if one.code is PasswordFault.TOO_SHORT)
    assert short.message == "密码至少12个字符"


@pytest.mark.parametrize(("day", "left"), [(0, 90), (82, 8), (83, 7), (89, 1), (89.99, 1), (90, 0), (200, 0)])
def test_a_password_is_to_be_changed_after_ninety_days(day: float, left: int) -> None:
    assert days_left(SET, SET + timedelta(days=day), DENGBAO) == left
    assert days_left(SET, SET + timedelta(days=day), ASVS) is None


@pytest.mark.parametrize(
    "typed",
    [
        "admin",
        "ADMIN",
        "Admin ",
        " admin",
        "ａｄｍｉｎ",
        "ＡＤＭＩＮ",
        "ad\u200bmin",
        "\u202eadmin",
        "\ufeffadmin\u2066",
        "ad\x00min",
    ],
)
def test_what_looks_the_same_is_one_login(typed: str) -> None:
    assert folded(typed) == "admin"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("login", ["zhang", "li", "zhang.ming", "张明", "zm_01", "zhang@city", "3ke"])
def test_a_login_may_be(login: str) -> None:
    assert is_login(login)


@pytest.mark.parametrize(
    "login", ["", "a", "zhang ming", "<script>", "' or 1=1--", "-rf", "_x", "a" * 33, "a\nb", "z/m"]
)
def test_a_login_may_not_be(login: str) -> None:
    assert not is_login(login)
