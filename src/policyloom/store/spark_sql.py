"""Statements of the DuckDB dialect in Spark's, so that both give the same rows.

sqlglot does the syntax. What the two engines compute differently (division, NULLs in lists, places
in lists, backslashes in LIKE, casts of texts) is rewritten here; what cannot be made the same
(regular expressions, rounding, functions that depend on the order of rows) is refused with the
reason, since a refusal is better than another row. Only functions that are listed pass, so no
function of Spark that reaches outside the session can be called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import ErrorLevel, SqlglotError

from policyloom.store.engine import NotASelectError, StatementError
from policyloom.store.spark_lists import filled, list_parts, sorted_list

Relations = Mapping[str, Mapping[str, str]]
"""Column types (DuckDB) of the loaded tables by column; tables by their lower-case names."""

_FUNCTIONS: tuple[type[exp.Func], ...] = (
    exp.Abs, exp.And, exp.Array, exp.ArrayAgg, exp.ArrayContains, exp.ArraySize, exp.ArrayToString,
    exp.Avg, exp.Case, exp.Cast, exp.Coalesce, exp.Concat, exp.ConcatWs, exp.Contains, exp.Count,
    exp.CountIf, exp.DateDiff, exp.Day, exp.DenseRank, exp.EndsWith, exp.Exists, exp.Explode,
    exp.FirstValue, exp.Greatest, exp.GroupConcat, exp.If, exp.Lag, exp.LastValue, exp.Lead,
    exp.Least, exp.Left, exp.Length, exp.LogicalAnd, exp.LogicalOr, exp.Max, exp.Min, exp.Month,
    exp.Ntile, exp.Nullif, exp.Or, exp.Rank, exp.Replace, exp.Right, exp.RowNumber, exp.StartsWith,
    exp.StrPosition, exp.Struct, exp.Substring, exp.Sum, exp.Trim, exp.TryCast, exp.Unnest,
    exp.Year,
)  # fmt: skip
"""Functions that give the same values on both engines, some of them after rewriting."""

_REFUSED: tuple[type[exp.Expr], ...] = (
    exp.ILike, exp.SimilarTo, exp.TableSample, exp.Pivot, exp.Parameter, exp.Lateral, exp.Into,
)  # fmt: skip
_INTEGERS = {"TINYINT", "SMALLINT", "INT", "BIGINT"}
_REASONS = {
    "order": "its value depends on an order of rows that the statement does not state",
    "types": "the two engines compute it differently for values of this type",
    "unknown": "it is not among those that give the same rows on both engines",
}


def translate(sql: str, relations: Relations) -> tuple[str, set[str]]:
    """Return the Spark text of one DuckDB SELECT and the loaded tables that it names.

    `?` become `:p0`, `:p1` and so on, in the order of the text.

    Raises NotASelectError where the text is no single SELECT, and StatementError where it names a
    table that is not loaded or asks for what the engines would not answer alike.
    """
    tree = _parse(sql)
    _check(tree, sql, relations)
    tables = {node.name.lower() for node in tree.find_all(exp.Table)} & set(relations)
    kinds = _column_kinds(relations)
    rewriting = _Rewriting(sql, kinds)
    # innermost first, so that a rewritten part is already in place when its surroundings move
    for node in reversed(list(tree.walk(bfs=True))):
        rule = _RULES.get(type(node))
        if rule is not None:
            made = rule(rewriting, node)
            if made is not node:
                node.replace(made)
    _name_as_declared(tree, relations)
    try:
        text = tree.sql(dialect="spark", comments=False, unsupported_level=ErrorLevel.RAISE)
    except SqlglotError as error:
        raise StatementError(sql, error) from error
    return text, tables


def _parse(sql: str) -> exp.Query:
    try:
        marked = _numbered(sql)
        found = [tree for tree in sqlglot.parse(marked, read="duckdb") if tree is not None]
    except SqlglotError as error:
        why = str(error).splitlines()[0]
        raise StatementError(sql, ValueError(why)) from error
    if len(found) != 1 or not isinstance(found[0], exp.Query):
        raise NotASelectError(sql)
    for mark in list(found[0].find_all(exp.Placeholder)):
        mark.replace(exp.Placeholder(this=f"p{mark.name}"))
    return found[0]


def _numbered(sql: str) -> str:
    """Number the `?` as `$0`, `$1` in the order of the text, which the tree does not keep."""
    tokens = sqlglot.tokenize(sql, read="duckdb")
    if any(token.token_type == TokenType.PARAMETER for token in tokens):
        raise StatementError(sql, ValueError("parameters are written as ?"))
    marks = [token.start for token in tokens if token.token_type == TokenType.PLACEHOLDER]
    for number, place in reversed(list(enumerate(marks))):
        sql = f"{sql[:place]}${number}{sql[place + 1 :]}"
    return sql


def _refuse(sql: str, what: exp.Expr, reason: str) -> NoReturn:
    words = what.sql(dialect="duckdb", comments=False)[:120]
    message = f"{words} is not offered on Spark: {_REASONS.get(reason, reason)}"
    raise StatementError(sql, ValueError(message))


def _check(tree: exp.Query, sql: str, relations: Relations) -> None:
    """Let pass only loaded tables, listed functions and named columns."""
    known = set(relations) | {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for node in tree.walk():
        if isinstance(node, exp.Table):
            plain = isinstance(node.this, exp.Identifier) and not node.db
            if not plain or node.name.lower() not in known:
                _refuse(sql, node, "no table of that name is loaded")
        elif isinstance(node, exp.Distinct) and not _is_certain(node):
            _refuse(sql, node, "order")
        elif isinstance(node, (exp.Func, *_REFUSED)) and not isinstance(node, _FUNCTIONS):
            _refuse(sql, node, "unknown")
    for column in tree.selects:
        if not isinstance(column, exp.Alias | exp.Column | exp.Star):
            _refuse(sql, column, "give the column a name with AS")


def _name_as_declared(tree: exp.Query, relations: Relations) -> None:
    """A column asked for as ID comes back under the name that its table gives it."""
    declared = {name.lower(): name for columns in relations.values() for name in columns}
    for column in tree.selects:
        name = declared.get(column.name.lower(), column.name)
        if isinstance(column, exp.Column) and not column.is_star and column.name != name:
            column.replace(exp.alias_(column.copy(), name, quoted=True))


def _is_certain(node: exp.Distinct) -> bool:
    """Tell whether what DISTINCT leaves does not depend on an order of rows that is not stated."""
    around = node.parent
    if isinstance(around, exp.Order):
        return [key.this for key in around.expressions] == node.expressions
    alone = isinstance(around, exp.Select | exp.Count | exp.Min | exp.Max | exp.Sum)
    return alone and node.args.get("on") is None


def _column_kinds(relations: Relations) -> dict[str, str]:
    """Return the type of each column name that has one and the same type in all tables."""
    found: dict[str, set[str]] = {}
    for columns in relations.values():
        for name, kind in columns.items():
            found.setdefault(name.lower(), set()).add(kind)
    return {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1}


class _Rewriting:
    """The rules by which one statement is rewritten; each returns the node to put in place."""

    def __init__(self, sql: str, kinds: Mapping[str, str]) -> None:
        self._sql = sql
        self._kinds = kinds

    def kind(self, node: exp.Expr) -> str:
        """Return the DuckDB type of an expression where that is plain to see, else ""."""
        texts = exp.Substring | exp.Left | exp.Right | exp.Concat | exp.Replace | exp.Trim
        found = str(node.meta.get("kind", ""))
        if isinstance(node, exp.Paren) and not found:
            found = self.kind(node.this)
        elif isinstance(node, exp.Column):
            found = self._kinds.get(node.name.lower(), "")
        elif isinstance(node, exp.Literal):
            found = "VARCHAR" if node.is_string else "INT" if node.is_int else ""
        elif isinstance(node, exp.Cast):
            found = node.to.sql(dialect="duckdb")
        elif isinstance(node, exp.Coalesce):
            kinds = {self.kind(part) for part in (node.this, *node.expressions)}
            found = kinds.pop() if len(kinds) == 1 else ""
        elif isinstance(node, texts):
            found = "VARCHAR"
        return found

    def division(self, node: exp.Expr) -> exp.Expr:
        """DuckDB divides as DOUBLE by IEEE 754; Spark fails at zero and keeps decimals."""
        words = (
            "CASE WHEN b = 0 THEN CASE WHEN a > 0 THEN CAST('Infinity' AS DOUBLE) "
            "WHEN a < 0 THEN CAST('-Infinity' AS DOUBLE) WHEN a IS NULL THEN NULL "
            "ELSE CAST('NaN' AS DOUBLE) END ELSE CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END"
        )
        return filled(words, a=node.this, b=node.expression)

    def whole_division(self, node: exp.Expr) -> exp.Expr:
        """`//` of integers; NULL at zero."""
        if {self.kind(node.this), self.kind(node.expression)} - _INTEGERS:
            _refuse(self._sql, node, "types")
        return filled("a DIV NULLIF(b, 0)", a=node.this, b=node.expression)

    def remainder(self, node: exp.Expr) -> exp.Expr:
        """`%` of integers; NULL at zero."""
        if {self.kind(node.this), self.kind(node.expression)} - _INTEGERS:
            _refuse(self._sql, node, "types")
        return filled("a % NULLIF(b, 0)", a=node.this, b=node.expression)

    def element(self, node: exp.Expr) -> exp.Expr:
        """`l[i]` counts from 1, negative from the end, and is NULL outside."""
        places = node.expressions
        place = places[0].this if isinstance(places[0], exp.Neg) else places[0]
        literal = isinstance(place, exp.Literal) and place.is_int
        if len(places) != 1 or not (literal or isinstance(place, exp.Column)):
            _refuse(self._sql, node, "unknown")
        # the parser has turned literal places, and only those, into counts from 0
        words = f"TRY_ELEMENT_AT(l, CAST(NULLIF(i + {int(literal)}, 0) AS INT))"
        return filled(words, l=node.this, i=places[0])

    def contains(self, node: exp.Expr) -> exp.Expr:
        """A list with a NULL does not contain what is not seen in it; Spark says NULL."""
        if isinstance(node.expression, exp.Null):
            _refuse(self._sql, node, "types")
        words = (
            "CASE WHEN l IS NULL OR x IS NULL THEN NULL "
            "ELSE COALESCE(ARRAY_CONTAINS(l, x), FALSE) END"
        )
        return filled(words, l=node.this, x=node.expression)

    def like(self, node: exp.Expr) -> exp.Expr:
        """A backslash in a pattern is only a backslash."""
        if isinstance(node.parent, exp.Escape):
            _refuse(self._sql, node.parent, "unknown")
        if "\\" not in str(node.expression) and isinstance(node.expression, exp.Literal):
            return node
        pattern = exp.Replace(
            this=node.expression.copy(),
            expression=exp.Literal.string("\\"),
            replacement=exp.Literal.string("\\\\"),
        )
        return exp.Like(this=node.this.copy(), expression=pattern)

    def part(self, node: exp.Expr) -> exp.Expr:
        """`contains` of a text; that of a list is `list_contains`."""
        if self.kind(node.this) != "VARCHAR":
            _refuse(self._sql, node, "types")
        return node

    def length(self, node: exp.Expr) -> exp.Expr:
        """`len` and `length` of a list count its items."""
        is_list = self.kind(node.this).endswith("[]") or isinstance(node.this, exp.Array)
        return filled("ARRAY_SIZE(l)", l=node.this) if is_list else node

    def substring(self, node: exp.Expr) -> exp.Expr:
        """Places before the first character are read differently; only literal ones pass."""
        for part in (node.args.get("start"), node.args.get("length")):
            if part is not None and not (isinstance(part, exp.Literal) and int(part.name) > 0):
                _refuse(self._sql, node, "types")
        return node

    def end(self, node: exp.Expr) -> exp.Expr:
        """`left` and `right` with a literal count of characters."""
        if not isinstance(node.expression, exp.Literal):
            _refuse(self._sql, node, "types")
        return node

    def days(self, node: exp.Expr) -> exp.Expr:
        """Days between dates; other units count boundaries in DuckDB, whole units in Spark."""
        if node.text("unit").upper() != "DAY":
            _refuse(self._sql, node, "types")
        return filled("DATEDIFF(a, b)", a=node.this, b=node.expression)

    def difference(self, node: exp.Expr) -> exp.Expr:
        """The difference of two dates is a number of days."""
        if self.kind(node.this) == self.kind(node.expression) == "DATE":
            return filled("DATEDIFF(a, b)", a=node.this, b=node.expression)
        return node

    def mean(self, node: exp.Expr) -> exp.Expr:
        """The sum divided once, as DuckDB does it."""
        if self.kind(node.this) not in _INTEGERS | {"DOUBLE"}:
            _refuse(self._sql, node, "types")
        some = "FILTER (WHERE TRUE)"
        words = f"CAST(SUM(x) {some} AS DOUBLE) / NULLIF(COUNT(x) {some}, 0)"
        return self._aggregate(node, words)

    def cast(self, node: exp.Expr) -> exp.Expr:
        """Casts differ in what texts they read and how they write numbers."""
        assert isinstance(node, exp.Cast)
        to, kind = str(node.to.sql(dialect="duckdb")), self.kind(node.this)
        if to in _INTEGERS and kind not in _INTEGERS | {"BOOLEAN"}:
            return self._read(node, "^ *[+-]?[0-9]+ *$", "[0-9]", to)
        if to == "DATE" and kind != "DATE":
            parts = "^ *[0-9]+[-/ .][0-9]+[-/ .][0-9]+"
            return self._read(node, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", parts, to)
        same = {
            "VARCHAR": _INTEGERS | {"VARCHAR", "BOOLEAN", "DATE"},
            "TEXT": _INTEGERS | {"VARCHAR", "BOOLEAN", "DATE"},
            "DOUBLE": _INTEGERS | {"DOUBLE"},
            "DATE": {"DATE"},
        } | dict.fromkeys(_INTEGERS, _INTEGERS | {"BOOLEAN"})
        plain = isinstance(node.this, exp.Literal) and not node.this.is_string
        if kind not in same.get(to, set()) and not (to == "DOUBLE" and plain):
            _refuse(self._sql, node, "types")
        return node

    def _read(self, node: exp.Cast, good: str, doubtful: str, to: str) -> exp.Expr:
        """Read a text in the forms that both engines read alike; fail at those that one reads."""
        form = "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"
        words = (
            f"CASE WHEN CAST(x AS STRING) RLIKE '{good}' THEN {form}(x AS {to}) "
            f"WHEN CAST(x AS STRING) RLIKE '{doubtful}' "
            f"THEN CAST(RAISE_ERROR('a text that the engines may read differently') AS {to}) "
            f"ELSE {form}(x AS {to}) END"
        )
        if form == "TRY_CAST":
            words = words.replace("ELSE TRY_CAST(x AS", "ELSE CAST(NULL AS")
        made = filled(words, x=node.this)
        made.meta["kind"] = to
        return made

    def gathered(self, node: exp.Expr) -> exp.Expr:
        """`list(x ORDER BY k)` keeps NULLs, sorts them last and is NULL over no rows."""
        return self._aggregate(node, f"NULLIF({sorted_list(node.this)}, ARRAY())")

    def joined(self, node: exp.Expr) -> exp.Expr:
        """`string_agg(x, s ORDER BY k)` leaves NULLs out and is NULL over no texts."""
        texts = sorted_list(node.this)
        words = f"CASE WHEN COUNT(x) FILTER (WHERE TRUE) > 0 THEN ARRAY_JOIN({texts}, s) END"
        return self._aggregate(node, words)

    def _aggregate(self, node: exp.Expr, words: str) -> exp.Expr:
        if isinstance(node.parent, exp.Window):
            _refuse(self._sql, node.parent, "unknown")
        if isinstance(node.parent, exp.Filter):
            return node  # in place once its condition is
        separator = node.args.get("separator") or exp.Literal.string(",")
        return filled(words, s=separator, **list_parts(node.this))

    def filtered(self, node: exp.Expr) -> exp.Expr:
        """The condition on an aggregate moves into what the aggregate became."""
        rule = _RULES.get(type(node.this))
        if rule is None:
            return node
        if isinstance(node.parent, exp.Window):
            _refuse(self._sql, node.parent, "unknown")
        alone = node.this.copy()
        made = rule(self, alone)
        for mark in list(made.find_all(exp.Filter)):
            mark.set("expression", node.expression.copy())
        return made


_RULES: Mapping[Any, Callable[[_Rewriting, exp.Expr], exp.Expr]] = {
    exp.ArrayAgg: _Rewriting.gathered,
    exp.ArrayContains: _Rewriting.contains,
    exp.ArraySize: _Rewriting.length,
    exp.Avg: _Rewriting.mean,
    exp.Bracket: _Rewriting.element,
    exp.Cast: _Rewriting.cast,
    exp.Contains: _Rewriting.part,
    exp.DateDiff: _Rewriting.days,
    exp.Div: _Rewriting.division,
    exp.Filter: _Rewriting.filtered,
    exp.GroupConcat: _Rewriting.joined,
    exp.IntDiv: _Rewriting.whole_division,
    exp.Left: _Rewriting.end,
    exp.Length: _Rewriting.length,
    exp.Like: _Rewriting.like,
    exp.Mod: _Rewriting.remainder,
    exp.Right: _Rewriting.end,
    exp.Sub: _Rewriting.difference,
    exp.Substring: _Rewriting.substring,
    exp.TryCast: _Rewriting.cast,
}
