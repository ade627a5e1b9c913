"""Trade indicators on arrays: specialisation, balance, pairs of countries, growth, sophistication.

Arrays in, arrays or frozen results out. Amounts are of one year and one currency, countries (and
markets) come before products, and products are the last axis. A cell of zero means "reported, no
trade"; a country that did not report is left out or given a row of zeros, which makes it undefined.

Undefined is NaN, never zero and never infinity; `undefined` and `undefined_balance` say why, and
`REASONS` puts it in words. Amounts that are negative, NaN or infinite raise ValueError.
"""

from policyloom.methods.trade.balance import (
    grubel_lloyd,
    grubel_lloyd_balanced,
    grubel_lloyd_weighted,
    lafay,
    tsi,
)
from policyloom.methods.trade.growth import (
    ConstantMarketShare,
    MarketShareChange,
    MarketSharesOfAll,
    constant_market_share,
    constant_market_share_of_all,
    market_share_change,
)
from policyloom.methods.trade.pairs import (
    complementarity,
    export_similarity,
    export_similarity_in,
    mca,
    trade_intensity,
)
from policyloom.methods.trade.quality import UnitValues, unit_values
from policyloom.methods.trade.reasons import REASONS, undefined, undefined_balance
from policyloom.methods.trade.sophistication import expy, prody
from policyloom.methods.trade.specialisation import nrca, rca, rsca, world_share
from policyloom.methods.trade.supply import (
    Supply,
    import_penetration,
    self_sufficiency,
    supply,
)

__all__ = [
    "REASONS",
    "ConstantMarketShare",
    "MarketShareChange",
    "MarketSharesOfAll",
    "Supply",
    "UnitValues",
    "complementarity",
    "constant_market_share",
    "constant_market_share_of_all",
    "export_similarity",
    "export_similarity_in",
    "expy",
    "grubel_lloyd",
    "grubel_lloyd_balanced",
    "grubel_lloyd_weighted",
    "import_penetration",
    "lafay",
    "market_share_change",
    "mca",
    "nrca",
    "prody",
    "rca",
    "rsca",
    "self_sufficiency",
    "supply",
    "trade_intensity",
    "tsi",
    "undefined",
    "undefined_balance",
    "unit_values",
    "world_share",
]
