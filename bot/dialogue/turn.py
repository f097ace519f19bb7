"""What one call of `step` works with: the turn in the making, and the turn it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.core.actions import Action, Say
from bot.core.conversation import Attempt, Frame, JsonValue, State
from bot.core.errors import KefuError
from bot.core.events import Facts
from bot.core.messages import Button, Content
from bot.dialogue.wording import OUTCOMES, Outcome
from bot.scripts.book import Intent, Pack, ScriptBook
from intents import Match

WARM: Final = timedelta(minutes=10)
"""How long the last topic and order are taken to be what the customer still talks about."""

MAX_SAYS: Final = 5
"""Messages of the bot in one turn; a customer reads no more."""

HANDOFF_LINE: Final = "common.handoff"

BINDING: Final = "_binding"
"""Slot under which a frame keeps an order number and phone digits until they are verified. Scripts cannot read it:
their names never begin with an underscore."""

ALL_ORDERS: Final = "_all_orders"
"""Slot under which a frame notes that the orders its intent is most likely about are not the only ones meant."""

GUESSED: Final = "_guessed"
"""Slot under which a frame notes that its order was taken without the customer having named it."""

DOUBTED: Final = "_doubted"
"""Slot under which a frame notes the order that does not have what the customer named: it may be meant all the same."""

THING: Final = "_thing"
"""Slot under which a frame keeps the product that was named, asked which order is meant, and that several have."""

UNCHANGED: Final = "_unchanged"
"""Slot under which a frame keeps what was said where an address was asked for, and only the phone is a new one."""

PLACE: Final = "_place"
"""Slot under which a frame keeps a part of an address that waits for the other: the city, or the street."""

PHONES: Final = "_phones"
"""Slot under which a frame keeps the phones of an address of which nobody can tell which one is meant, or which is
no whole number."""

SAID: Final = "_said"
"""Slot under which a frame keeps what it was opened for, which is the text that it would ask for."""

SEEN: Final = "_seen"
"""Slot under which a frame notes in what state the order was when the customer was asked to confirm."""

PAUSED: Final = "_paused"
"""Slot under which a frame notes that the customer asked for a moment since the question to confirm was put."""

MEANWHILE: Final = "_meanwhile"
"""Slot under which a frame that waits for the orders keeps what the customer wrote in the meantime, line by line."""

BESIDE: Final = 4
"""Fewer characters beside a number, an option's word or another answer are no matter of their own, more are: 就15吧."""

MAX_FRAMES: Final = 8
MAX_WORDS: Final = 500
"""Characters kept of a customer's sentence."""

_KEPT_ATTEMPTS: Final = 10
_KEPT_SAID: Final = 6
_KEPT_ROTATIONS: Final = 500


class ScriptGone(KefuError):
    """A frame needs a flow, reply or slot that the scripts no longer have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What was decided.

    Attributes:
        state: to be stored.
        actions: to be performed in order.
        matches: how the customer's message was read, for `kefu chat --why`.
        trace: what was decided and why, one line each.
        slots: every slot value that the frames held in the course of the turn, closed ones too.
        reached: the places of the scripts that were used: language, then a name of `bot.dialogue.points`.
    """

    state: State
    actions: tuple[Action, ...]
    matches: tuple[Match, ...] = ()
    trace: tuple[str, ...] = ()
    reached: tuple[tuple[str, str], ...] = ()
    slots: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True, kw_only=True)
