"""What happens when a timer goes off. One timer, one transaction: all of it happens once, or it is still due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.core.actions import Say
from bot.core.conversation import Owner
from bot.core.customers import reached
from bot.core.events import TimerFired
from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.core.timers import OUTREACH, Timer, TimerKind
from bot.dialogue.outreach import Later, Never, Send
from bot.service.actions.complaints import escalate
from bot.service.inviting import invite
from bot.service.outreach import audience_of, verdict_on
from bot.service.silence import silence_due
from bot.service.turns import Room, Taken, tell

_Handler: TypeAlias = Callable[[UnitOfWork, Room, Timer], Taken | None]


def go_off(uow: UnitOfWork, room: Room, timer_id: int) -> Taken | None:
    """Do what the timer is for; None when nothing was said or done, as when somebody else was faster."""
    timer = uow.timers.take(timer_id, now=room.now)
    return _HANDLERS[timer.kind](uow, room, timer) if timer is not None else None


def _write(uow: UnitOfWork, room: Room, timer: Timer) -> Taken | None:
    """A message that the customer did not ask for: sent, put off or given up."""
    audience = audience_of(uow, timer)
    match verdict_on(uow, room.book, audience, timer, now=room.now):
        case Send(order=order):
            return _send(uow, room, timer, audience[0], order)
        case Later(until=until):
            uow.timers.postpone(timer.id, until=until)
        case Never(why=why):
            uow.timers.settle(timer.id, why, now=room.now)
    return None


def _send(uow: UnitOfWork, room: Room, timer: Timer, conversation_id: int, order: Order | None) -> Taken:
    conversation = uow.conversations.get(conversation_id)
    taken = tell(uow, room, conversation, [TimerFired(kind=timer.kind, order=order, args=timer.args)])
    said = any(isinstance(action, Say) for turn in taken.steps for action in turn.actions)
    if said:
        customer = uow.customers.get(conversation_id)
        uow.customers.save(reached(customer, timer.kind, room.now))
    uow.timers.settle(timer.id, "said" if said else "there was nothing to say", now=room.now)
    return taken


def _look_again(uow: UnitOfWork, room: Room, timer: Timer) -> Taken | None:
    """The order source is asked again. The timer is settled first: the dialogue may set it anew."""
    conversation = uow.conversations.get(timer.conversation_id)
    uow.timers.settle(timer.id, "looked again", now=room.now)
    if conversation.owner is not Owner.BOT:
        return None
    return tell(uow, room, conversation, [TimerFired(kind=timer.kind, args=timer.args)])


def _complaint_due(uow: UnitOfWork, room: Room, timer: Timer) -> Taken | None:
    late = escalate(uow, room.book, timer, room.now)
    uow.timers.settle(timer.id, "escalated" if late else "settled before", now=room.now)
    return Taken(conversation=uow.conversations.get(timer.conversation_id), desk_news=True) if late else None


_HANDLERS: Final[Mapping[TimerKind, _Handler]] = MappingProxyType(
    {
        **dict.fromkeys(OUTREACH, _write),
        TimerKind.ORDERS_RETRY: _look_again,
        TimerKind.COMPLAINT_DUE: _complaint_due,
        TimerKind.SILENCE: silence_due,
        TimerKind.RATING: invite,
    }
)
