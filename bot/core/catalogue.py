"""The business actions that a flow may `do`: what each needs, what it takes, what it gives, why it may be refused.

The scripts are checked against this table, the shell holds one handler for each row, and docs/scripts.md shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.customers import Tier
from bot.core.roles import Role
from bot.core.tasks import TaskKind


class Refused(StrEnum):
    """Why an action was not performed; replies read it as `result.reason`."""

    NOT_YOURS = "not_yours"  # the order is not this customer's, or is gone
    UNPAID = "unpaid"
    PAID = "paid"
    NOT_SHIPPED = "not_shipped"
    SHIPPED = "shipped"
    SIGNED = "signed"
    CLOSED = "closed"
    REFUNDED = "refunded"  # nothing of what was paid is left
    BAD_AMOUNT = "bad_amount"  # not a number, not positive, or more than there is
    NONE_OPEN = "none_open"  # no return, exchange or repair is under way
    SAME_ORDER = "same_order"
    OTHER_ADDRESS = "other_address"
    NOTHING_TO_OFFER = "nothing_to_offer"  # the approved table says 0, or nothing
    OFFERED_BEFORE = "offered_before"
    TOO_LATE = "too_late"
    NOT_LOWER = "not_lower"
    UNDER_WAY = "under_way"  # something else is being done about the same piece
    UNKNOWN_PRICE = "unknown_price"  # products.yaml does not tell what it costs now


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A literal value that the script gives in `with`.

    Attributes:
        values: what it may be; empty for any text.
        table: the section of shop.yaml whose keys it may be, instead of `values`.
        required: whether the script must give it.
    """

    values: tuple[str, ...] = ()
    table: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """The contract of one business action.

    Attributes:
        slots: slots that must be filled before it.
        optional: slots handed over when filled.
        everything: hand over every slot the flow collected.
        settings: literal values the script gives in `with`.
        results: fields of `result` that replies may mention once it was performed.
        refusals: what `result.reason` may be in the reply said when it was not.
        work: the register that what it begins about an order stands in; None where it begins nothing, or `with` says.
    """

    slots: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    everything: bool = False
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    results: tuple[str, ...] = ("id",)
    refusals: tuple[Refused, ...] = ()
    work: TaskKind | None = None


MONEY_RESULTS: Final = frozenset({"amount"})
"""Fields of `result` that are amounts, carried as decimal text."""

NOTE_KINDS: Final = ("courier", "invoice", "card", "gift", "delivery_time", "other")
COURIER_KINDS: Final = ("stuck", "late", "lost", "damaged", "signed", "seized", "recall", "redirect")
COMPLAINT_KINDS: Final = ("service", "logistics", "quality", "description", "price", "other")

_EVIDENCE: Final = ("which_item", "what_missing", "photos", "detail")
_BACK: Final = (Refused.NOT_YOURS, Refused.UNPAID, Refused.NOT_SHIPPED, Refused.CLOSED)
_CHANGE: Final = (Refused.NOT_YOURS, Refused.SIGNED, Refused.CLOSED)

