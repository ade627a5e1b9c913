"""How sources are named: a title stands in brackets, a description never does."""

import pytest

from policyloom.model.tables import Row
from policyloom.report.citations import entry, footnote


def source(**cells: str) -> Row:
    return Row({"id": "S1", "kind": "news", "publisher": "이데일리", **cells}, 2)


@pytest.mark.parametrize(
    ("cells", "ko", "en"),
    [
        ({"title": "표제"}, "이데일리, 「표제」", '이데일리, "표제"'),
        ({"title": "표제", "title_is": "title"}, "이데일리, 「표제」", '이데일리, "표제"'),
        ({"title": "KERI via press", "title_is": "description"},
         "이데일리, KERI via press(제목 미확인)", "이데일리, KERI via press(title not seen)"),
        ({"title": "WTO table (copy)", "title_is": "description", "kind": "dataset"},
         "이데일리, WTO table (copy)", "이데일리, WTO table (copy)"),
        ({}, "이데일리, 제목 미확인", "이데일리, title not seen"),
    ],
)  # fmt: skip
def test_only_a_title_that_was_seen_is_quoted(cells, ko, en) -> None:
    assert footnote(source(**cells), "", "ko") == ko
    assert footnote(source(**cells), "", "en") == en
    assert entry(source(**cells), "ko") == ko.replace("이데일리, ", "이데일리. ") + "."
