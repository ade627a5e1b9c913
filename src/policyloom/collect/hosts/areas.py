"""The codes that UN Comtrade and BACI have for economies, by ISO 3166-1 alpha-3 code.

They are the codes of the UN (M49), except where Comtrade has its own: the United States with Puerto
Rico and the Virgin Islands (842), France with Monaco (251), India (699), Switzerland with
Liechtenstein (757), Norway with Svalbard (579), and "Other Asia, nes" (490), which is what it calls
the trade of Taiwan. Economies that are not here are named in the `codes` of the request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policyloom.model.requests import Request

WORLD: Final = "WLD"
_LISTED: Final = (
    "WLD=0 ARE=784 ARG=32 AUS=36 AUT=40 BEL=56 BRA=76 CAN=124 CHE=757 CHL=152 CHN=156 COL=170 "
    "CZE=203 DEU=276 DNK=208 ESP=724 EST=233 FIN=246 FRA=251 GBR=826 GRC=300 HKG=344 HUN=348 "
    "IDN=360 IND=699 IRL=372 ISL=352 ISR=376 ITA=380 JPN=392 KOR=410 LTU=440 LUX=442 LVA=428 "
    "MAC=446 MEX=484 MYS=458 NLD=528 NOR=579 NZL=554 PER=604 PHL=608 POL=616 PRT=620 RUS=643 "
    "SAU=682 SGP=702 SVK=703 SVN=705 SWE=752 THA=764 TUR=792 TWN=490 USA=842 VNM=704 ZAF=710"
)
CODES: Final[Mapping[str, str]] = dict(re.findall(r"(\w+)=(\d+)", _LISTED))


def code_of(request: Request, economy: str) -> str:
    """Return a host's code of an economy; "" where neither the request nor the table has one."""
    given = request.areas.get(economy, "")
    if request.host in ("comtrade", "baci"):
        return given or CODES.get(economy, "")
    return given or economy


def economies_by_code(request: Request) -> dict[str, str]:
    """Return the study's economies by the host's codes, as a request names them."""
    names = (*request.economies, *request.partners)
    return {code_of(request, name): name for name in names if code_of(request, name)}