ACTIONS: Final[Mapping[str, ActionSpec]] = MappingProxyType(
    {
        "create_return": ActionSpec(
            work=TaskKind.RETURN,
            slots=("order", "reason"),
            optional=(*_EVIDENCE, "wish"),
            refusals=(*_BACK, Refused.REFUNDED, Refused.UNDER_WAY),
        ),
        "create_exchange": ActionSpec(
            work=TaskKind.EXCHANGE,
            slots=("order", "reason", "wish"),
            optional=_EVIDENCE,
            refusals=(*_BACK, Refused.UNDER_WAY),
        ),
        "create_repair": ActionSpec(
            work=TaskKind.REPAIR,
            slots=("order", "detail"),
            everything=True,
            refusals=(*_BACK, Refused.UNDER_WAY),
        ),
        "request_resend": ActionSpec(
            work=TaskKind.RESEND, slots=("order",), everything=True, refusals=(*_BACK, Refused.UNDER_WAY)
        ),
        "request_refund": ActionSpec(
            work=TaskKind.REFUND,
            slots=("order",),
            optional=("reason", *_EVIDENCE, "amount"),
            settings=MappingProxyType({"scope": Setting(values=("full", "partial"))}),
            results=("id", "amount"),
            refusals=(
                Refused.NOT_YOURS,
                Refused.UNPAID,
                Refused.CLOSED,
                Refused.REFUNDED,
                Refused.BAD_AMOUNT,
                Refused.UNDER_WAY,
            ),
        ),
        "register_return_tracking": ActionSpec(
            work=TaskKind.AWAIT_PARCEL,
            slots=("order", "return_number"),
            optional=("corrects",),
            refusals=(Refused.NOT_YOURS, Refused.NONE_OPEN),
        ),
        "change_address": ActionSpec(
            work=TaskKind.CHANGE_ADDRESS, slots=("order", "address"), optional=("receiver", "phone"), refusals=_CHANGE
        ),
        "change_item": ActionSpec(
            work=TaskKind.CHANGE_ITEM, slots=("order", "change"), optional=("which_item",), refusals=_CHANGE
        ),
        "cancel_order": ActionSpec(
            work=TaskKind.CANCEL_ORDER,
            slots=("order",),
            optional=("reason", "detail"),
            results=("id", "amount", "before"),
            refusals=(Refused.NOT_YOURS, Refused.SHIPPED, Refused.SIGNED, Refused.CLOSED),
        ),
        "merge_orders": ActionSpec(
            work=TaskKind.MERGE_ORDERS,
            slots=("order", "other_order"),
            refusals=(
                Refused.NOT_YOURS,
                Refused.SAME_ORDER,
                Refused.OTHER_ADDRESS,
                Refused.UNPAID,
                Refused.SHIPPED,
                Refused.SIGNED,
                Refused.CLOSED,
            ),
        ),
        "add_order_note": ActionSpec(
            work=TaskKind.ORDER_NOTE,
            slots=("order",),
            everything=True,
            settings=MappingProxyType({"kind": Setting(values=NOTE_KINDS)}),
            refusals=(Refused.NOT_YOURS, Refused.SHIPPED, Refused.SIGNED, Refused.CLOSED),
        ),
        "offer_coupon": ActionSpec(
            work=TaskKind.COUPON,
            optional=("order",),
            settings=MappingProxyType({"reason": Setting(table="compensation")}),
            results=("id", "amount"),
            refusals=(Refused.NOT_YOURS, Refused.NOTHING_TO_OFFER, Refused.OFFERED_BEFORE, Refused.BAD_AMOUNT),
        ),
        "contact_courier": ActionSpec(
            work=TaskKind.CONTACT_COURIER,
            slots=("order",),
            everything=True,
            settings=MappingProxyType({"kind": Setting(values=COURIER_KINDS)}),
            refusals=_BACK,
        ),
        "hurry_shipping": ActionSpec(
            work=TaskKind.HURRY_SHIPPING,
            slots=("order",),
            refusals=(Refused.NOT_YOURS, Refused.UNPAID, Refused.SHIPPED, Refused.SIGNED, Refused.CLOSED),
        ),
        "request_price_change": ActionSpec(
            work=TaskKind.PRICE_CHANGE,
            slots=("order", "price"),
            refusals=(Refused.NOT_YOURS, Refused.PAID, Refused.CLOSED, Refused.BAD_AMOUNT),
        ),
        "request_price_protection": ActionSpec(
            work=TaskKind.PRICE_PROTECTION,
            slots=("order",),
            results=("id", "amount"),
            refusals=(
                Refused.NOT_YOURS,
                Refused.UNPAID,
                Refused.CLOSED,
                Refused.REFUNDED,
                Refused.TOO_LATE,
                Refused.NOT_LOWER,
                Refused.OFFERED_BEFORE,
                Refused.UNKNOWN_PRICE,
            ),
        ),
        "register_transfer": ActionSpec(
            work=TaskKind.TRANSFER,
            slots=("order",),
            everything=True,
            refusals=(Refused.NOT_YOURS, Refused.PAID, Refused.CLOSED),
        ),
        "register_complaint": ActionSpec(
            work=TaskKind.COMPLAINT,
            slots=("detail",),
            everything=True,
            settings=MappingProxyType({"kind": Setting(values=COMPLAINT_KINDS, required=False)}),
            refusals=(Refused.NOT_YOURS,),
        ),
        "note_customer": ActionSpec(
            settings=MappingProxyType(
                {
                    "tag": Setting(required=False),
                    "untag": Setting(required=False),
                    "temperament": Setting(required=False),
                    "tier": Setting(values=tuple(Tier), required=False),
                }
            ),
            results=(),
        ),
        "set_notices": ActionSpec(settings=MappingProxyType({"on": Setting(values=("true", "false"))}), results=()),
        "create_task": ActionSpec(
            everything=True,
            settings=MappingProxyType({"kind": Setting(values=tuple(TaskKind)), "role": Setting(values=tuple(Role))}),
            refusals=(Refused.NOT_YOURS,),
        ),
    }
)
"""Business actions by name."""
