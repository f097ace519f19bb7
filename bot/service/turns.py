"""Takes a conversation's turn: reads what is unread, asks the dialogue, performs what it decided.

All of it is one function of a unit of work, so one transaction holds the new state, the outbox rows, the case
and "inbox read" — or none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core.actions import CancelTimer, HandOff, HandOffReason, Perform, Rate, Say, StartTimer, VerifyOrder
from bot.core.conversation import Conversation, FrameKind, Owner, State
from bot.core.events import Event, Facts, Notice, OrderVerified, Received
from bot.core.measures import Decision
from bot.core.messages import Author, Draft, Incoming
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent
from bot.desk import rules
from bot.dialogue import Turn, step
from bot.dialogue.handoff import hand_off
from bot.dialogue.turn import MAX_WORDS, Talk
from bot.scripts.book import ScriptBook
from bot.service.actions import perform, verify_order
from bot.service.announcing import message_created
from bot.service.case_log import enact, open_case
from bot.service.facts import load_facts
from bot.service.outreach import orders_seen
from bot.service.ratings import rate, take_presses

_MAX_ROUNDS: Final = 8
"""Action → event → step rounds in one turn; a flow has a handful at most, so more means a loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a turn needs besides the unit of work.

    `present` are the ids of agents who have a desk open; `orders_down` are the conversations for whose customers the
    order source did not answer just now.
    """

    book: ScriptBook
    now: datetime
    present: frozenset[int] = frozenset()
    orders_down: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What happened in a turn: the conversation afterwards, each step's verdict, and whether the desk has news."""

    conversation: Conversation
    steps: tuple[Turn, ...] = ()
    desk_news: bool = False


def decision_of(taken: Taken) -> Decision:
    """What came of reading what the customer wrote, for those who watch over the shop."""
    actions = [action for turn in taken.steps for action in turn.actions]
    if any(isinstance(action, HandOff) for action in actions):
        return Decision.HANDED_OVER
    if not any(isinstance(action, Say) for action in actions):
        return Decision.LEFT_ALONE
    frames = taken.conversation.state.frames
    asks = bool(frames) and (bool(frames[-1].asking) or frames[-1].kind is FrameKind.ASK_WHICH)
    return Decision.ASKED if asks else Decision.ANSWERED


def take_turn(uow: UnitOfWork, room: Room, conversation: Conversation) -> Taken:
    """Read the conversation's unread messages and answer them. With an agent in charge the bot only marks them read."""
    unread = uow.inbox.unread(conversation.id)
    if not unread:
        return Taken(conversation=conversation)
    uow.inbox.mark_read([inbox_id for inbox_id, _ in unread], now=room.now)
    if uow.customers.read(conversation.id).blocked:
        return Taken(conversation=conversation)
    if conversation.owner is Owner.AGENT:
        if take_presses(uow, room.book, conversation, unread, now=room.now):
            _begin_wait(uow, room, conversation)
        return Taken(conversation=conversation, desk_news=True)
    if not conversation.state.turns:
        orders = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
        orders_seen(uow, room.book, conversation, orders, now=room.now)
    in_case = conversation.case_id is not None
    taken = tell(uow, room, conversation, [_received(incoming) for _, incoming in unread])
    return replace(taken, desk_news=taken.desk_news or in_case)


def _begin_wait(uow: UnitOfWork, room: Room, conversation: Conversation) -> None:
    """The customer of a case that somebody has wrote: from now on they wait."""
    if conversation.case_id is None:
        return
    case, event = rules.customer_wrote(uow.cases.lock(conversation.case_id), now=room.now)
    if event is not None:
        enact(uow, room.book, case, event)


def tell(uow: UnitOfWork, room: Room, conversation: Conversation, events: list[Event]) -> Taken:
    """Tell the dialogue what happened, perform its actions and feed back their results until it has no more."""
    steps: list[Turn] = []
    conversation = _in_known_language(room, conversation)
    for _ in range(_MAX_ROUNDS):
        facts = _facts(uow, room, conversation)
        turn = step(room.book, conversation.state, events, facts=facts, now=room.now)
        steps.append(turn)
        conversation = replace(conversation, state=turn.state)
        conversation, events = _carry_out(uow, room, conversation, turn)
        if not events or conversation.owner is not Owner.BOT:
            break
    else:
        conversation = _give_up(uow, room, conversation, ask="")
    news = conversation.owner is not Owner.BOT or _registered(steps)
    return Taken(conversation=uow.conversations.save(conversation, now=room.now), steps=tuple(steps), desk_news=news)


def notify(uow: UnitOfWork, room: Room, conversation: Conversation, notice: Notice, *, by: Agent | None) -> Taken:
    """Tell the customer what a person decided.

    While an agent owns the conversation the words are sent in the name of `by`, the person who decided: the bot is
    silent then, and what it says is dropped, but this was promised to the customer.
    """
    speaker = by if conversation.owner is Owner.AGENT else None
    turn = step(
        room.book,
        conversation.state,
        [notice],
        facts=_facts(uow, room, conversation),
        now=room.now,
    )
    conversation, _ = _carry_out(uow, room, replace(conversation, state=turn.state), turn, speaker=speaker)
    saved = uow.conversations.save(conversation, now=room.now)
    return Taken(conversation=saved, steps=(turn,), desk_news=True)


