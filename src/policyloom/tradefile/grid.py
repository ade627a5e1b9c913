"""Tables of a year that have every country or product, or every pair of both, as columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from policyloom.store.bulk.grid import By, Column
from policyloom.tradefile.catalogue import BALANCE, COUNTS, SPREAD, Level
from policyloom.tradefile.indicators import Columns, YearTables


def grid_columns(
    tables: YearTables, countries: Sequence[str], products: Sequence[str]
) -> list[Column]:
    """Return the columns of a year in the order of the file: keys, values, spread, reason."""
    shape = len(countries), len(products)
    year = np.full(shape[0], tables.year)
    columns = [
        Column("year", "outer", year, "int16"),
        Column("country", "outer", np.arange(shape[0]), "text", tuple(countries)),
        Column("product", "inner", np.arange(shape[1]), "text", tuple(products)),
    ]
    columns += [
        Column(name, "cells", values, values.dtype.name)
        for name, values in tables.cells.items()
        if name not in ("c", "p")
    ]
    sides: tuple[tuple[By, Columns], ...] = (("outer", tables.countries),
                                             ("inner", tables.products))  # fmt: skip
    for by, found in sides:
        for name in SPREAD:
            if name in found:
                kind = "int32" if name in COUNTS else found[name].dtype.name
                columns.append(Column(name, by, found[name], kind))
    return [*columns, _reason(tables, shape)]


def side_columns(tables: YearTables, level: Level, names: Sequence[str]) -> list[Column]:
    """Return the columns of the table of countries or of products: one outer key, the year."""
    found: Columns = tables.countries if level == "countries" else tables.products
    name = "country" if level == "countries" else "product"
    columns = [
        Column("year", "outer", np.array([tables.year]), "int16"),
        Column(name, "inner", np.arange(len(names)), "text", tuple(names)),
    ]
    for value, array in found.items():
        if value == "reason":
            words, codes = _numbered(array)
            codes[codes == 0] = -1
            columns.append(Column(value, "inner", codes, "text", tuple(words)))
        elif value in COUNTS:
            columns.append(Column(value, "inner", array, "int32"))
        else:
            columns.append(Column(value, "cells", array, array.dtype.name))
    return columns


def _reason(tables: YearTables, shape: tuple[int, int]) -> Column:
    """Return why cells are empty: the country's reason, the product's, and the balance's."""
    of_country, country = _numbered(tables.countries["reason"])
    of_product, product = _numbered(tables.products["reason"])
    codes: NDArray[np.int32] = country[:, np.newaxis] * len(of_product) + product
    codes *= 2
    balance = next((name for name in BALANCE if name in tables.cells), "")
    if balance:
        codes += np.isnan(tables.cells[balance]).reshape(shape)
    words = tuple(
        "; ".join(text for text in (a, b, c) if text)
        for a in of_country
        for b in of_product
        for c in ("", "no_trade")
    )
    said = np.array([bool(word) for word in words])
    if len(words) == 2 and not codes.any():  # nothing to say, so nothing to look for
        return Column("reason", "outer", np.full(shape[0], -1), "text")
    return Column("reason", "cells", np.where(said[codes], codes, -1).ravel(), "text", words)


def _numbered(reasons: NDArray[np.object_]) -> tuple[list[str], NDArray[np.int32]]:
    """Return the different reasons, none first, and the place of each in them."""
    words = sorted({"", *map(str, reasons)})
    places = {word: place for place, word in enumerate(words)}
    return words, np.array([places[str(reason)] for reason in reasons], dtype=np.int32)
