"""The language a text is written in, told by its script: zh, ko, ja, en, or "" where unclear."""

from __future__ import annotations

import re

_SAMPLE = 20_000
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-ヺ]")
_HAN = re.compile("[㐀-鿿𠀀-𲎯]")
_LATIN = re.compile("[A-Za-z]{2,}")


def language_of(text: str) -> str:
    """Return the main language of the beginning of a text.

    Korean official texts mix in Han characters and Latin abbreviations, Chinese ones Latin only:
    so scripts are weighed in the order of how much they prove.
    """
    sample = text[:_SAMPLE]
    hangul, kana, han = (len(p.findall(sample)) for p in (_HANGUL, _KANA, _HAN))
    words = len(_LATIN.findall(sample))
    if not hangul + kana + han + words:
        return ""
    if hangul and hangul >= 0.2 * (hangul + han) and hangul >= 0.5 * words:
        return "ko"
    if kana and kana >= 0.1 * (kana + han):
        return "ja"
    return "zh" if han >= words else "en"
