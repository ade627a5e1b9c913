"""What a page or file states beside the text: the field table of official sites, properties.

Sites name the same field in many ways; `LABELS` says which names mean what. The first name that
has a value wins, in the order of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policyloom.core.dates import PartialDate
from policyloom.extract.bodies import read_list
from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import DocNumber, parse_number
from policyloom.extract.script import as_printed, simplified
from policyloom.extract.titles import clean_title

LABELS: Mapping[str, tuple[str, ...]] = {
    "index_number": ("索引号", "信息索引号", "索取号"),
    "issuers": ("发文机关", "发文单位", "制发单位", "发文机构", "制定机关", "发布机构", "发布机关",
                "发布单位"),
    "date_issued": ("成文日期", "生成日期", "发文日期", "印发日期", "制定日期"),
    "date_published": ("发布日期", "公开日期", "发布时间", "PubDate", "pubdate", "publishdate",
                       "보도일시", "배포일시", "배포일", "등록일", "작성일"),
    "title": ("标题", "信息名称", "文件名称", "名称"),
    "number": ("发文字号", "文号", "发文文号", "文件编号", "发布文号", "文件号"),
    "type": ("公文种类", "文种"),
    "validity": ("有效性", "时效性", "是否有效", "效力状态"),
    "department": ("담당부서", "부서"),
}  # fmt: skip


@dataclass(frozen=True)
class Fields:
    """The fields of a page; None or empty where it has none."""

    title: str = ""
    number: DocNumber | None = None
    index_number: str | None = None
    issuers: tuple[str, ...] = ()
    date_issued: PartialDate | None = None
    date_published: PartialDate | None = None
    type: str | None = None
    validity: str | None = None
    department: str | None = None


def read_fields(metadata: Mapping[str, str]) -> Fields:
    """Read the stated fields of a document."""
    given = {_label(name): value.strip() for name, value in metadata.items() if value.strip()}

    def first(field: str) -> str:
        return next((given[label] for label in LABELS[field] if given.get(label)), "")

    return Fields(
        title=clean_title(first("title")),
        number=parse_number(first("number")),
        index_number=first("index_number") or None,
        issuers=split_issuers(first("issuers")),
        date_issued=_date(first("date_issued")),
        date_published=_date(first("date_published")),
        type=first("type") or None,
        validity=first("validity") or None,
        department=first("department") or None,
    )


def split_issuers(printed: str) -> tuple[str, ...]:
    """Split printed issuers in order: 国务院办公厅、中央军委办公厅."""
    words = printed.replace(";", "、").replace("；", "、").strip()
    rules = simplified(words)
    names = [b.name for b in read_list(rules, 0, len(rules)).bodies]
    return tuple(dict.fromkeys(as_printed(name, words, rules) for name in names))


def _label(name: str) -> str:
    return simplified("".join(name.split()).strip("：:"))


def _date(words: str) -> PartialDate | None:
    return next((d.value for d in find_dates(words[:60]) if d.value), None)
