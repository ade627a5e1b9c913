"""Weighted sums over the product space without a product-by-product matrix.

Proximity phi_pq = N_pq / max(k_p, k_q) (Hidalgo et al. 2007) depends on ubiquity k only through
the larger of two. With products sorted by ubiquity, for any weights L (rows x products)

    (L phi)_p = S_{q before p} L_q N_qp / k_p  +  S_{q after p} L_q N_qp / k_q

and N_qp = M_q'M_p, so both sums are running products of L with M, rows x countries: about 4 C^2 P
operations in place of 4 C P^2. Products are taken in blocks, exactly inside a block, so that the
work stays in matrix products; few products are one block, which is the plain form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.trade.amounts import Floats

_BLOCK = 100
_PLAIN = 900
"""Up to this many products the plain product-by-product form is the faster one."""


@dataclass(frozen=True)
class ProductSpace:
    """Products sorted by ubiquity, who makes them, and the proximities inside each block.

    `made` is products (sorted) x countries of 0 and 1, `ubiquity` its row sums, `order` the place
    of each sorted product in the original.
    """

    order: NDArray[np.intp]
    made: Floats
    ubiquity: Floats
    blocks: tuple[slice, ...]
    inside: tuple[Floats, ...]

    def spread(self, weights: Floats) -> Floats:
        """Return phi times the weights; both products (sorted) x columns."""
        found = np.empty_like(weights)
        running = np.zeros((self.made.shape[1], weights.shape[1]), dtype=weights.dtype)
        for block, proximity in zip(self.blocks, self.inside, strict=True):
            made, own = self.made[block], weights[block]
            found[block] = proximity @ own
            if block.start > 0:
                found[block] += (made / self.ubiquity[block][:, np.newaxis]) @ running
            if block.stop < len(weights):
                running += made.T @ own
        running[:] = 0
        for block in reversed(self.blocks[1:]):
            made, own = self.made[block], weights[block]
            running += (made / self.ubiquity[block][:, np.newaxis]).T @ own
            earlier = slice(max(block.start - _BLOCK, 0), block.start)
            found[earlier] += self.made[earlier] @ running
        return found

    def total(self) -> Floats:
        """Return the sum of each product's proximities, itself included; sorted products."""
        ones = np.ones((len(self.made), 1), dtype=self.made.dtype)
        return self.spread(ones)[:, 0]


def product_space(made: NDArray[np.bool_], ubiquity: Floats, dtype: type) -> ProductSpace:
    """Sort and cut the products; `made` is countries x products, all of them made somewhere."""
    order = np.argsort(ubiquity, kind="stable")
    sorted_made: Floats = made.T[order].astype(dtype)
    sizes: Floats = ubiquity[order].astype(dtype)
    count = len(order)
    step = max(count, 1) if count <= _PLAIN else _BLOCK
    blocks = tuple(slice(i, min(i + step, count)) for i in range(0, count, step))
    inside = tuple(_proximity(sorted_made[b], sizes[b]) for b in blocks)
    return ProductSpace(order, sorted_made, sizes, blocks, inside)


def _proximity(made: Floats, ubiquity: Floats) -> Floats:
    together = made @ made.T
    # Sorted by ubiquity, so the larger of two is that of the later product.
    together /= np.maximum(ubiquity[:, np.newaxis], ubiquity[np.newaxis, :])
    return together
