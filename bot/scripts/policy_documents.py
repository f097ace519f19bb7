"""The sections of shop.yaml that hold policy: every number that the bot itself decides by, with its bounds and default.

A number that shop.yaml leaves out is the default that stands here, where editors show it, and nowhere else.
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from bot.scripts.shapes import ClockTime, Document, Number, OpenDocument

_LONGEST: Final = 3650
"""Days. Ten years: more is a slip of the keyboard."""


class ShippingDoc(OpenDocument):
    """How parcels leave. Free keys may be added; replies read them as shop.shipping.<key>."""

    cutoff: ClockTime = Field(description='Paid before: leaves the same day. "16:00".')
    stuck_hours: Number | None = Field(
        default=None, ge=0, description="Hours without news after which a person asks the courier."
    )
    free_from: Number | None = Field(default=None, ge=0, description="Order value from which delivery is free.")
    fee: Number | None = Field(default=None, ge=0, description="Freight below that.")


class ReturnsDoc(OpenDocument):
    """How goods come back. Free keys may be added; replies read them as shop.returns.<key>."""

    days: Number = Field(
        default=0, ge=0, le=_LONGEST, description="Days after signing in which goods may come back without a reason."
    )
    quality_days: Number = Field(
        default=0,
        ge=0,
        le=_LONGEST,
        description="The same for a fault of shop or carrier; a refund after that needs a supervisor.",
    )


class PriceChangeDoc(Document):
    """Lower prices for unpaid orders, as somebody promised them."""

    max_off_percent: Number = Field(
        default=0, ge=0, le=100, description="What pre-sale may take off alone; above it a supervisor decides."
    )
    answer_minutes: Number | None = Field(default=None, ge=0, description="When the customer may expect an answer.")


class PriceProtectionDoc(Document):
    """Paying back the difference when the price falls."""

    days: Number = Field(default=0, ge=0, le=_LONGEST, description="Days after the payment; 0: only on the same day.")


class GoodwillDoc(Document):
    """What all compensation may come to, whatever the reasons; beyond it a supervisor decides."""

    per_order: Number = Field(default=0, ge=0, description="For one order, in the shop's currency; 0 is nothing.")


class ComplaintsDoc(Document):
    """How complaints are dealt with."""

    days: Number = Field(
        default=2, ge=0, le=_LONGEST, description="Days after which an unresolved complaint goes to a supervisor."
    )
