"""The state of one conversation: plain data that survives a restart as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from bot.core.messages import Peer

__all__ = ["Attempt", "Conversation", "Frame", "FrameKind", "JsonValue", "Offer", "Owner", "State"]


class Owner(StrEnum):
    """Who speaks for the shop in this conversation. Exactly one at a time."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"


class FrameKind(StrEnum):
    """What an open frame is about."""

    FLOW = "flow"
    REPLY = "reply"
    ASK_WHICH = "ask_which"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One thing the bot is in the middle of.

    Attributes:
        kind: a flow, a one-step reply that still needs slots, or a question which intent was meant.
        name: qualified name `topic.flow` or `topic.reply`; empty for ASK_WHICH.
        intent: the intent that opened it.
        utterance: the customer's sentence that opened it, replayed after ASK_WHICH and quoted on the handoff card.
        step: index of the step under way.
        settled: steps before this one are not taken again, whatever is corrected: what was said or done stays so.
        asking: name of the slot asked for, `confirm` while a confirmation is open, else empty.
        tries: how often the open question has been asked.
        pending: key of the action or verification whose result is awaited, else empty.
        slots: slot values by slot name (see bot.scripts.slots.SlotType for their JSON shapes).
        result: what the last action of this flow returned.
        options: for ASK_WHICH, the intent ids offered, in order.
        retries: how often the order source was found down for this frame; 0 when it does not wait for it.
        questions: how many questions were put since a slot was filled that had no value before.
        opened: the turn in which it was opened; tells it from an earlier one about the same.
    """

    kind: FrameKind
    name: str = ""
    intent: str = ""
    utterance: str = ""
    step: int = 0
    settled: int = 0
    asking: str = ""
    tries: int = 0
    pending: str = ""
    slots: dict[str, JsonValue] = field(default_factory=dict)
    result: dict[str, JsonValue] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    retries: int = 0
    questions: int = 0
    opened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the customer's next words may answer: a message of ours that they did not ask for.

    Attributes:
        order: number of the order it was about, or empty.
        yes, no: the intents that a yes and a no mean, or empty.
        rating: id of the rating that it asked for; 0 when it asked for none.
        question: which of the rating's questions it put, by the name of its slot; empty for words of their own.
    """

    order: str = ""
    yes: str = ""
    no: str = ""
    rating: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One thing the bot tried, in words an agent understands; shown on the handoff card."""

    at: datetime
    intent: str
    title: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All the dialogue remembers. Changed only by `bot.dialogue.step`.

    Attributes:
        language: of the customer, as the name of a pack.
        frames: stack, the last is on top.
        topic: the topic last answered, and when; follow-ups count while it is warm.
        order_number: the order last talked about, while warm.
        product_id: the product last talked about, while warm.
        ask: the customer's last sentence that said what they want, and when; quoted on the handoff card.
        rotation: how often each reply (qualified name) was said; variants rotate by it.
        last_said: the last bot sentences, newest last (≤ 6), so that none is said twice running.
        misses: messages in a row that were not understood.
        photos: media keys of photos nobody asked for yet, newest last (≤ 6); the next images slot takes them.
        attempts: what was tried since the conversation began or the last case closed (≤ 10).
        last_waiting_line_at: when a waiting customer was last told so.
        turns: how many turns were taken, for rotation and limits.
        offer: what was last said unasked, while the customer has not written since.
        unanswered: whether the customer has read nothing from the bot since they last wrote.
        heard: what the customer lately wrote (≤ 16, shortened), newest last, and when they last did; who says the same
            again and again needs a person.
        nudging: whether a timer runs that will ask a silent customer whether they are still there.
        fallbacks: how often the customer was not understood in this sitting (without a pause of minutes): asked which
            they meant, or asked again. Begins anew when something was done.
        agreed: what an agent had agreed with the customer when the conversation came back, and when that was.
        done: the flow that registered something last, as it would begin anew; a correction takes it up again.
    """

    language: str = ""
    frames: tuple[Frame, ...] = ()
    topic: str = ""
    topic_at: datetime | None = None
    order_number: str = ""
    product_id: str = ""
    ask: str = ""
    ask_at: datetime | None = None
    rotation: dict[str, int] = field(default_factory=dict)
    last_said: tuple[str, ...] = ()
    misses: int = 0
    photos: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    last_waiting_line_at: datetime | None = None
    turns: int = 0
    offer: Offer | None = None
    unanswered: bool = False
    heard: tuple[str, ...] = ()
    heard_at: datetime | None = None
    nudging: bool = False
    fallbacks: int = 0
    agreed: str = ""
    agreed_at: datetime | None = None
    done: Frame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One customer on one channel. `version` guards against two writers."""

    id: int
    channel: str
    account: str
    peer: Peer
    owner: Owner = Owner.BOT
    case_id: int | None = None
    state: State = field(default_factory=State)
    version: int = 0
