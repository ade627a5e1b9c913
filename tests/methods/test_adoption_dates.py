from datetime import date

import pytest

from policyloom.methods.adoption import Interval, adopters_at, lag_days, summarise


def test_lags_are_days_and_may_be_negative():
    assert lag_days(date(2015, 7, 1), date(2015, 10, 11)) == 102
    assert lag_days(date(2015, 7, 1), date(2015, 3, 1)) == -122


def test_summary_of_no_lags_is_undefined():
    assert summarise([]).mean is None
    assert summarise([1, 2, 6]) == summarise([6, 2, 1])
    assert (summarise([1, 2, 6]).mean, summarise([1, 2, 6]).median) == (3, 2)


def test_adopters_lie_between_bounds():
    year = Interval(date(2015, 1, 1), date(2015, 12, 31))
    day = Interval(date(2015, 6, 1), date(2015, 6, 1))
    assert adopters_at([year, day], date(2015, 6, 1)) == (1, 2)
    assert adopters_at([year, day], date(2014, 12, 31)) == (0, 0)
    assert day.exact
    assert not year.exact


def test_an_interval_cannot_run_backwards():
    with pytest.raises(ValueError, match="cannot end before it begins"):
        Interval(date(2016, 1, 1), date(2015, 1, 1))
