"""The letter that answers a complaint: seven parts of the pack, filled in from the complaint."""

from __future__ import annotations

from datetime import datetime

from bot.core.conversation import State
from bot.core.events import Facts
from bot.core.orders import Order
from bot.core.tasks import COMPLAINT_PARTS, Task
from bot.dialogue import context
from bot.dialogue.hours import zone_of
from bot.dialogue.turn import Talk
from bot.scripts.book import ScriptBook
from bot.scripts.wording import full_day


def write_letter(
    book: ScriptBook, state: State, task: Task, order: Order | None, *, customer_name: str, now: datetime
) -> dict[str, str]:
    """Part → text, in order; empty when the customer's pack has no letter.

    Args:
        book: the scripts.
        state: of the customer's conversation, for the language.
        task: the complaint; its args hold what was written about it.
        order: what it is about, if an order.
        customer_name: the name the channel gave; may be empty.
        now: the time, for the day under the letter.

    Raises:
        TemplateError: a part reads something that was not written about the complaint yet.
    """
    talk = Talk(book=book, facts=Facts(customer_name=customer_name), now=now, state=state)
    language, zone = talk.pack.language, zone_of(book.shop)
    complaint = {
        "number": task.number,
        "day": full_day(task.created_at, language=language, zone=zone),
        "today": full_day(now, language=language, zone=zone),
        **{name: task.args.get(name) for name in ("detail", *COMPLAINT_PARTS)},
    }
    values = context.build(talk, order=order, complaint=complaint)
    return {part: template.render(values).strip() for part, template in talk.pack.letter.items()}
