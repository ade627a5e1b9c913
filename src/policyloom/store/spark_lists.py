"""Words of Spark for aggregates that gather values into ordered lists as DuckDB does."""

from __future__ import annotations

import sqlglot
from sqlglot import exp


def list_parts(inner: exp.Expr) -> dict[str, exp.Expr]:
    """Return the value and the sort keys of an ordered aggregate by the names used below."""
    keys = inner.expressions if isinstance(inner, exp.Order) else []
    value = inner.this if isinstance(inner, exp.Order) else inner
    if isinstance(value, exp.Distinct):
        value = value.expressions[0]
    return {"x": value} | {f"k{i}": key.this for i, key in enumerate(keys)}


def sorted_list(inner: exp.Expr) -> str:
    """Return the words that collect values with their keys, sort by the keys, drop the keys."""
    keys = inner.expressions if isinstance(inner, exp.Order) else []
    value = inner.this if isinstance(inner, exp.Order) else inner
    distinct = "DISTINCT " if isinstance(value, exp.Distinct) else ""
    fields = ", ".join(["x AS x", *(f"k{i} AS k{i}" for i in range(len(keys)))])
    rows = f"COLLECT_LIST({distinct}STRUCT({fields})) FILTER (WHERE TRUE)"
    if keys:
        order = "0"
        for place, key in reversed(list(enumerate(keys))):
            order = _comparison(f"k{place}", key, order)
        rows = f"ARRAY_SORT({rows}, (f_, g_) -> {order})"
    return f"TRANSFORM({rows}, f_ -> f_.x)"


def _comparison(name: str, key: exp.Expr, otherwise: str) -> str:
    """Return the comparison of two structs by one key; NULLs last unless the key says first."""
    first, second = f"f_.{name}", f"g_.{name}"
    last = -1 if key.args.get("nulls_first") else 1
    up = -1 if key.args.get("desc") else 1
    return (
        f"CASE WHEN {first} IS NULL AND {second} IS NULL THEN {otherwise} "
        f"WHEN {first} IS NULL THEN {last} WHEN {second} IS NULL THEN {-last} "
        f"WHEN {first} < {second} THEN {-up} WHEN {first} > {second} THEN {up} "
        f"ELSE {otherwise} END"
    )


def filled(words: str, **parts: exp.Expr) -> exp.Expr:
    """Parse Spark words in which single names stand for parts of the statement."""
    template = sqlglot.parse_one(words, read="spark")

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in parts:
            part = parts[node.name].copy()
            return part if isinstance(part, exp.Column | exp.Literal) else exp.Paren(this=part)
        return node

    return exp.Paren(this=template.transform(fill))
