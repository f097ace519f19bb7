"""Writing to a customer unasked: the message itself, what a yes or no to it means, and who is to be nudged."""

from __future__ import annotations

from dataclasses import replace

from bot.core.actions import CancelTimer, Say, StartTimer
from bot.core.conversation import Offer
from bot.core.errors import TemplateError
from bot.core.events import TimerFired
from bot.core.timers import TimerKind
from bot.dialogue.outreach import NUDGE_KEY
from bot.dialogue.outreach_rules import outreach_rules
from bot.dialogue.replies import say_reply
from bot.dialogue.turn import ScriptGone, Talk
from bot.scripts.engine_replies import OUTREACH_TOPIC


def reach(talk: Talk, event: TimerFired) -> None:
    """Say the message. Whatever is open stays open, and nothing is asked again.

    A message that cannot be rendered is not sent: nobody waits for it, so no person is called either.
    """
    if event.kind is TimerKind.NUDGE:
        talk.state = replace(talk.state, nudging=False)
    try:
        time = event.args.get("time", 1)
        said = say_reply(talk, f"{OUTREACH_TOPIC}.{event.kind}", outreach={"time": time}, order=event.order)
    except (TemplateError, ScriptGone) as error:
        talk.note(f"not said: {error}")
        return
    if said:
        talk.state = replace(talk.state, offer=_offer(talk, event))


def take_offer(talk: Talk) -> None:
    """The customer's first words after such a message are about its order, however much later they come."""
    offer = talk.state.offer
    if offer is not None and any(order.number == offer.order for order in talk.facts.orders or ()):
        talk.remember_order(offer.order)


def hesitate(talk: Talk) -> None:
    """A customer who was told about a product and has nothing open may need a word if they fall silent."""
    if _thinks_of_buying(talk):
        after = outreach_rules(talk.book.shop).after[TimerKind.NUDGE][0]
        since = {"since": talk.now.isoformat()}
        talk.act(StartTimer(key=NUDGE_KEY, kind=TimerKind.NUDGE, after=after, args=dict(since)))
        talk.state = replace(talk.state, nudging=True)
    elif talk.state.nudging:
        talk.act(CancelTimer(key=NUDGE_KEY))
        talk.state = replace(talk.state, nudging=False)


def _thinks_of_buying(talk: Talk) -> bool:
    rules = outreach_rules(talk.book.shop)
    if TimerKind.NUDGE not in rules.after or talk.over or talk.state.frames or not talk.state.attempts:
        return False
    last = talk.state.attempts[-1]
    intent = talk.pack.intents.get(last.intent)
    return last.at == talk.now and intent is not None and intent.topic in rules.topics


def _offer(talk: Talk, event: TimerFired) -> Offer:
    """Exactly two buttons are the yes and the no; any other number asks no such question."""
    order = event.order.number if event.order else ""
    last = talk.actions[-1]
    match [button.value for button in last.content.buttons] if isinstance(last, Say) else []:
        case [yes, no]:
            return Offer(order=order, yes=yes, no=no)
    return Offer(order=order)