class Talk:
    """The turn in the making: what is known, what was decided so far. Lives for one call of `step`.

    Attributes:
        over: a person was called; nothing more is said or asked.
        withheld: an answer was left out because the customer read these very words a moment ago.
        lost: a frame was dropped because the scripts changed under it.
        harmless: nothing was said that could answer the open question, so that it is no reason to give up.
        quiet: the open question is not put again in this turn.
        ended: a flow came to its end.
        stale: a button was pressed that stood below another question.
        away: the customer writes for the first time in hours.
        noted: something was told that is no answer to the open question, and would have been asked next.
        missed: what was said to a confirmation and not understood: "question" or "statement"; empty if nothing was.
    """

    book: ScriptBook
    facts: Facts
    now: datetime
    state: State
    actions: list[Action] = field(default_factory=list)
    matches: tuple[Match, ...] = ()
    trace: list[str] = field(default_factory=list)
    reached: list[tuple[str, str]] = field(default_factory=list)
    slots: dict[str, JsonValue] = field(default_factory=dict)
    over: bool = False
    withheld: bool = False
    lost: bool = False
    harmless: bool = False
    quiet: bool = False
    ended: bool = False
    stale: bool = False
    away: bool = False
    noted: bool = False
    missed: str = ""

    @property
    def pack(self) -> Pack:
        """The scripts in the customer's language."""
        packs = self.book.packs
        return packs[self.state.language if self.state.language in packs else self.book.default_language]

    @property
    def top(self) -> Frame | None:
        """What the bot is in the middle of."""
        return self.state.frames[-1] if self.state.frames else None

    @property
    def warm(self) -> bool:
        """Whether the last topic and order are still what the customer talks about."""
        return self.state.topic_at is not None and self.now - self.state.topic_at <= WARM

    def note(self, line: str) -> None:
        """Say why, to whoever asks `--why`."""
        self.trace.append(line)

    def reach(self, *points: str) -> None:
        """Remember that these places of the scripts were used."""
        self.reached.extend((self.pack.language, point) for point in points)

    def push(self, frame: Frame) -> None:
        """Open a frame on top; the oldest is given up beyond MAX_FRAMES."""
        self.slots |= frame.slots
        frame = replace(frame, opened=self.state.turns)
        self.state = replace(self.state, frames=(*self.state.frames, frame)[-MAX_FRAMES:])

    def pop(self) -> None:
        """Close the frame on top."""
        self.state = replace(self.state, frames=self.state.frames[:-1])

    def change(self, frame: Frame) -> None:
        """Put `frame` in the place of the one on top."""
        self.slots |= frame.slots
        self.state = replace(self.state, frames=(*self.state.frames[:-1], frame))

    def lift(self, frame: Frame) -> None:
        """Bring an open frame to the top."""
        self.state = replace(self.state, frames=(*(one for one in self.state.frames if one is not frame), frame))

    def act(self, action: Action) -> None:
        """Decide on an action."""
        self.actions.append(action)

    @property
    def says(self) -> int:
        """How many messages were decided on."""
        return sum(isinstance(action, Say) for action in self.actions)

    def say(self, text: str, *, reply: str, buttons: tuple[Button, ...] = ()) -> None:
        """Tell the customer, and remember that these words were said. Beyond MAX_SAYS only the handoff line is."""
        if self.over or (self.says >= MAX_SAYS and reply != HANDOFF_LINE):
            self.note(f"left out {reply}: enough was said")
            return
        rotation = dict(self.state.rotation) if len(self.state.rotation) < _KEPT_ROTATIONS else {}
        rotation[reply] = rotation.get(reply, 0) + 1
        last_said = (*self.state.last_said, text)[-_KEPT_SAID:]
        self.state = replace(self.state, rotation=rotation, last_said=last_said, unanswered=False)
        self.act(Say(content=Content(text=text, buttons=buttons), reply=reply))

    def tried(self, intent: str, outcome: Outcome) -> None:
        """Remember for the handoff card what the bot did, in the shop's own language."""
        known = self.pack.intents.get(intent)
        words = OUTCOMES.get(self.book.default_language, OUTCOMES["en"])[outcome]
        title = known.title if known else intent
        attempt = Attempt(at=self.now, intent=intent, title=title, outcome=words)
        self.state = replace(self.state, attempts=(*self.state.attempts, attempt)[-_KEPT_ATTEMPTS:])

    def warm_up(self, intent: Intent) -> None:
        """Take up the intent's topic, if it is one that customers follow up on."""
        self._cool_down()
        followed = any(other.topic == intent.topic and other.spec.followups for other in self.pack.intents.values())
        if followed or not self.warm:
            self.state = replace(self.state, topic=intent.topic, topic_at=self.now)
        else:
            self.state = replace(self.state, topic_at=self.now)

    def remember_order(self, number: str) -> None:
        """This order is being talked about."""
        self._cool_down()
        topic = self.state.topic if self.warm else ""
        self.state = replace(self.state, order_number=number, topic=topic, topic_at=self.now)

    def remember_product(self, product: str) -> None:
        """This product is being talked about."""
        self._cool_down()
        topic = self.state.topic if self.warm else ""
        self.state = replace(self.state, product_id=product, topic=topic, topic_at=self.now)

    def _cool_down(self) -> None:
        """What was talked about long ago is not meant any more when the talk goes on."""
        if not self.warm:
            self.state = replace(self.state, order_number="", product_id="")

    def finish(self) -> Turn:
        """The turn as decided."""
        return Turn(
            state=self.state,
            actions=tuple(self.actions),
            matches=self.matches,
            trace=tuple(self.trace),
            reached=tuple(self.reached),
            slots=MappingProxyType(self.slots),
        )
