"""The names that readers of pages go by: elements by what they do, and labels of fields."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FLAT = _words(
    """
    area base br col embed hr img input link meta param source track wbr p li td th tr tbody
    thead tfoot option optgroup dt dd rp rt html head body script style a colgroup path
    """
)
"""Elements that stand alone or close by themselves: they do not nest however often they open."""

SKIPPED = _words(
    """
    script style noscript template svg iframe object embed select option button input textarea
    head title canvas audio video map math nav datalist dialog
    """
)
"""Elements whose content is no text of the document."""

BREAKS = _words(
    """
    p div section article aside main header footer li ul ol dl dt dd table tbody thead tfoot tr
    td th caption h1 h2 h3 h4 h5 h6 blockquote pre center fieldset figure figcaption hr address
    form body br
    """
)
"""Elements that begin and end a block."""

MAY_HIDE = _words("div span p td tr table ul li section font a")
"""Elements whose style is looked at: what a page hides is left out."""

LABELS = _words(
    """
    索引号 信息索引号 主题分类 信息分类 体裁分类 组配分类 发文机关 发布机构 发文单位 发布单位
    制发单位 信息来源 来源 成文日期 生成日期 发文日期 印发日期 标题 信息名称 名称
    文件名称 发文字号 文号 文件编号 发布文号 发布日期 公开日期 发布时间 主题词 关键词 公文种类 文种
    有效性 时效性 是否有效 效力状态 实施日期 生效日期 废止日期 失效日期 公开方式 公开范围
    담당부서 담당자 등록일 작성일 보도일시 배포일 배포일시 발간일 부서
    """
)
"""Names of the fields that official pages state about their document, without blanks."""
