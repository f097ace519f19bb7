"""A pack that is to ask for ratings has the sentences for it, and options that the shop can count."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.conversation import JsonValue
from bot.core.ratings import Satisfaction
from bot.scripts.engine_replies import CAUSE_SLOT, RATING_REPLIES, RATING_TOPIC, SATISFACTION_SLOT
from bot.scripts.rating_policy import asks_for_ratings
from bot.scripts.report import Place
from bot.scripts.scope import Scope
from bot.scripts.slots import Slot, SlotType


def check_ratings(shop: Mapping[str, JsonValue], slots: Mapping[str, Slot], path: str, scope: Scope) -> None:
    """Report what the topic `rating` lacks when shop.yaml asks for ratings, and options that cannot be counted."""
    for name in (SATISFACTION_SLOT, CAUSE_SLOT):
        if name in slots and slots[name].topic == RATING_TOPIC:
            scope.use("slot", name)
    if not asks_for_ratings(shop):
        return
    report, place = scope.report, Place(path=path)
    topic = scope.topics.get(RATING_TOPIC)
    for name, engine in RATING_REPLIES.items():
        if topic is None or name not in topic.replies:
            text = f"the reply `{name}` is missing, as shop.yaml asks for ratings"
            report.add(place, "missing_reply", text, f"said when {engine.said}")
    wanted = {SATISFACTION_SLOT: tuple(Satisfaction), CAUSE_SLOT: ()}
    for name, options in wanted.items():
        slot = slots.get(name)
        if slot is None or slot.type is not SlotType.CHOICE:
            report.add(place, "missing_slot", f"the slot `{name}` of type choice is missing", "write its options")
        elif options and {option.id for option in slot.options} != set(options):
            text = f"the options of `{name}` are not {', '.join(options)}"
            report.add(place, "shape", text, "ratings are counted by them; change their titles instead")
