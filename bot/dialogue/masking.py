"""What is read out of an order's label to somebody who only proved its number and four digits of the phone.

Both stand on the parcel itself: whoever picked it up is not to learn who lives where. A buyer whom the shop vouches for
reads all of it, and what a customer typed is theirs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.orders import Order

_AREA: Final = re.compile(r".{2,12}?(?:[市州盟](?:.{1,6}?[区县市旗])?|[区县旗])")
_KEPT: Final = 6
_HIDDEN: Final = "***"


def masked(order: Order) -> Order:
    """The order with the area instead of the address, and the first letter of the receiver."""
    receiver = f"{order.receiver[:1]}**" if order.receiver else ""
    return replace(order, receiver=receiver, address=masked_address(order.address))


def masked_address(address: str) -> str:
    """上海市浦东新区***, of a whole address; empty for none."""
    area = _AREA.match(address)
    return f"{area.group() if area else address[:_KEPT]}{_HIDDEN}" if address else ""
