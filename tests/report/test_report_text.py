"""Formats and the normal form of quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.core.text import FormatError, format_value, normalise_quote


@pytest.mark.parametrize(
    ("value", "wanted", "written"),
    [
        (2194, "", "2,194"),
        (1234.5, "", "1,234.5"),
        (0.000345, "", "0.00035"),
        (66.65, ".1", "66.7"),
        (2.5, ".0", "3"),
        (-2.5, ".0", "-3"),
        (1234.5, ",.1", "1,234.5"),
        (0.415, ".1%", "41.5%"),
        (3.2, "+.1", "+3.2"),
        (-3.2, "abs", "3.2"),
        (312_000_000_000, "억 ,", "3,120억"),
        (1_230_000_000_000, "조억", "1조 2,300억"),
        (357, "=십억 억 ,", "3,570억"),
        (312_000_000_000, "billion", "312 billion"),
        (2017, "d", "2017"),
        (0.123456789, ",.3~g", "0.123"),
        (1e300, ",.0", f"{10**300:,}"),
        ("2015-07-01", "date", "2015년 7월 1일"),
        ("2015-07", "date", "2015년 7월"),
        ("2015-07-01", "ym", "2015년 7월"),
        (2015, "year", "2015"),
        ("words", "", "words"),
        (None, ",", "n.a."),
        (-0.001, ".1", "0.0"),
    ],
)
def test_values_are_written_for_readers(value, wanted, written):
    assert format_value(value, wanted) == written


def test_english_dates():
    assert format_value("2015-07-01", "date", "en") == "1 July 2015"
    assert format_value("2015", "date", "en") == "2015"


@pytest.mark.parametrize(
    "wanted", ["x", "억억", "천만", ".1.2", "date2", "%%", ",,", "=억=만", "{}"]
)
def test_unknown_formats_are_refused(wanted):
    with pytest.raises(FormatError):
        format_value(12, wanted)


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", ",", ".2", "억", "%"])
)
def test_every_finite_number_can_be_written(value, wanted):
    assert format_value(value, wanted)


def test_quotations_are_compared_in_a_normal_form():
    assert normalise_quote("国发〔2015〕 28 号 “互联网＋”") == normalise_quote(
        "国发〔2015〕28号'互联网+'"
    )
    assert normalise_quote("two  words") == "two words"


@given(st.text(max_size=80))
def test_the_normal_form_is_stable(text):
    once = normalise_quote(text)
    assert normalise_quote(once) == once
