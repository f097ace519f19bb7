"""The sentences the engine says by itself: common.yaml of every pack must have each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.timers import TimerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReply:
    """When it is said, which names it has besides the ones every reply has, and which of those are filled for sure."""

    said: str
    names: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


ENGINE_REPLIES: Final[Mapping[str, EngineReply]] = MappingProxyType(
    {
        "handoff": EngineReply(said="a person takes over; the only line of that turn", names=("handoff",)),
        "still_waiting": EngineReply(said="a waiting customer asks again for a person"),
        "ask_which": EngineReply(said="which of up to three intents was meant; buttons are added"),
        "bind_order": EngineReply(said="order number and the phone's last four digits are needed"),
        "bind_phone": EngineReply(said="the number is there, the four digits are missing"),
        "bind_number": EngineReply(said="the four digits are there, the number is missing"),
        "bind_refused": EngineReply(said="number and digits do not belong together", names=("bind",)),
        "cancelled": EngineReply(said="a flow was left at the customer's wish"),
        "nothing_to_cancel": EngineReply(said="cancelling while nothing is under way"),
        "nudge": EngineReply(said="yes or no while nothing was asked"),
        "noted": EngineReply(said="something was told that would be asked later; begins the open question put again"),
        "confirm_again": EngineReply(
            said="a confirmation was answered by neither yes nor no; `missed.kind` is `question` or `statement` if "
            "that was not understood at all",
            names=("missed",),
        ),
        "photo_received": EngineReply(said="a photo or video came while nothing was asked"),
        "photo_kept": EngineReply(said="a photo or video came while something else was asked; the question stays open"),
        "unsupported_media": EngineReply(
            said="a voice message, file, sticker or location came; `media.asked` is the type of the slot asked for",
            names=("media",),
        ),
        "orders_down": EngineReply(said="the order system does not answer; it will be asked again"),
        "orders_still_down": EngineReply(said="a customer writes while the order system still does not answer"),
        "orders_back": EngineReply(said="the order system answers again; the flow goes on after it"),
        "orders_gave_up": EngineReply(said="it did not answer again and again; begins the handoff line"),
        "action_failed": EngineReply(said="an action did not work"),
        "handed_back": EngineReply(said="an agent gave the conversation back", names=("handed_back",)),
        "agreed_unclear": EngineReply(
            said="not understood soon after that; says again what was agreed and begins the handoff line",
            names=("handed_back",),
        ),
        "price_changed": EngineReply(said="the approved price stands on the order: please pay", filled=("order",)),
        "price_refused": EngineReply(
            said="the price asked for cannot be given; what the policy offers instead", filled=("order",)
        ),
        "left_meanwhile": EngineReply(
            said="a parcel left before it could be stopped: the courier is asked, a person looks at the refund",
            filled=("order",),
        ),
        "refund_approved": EngineReply(
            said="a person agreed to a refund; `result.amount` if an amount was settled", filled=("order",)
        ),
        "refund_refused": EngineReply(
            said="a person refused a refund; softly, and what else there is", filled=("order",)
        ),
        "coupon_approved": EngineReply(said="a coupon beyond the table was approved: `result.amount`"),
        "coupon_refused": EngineReply(
            said="a coupon beyond the table was not approved; kindly, and what else there is"
        ),
        "complaint_reconsidered": EngineReply(
            said="a supervisor wants a better proposal for a complaint: it takes longer, and is not forgotten"
        ),
        "complaint_answered": EngineReply(said="a supervisor approved how a complaint is settled: `result.proposal`"),
        "order_differs": EngineReply(
            said="a product was named that the order does not have; which order is meant is asked after it",
            filled=("order",),
        ),
        "in_turn": EngineReply(
            said="several orders or things are worked one after the other: `in_turn.now`, then `in_turn.later`; "
            "`in_turn.left` are orders it cannot be about",
            names=("in_turn",),
        ),
        "how_it_stands": EngineReply(
            said="how what was registered stands: `at_work.kind` is the register of the newest, or its kind of note "
            "or of what the courier is asked; `at_work.title` and `at_work.number` are of all that is meant",
            names=("at_work",),
            filled=("order",),
        ),
        "order_taken": EngineReply(
            said="of several orders the only one that can be meant is taken: names it, and how to say another",
            filled=("order",),
        ),
    }
)

OUTREACH_TOPIC: Final = "outreach"
"""The topic whose replies are sent unasked, each called as its kind in section `outreach` of shop.yaml."""


def _about_order(said: str) -> EngineReply:
    return EngineReply(said=said, names=("outreach",), filled=("order",))


OUTREACH_REPLIES: Final[Mapping[str, EngineReply]] = MappingProxyType(
    {
        TimerKind.ADDRESS_CHECK.value: _about_order("an order was paid: is the address right?"),
        TimerKind.PAYMENT_REMINDER.value: _about_order("an order is still unpaid"),
        TimerKind.NUDGE.value: EngineReply(said="somebody asked about a product and fell silent", names=("outreach",)),
        TimerKind.SHIPPED.value: _about_order("a parcel left"),
        TimerKind.FOLLOW_UP.value: _about_order("a parcel was signed for some days ago"),
        TimerKind.REVISIT.value: _about_order("somebody bought long ago and nothing since"),
    }
)
"""Messages that customers did not ask for; a pack has those that shop.yaml switches on."""

RATING_TOPIC: Final = "rating"
"""The topic of the replies and options that the engine asks for a rating with."""

SATISFACTION_SLOT: Final = "satisfaction"
"""The choice of how content a customer is; its options are those of `bot.core.ratings.Satisfaction`."""

CAUSE_SLOT: Final = "rating_cause"
"""The choice of why it was not better. An option with `data: {attitude: true}` is how the customer was treated."""

RATING_REPLIES: Final[Mapping[str, EngineReply]] = MappingProxyType(
    {
        "invite": EngineReply(said="a case was solved: how was it? Buttons are added", names=("rating",)),
        "thanks": EngineReply(said="the customer is satisfied", names=("rating",)),
        "ask_cause": EngineReply(said="it could have been better: why? Buttons are added", names=("rating",)),
        "noted": EngineReply(said="the cause, or words of the customer's own, were noted", names=("rating",)),
        "kept": EngineReply(said="the same was said before; nothing changed", names=("rating",)),
        "late": EngineReply(said="a button was pressed after the time to rate; what else the shop can do"),
    }
)
"""Sentences about a rating; a pack has them when shop.yaml asks for ratings (`desk.rating`)."""
