"""Copyright notices: two words in braces are replaced, literally, and no others are let in."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sections.models import Copyright
from sections.models.rights import validate_notice


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        ("© Copyright {holder} - All rights reserved", "© Copyright ANSA - All rights reserved"),
        ("{holder} {year}", "ANSA 2022"),
        ("{year}{year}, {holder}", "20222022, ANSA"),
        ("All rights reserved", "All rights reserved"),
        ("", ""),
        ("%(holder)s $year %s", "%(holder)s $year %s"),
    ],
)
def test_holder_and_year_are_replaced(notice, text):
    assert Copyright(holder="ANSA", notice=notice).notice_for(2022) == text


@pytest.mark.parametrize("holder", ["{year}", "{holder}", "{holder} {year}", r"\1 \g<0>", "{0.__class__}"])
def test_what_the_holder_is_called_is_replaced_by_nothing(holder):
    assert Copyright(holder=holder, notice="© {holder}, {year}").notice_for(1999) == f"© {holder}, 1999"


@pytest.mark.parametrize("notice", ["© {holder}", "{year}", "{holder}{year}", "no braces", "100% <b> & \\"])
def test_notices_that_are_let_in(notice):
    validate_notice(notice)


@pytest.mark.parametrize(
    ("notice", "found"),
    [
        ("© {Holder}", "{Holder}"),
        ("{ year }", "{ year }"),
        ("{year!r}", "{year!r}"),
        ("{year:>10}", "{year:>10}"),
        ("{}", "{}"),
        ("{0}", "{0}"),
        ("{holder.name}", "{holder.name}"),
        ("{{year}}", "{"),
        ("{hol{year}der}", "{hol"),
        ("{", "{"),
        ("{year", "{year"),
        ("year}", "}"),
        ("}{", "}"),
    ],
)
def test_anything_else_in_braces_is_refused_by_name(notice, found):
    with pytest.raises(ValidationError) as error:
        validate_notice(notice)
    assert error.value.messages == [
        f"“{found}” is not replaced by anything: only {{holder}} and {{year}} may stand in braces."
    ]


def test_the_form_refuses_it_too():
    with pytest.raises(ValidationError) as error:
        Copyright(holder="ANSA", notice="© {company}").full_clean()
    assert set(error.value.message_dict) == {"notice"}


@given(st.text(alphabet="{}holderyear .©", max_size=40))
def test_a_notice_that_is_let_in_shows_no_braces(notice):
    try:
        validate_notice(notice)
    except ValidationError:
        return
    shown = Copyright(holder="ANSA", notice=notice).notice_for(2022)
    assert "{" not in shown
    assert "}" not in shown