def hand_over_unread(uow: UnitOfWork, room: Room, conversation: Conversation) -> Taken:
    """Give the conversation to a person with the handoff line, because reading its messages failed."""
    ask = _read_words(uow, room, conversation)
    if conversation.case_id is None:
        conversation = _give_up(uow, room, conversation, ask=ask)
    return Taken(conversation=uow.conversations.save(conversation, now=room.now), desk_news=True)


def hand_over_silently(uow: UnitOfWork, room: Room, conversation: Conversation) -> Taken:
    """Give the conversation to a person without asking the dialogue for a line, because that failed, too.

    What the dialogue remembers is forgotten: it may be what it trips over.
    """
    handoff = HandOff(reason=HandOffReason.FAILED, ask=_read_words(uow, room, conversation)[:MAX_WORDS])
    forgotten = State(turns=conversation.state.turns)  # turns number the keys of actions, which must not come back
    conversation = replace(_open_case(uow, room, conversation, handoff), state=forgotten)
    return Taken(conversation=uow.conversations.save(conversation, now=room.now), desk_news=True)


def _read_words(uow: UnitOfWork, room: Room, conversation: Conversation) -> str:
    """The unread messages' words; they count as read."""
    unread = uow.inbox.unread(conversation.id)
    uow.inbox.mark_read([inbox_id for inbox_id, _ in unread], now=room.now)
    return "\n".join(incoming.content.text for _, incoming in unread)


def _give_up(uow: UnitOfWork, room: Room, conversation: Conversation, *, ask: str) -> Conversation:
    """Hand over with one line to the customer and everything collected so far."""
    conversation = _in_known_language(room, conversation)
    facts = _facts(uow, room, conversation)
    talk = Talk(book=room.book, facts=facts, now=room.now, state=conversation.state)
    hand_off(talk, HandOffReason.FAILED, ask=ask)
    turn = talk.finish()
    conversation, _ = _carry_out(uow, room, replace(conversation, state=turn.state), turn)
    return conversation


def _in_known_language(room: Room, conversation: Conversation) -> Conversation:
    """Before the customer wrote a word, their channel may know the language (`zh-hans` → `zh`)."""
    told = conversation.peer.language.partition("-")[0].lower()
    if conversation.state.language or told not in room.book.packs:
        return conversation
    return replace(conversation, state=replace(conversation.state, language=told))


def _registered(steps: Sequence[Turn]) -> bool:
    """Whether a task may have been registered, or the service rated, which agents see at once."""
    return any(isinstance(action, Perform | Rate) for turn in steps for action in turn.actions)


def _received(incoming: Incoming) -> Received:
    return Received(content=incoming.content, at=incoming.sent_at)


def _carry_out(
    uow: UnitOfWork, room: Room, conversation: Conversation, turn: Turn, *, speaker: Agent | None = None
) -> tuple[Conversation, list[Event]]:
    answers: list[Event] = []
    for action in turn.actions:
        match action:
            case Say(content=content, reply=reply):
                draft = Draft(
                    author=Author.AGENT if speaker else Author.BOT,
                    content=content,
                    reply=reply,
                    agent_id=speaker.id if speaker else None,
                    case_id=conversation.case_id,
                )
                message_created(uow, conversation, uow.outbox.put(conversation, draft, now=room.now))
            case HandOff():
                conversation = _open_case(uow, room, conversation, action)
            case VerifyOrder():
                answers.append(_verify(uow, room, conversation, action))
            case Perform():
                answers.append(perform(uow, room.book, conversation, action, now=room.now))
            case Rate():
                answers.append(rate(uow, room.book, conversation, action, now=room.now))
            case StartTimer():
                uow.timers.start(
                    key=_timer_key(conversation, action),
                    kind=action.kind,
                    conversation_id=conversation.id,
                    due_at=room.now + action.after,
                    args=action.args,
                )
            case CancelTimer():
                uow.timers.cancel([_timer_key(conversation, action)], why="not needed any more", now=room.now)
    return conversation, answers


def _timer_key(conversation: Conversation, action: StartTimer | CancelTimer) -> str:
    return f"{conversation.id}:{action.key}"


def _verify(uow: UnitOfWork, room: Room, conversation: Conversation, action: VerifyOrder) -> Event:
    answer = verify_order(uow, conversation, action, now=room.now)
    if isinstance(answer, OrderVerified):
        orders_seen(uow, room.book, conversation, [answer.order], now=room.now)
    return answer


def _facts(uow: UnitOfWork, room: Room, conversation: Conversation) -> Facts:
    down = conversation.id in room.orders_down
    return load_facts(uow, conversation, present=room.present, orders_down=down)


def _open_case(uow: UnitOfWork, room: Room, conversation: Conversation, handoff: HandOff) -> Conversation:
    """One open case per conversation: a second handoff while one is open changes nothing."""
    if conversation.case_id is not None:
        return conversation
    case = open_case(uow, room.book, conversation, handoff, now=room.now)
    return replace(conversation, owner=Owner.QUEUE, case_id=case.id)
