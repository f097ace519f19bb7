"""One action being performed: its arguments read by type, and what handlers do with the store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from bot.core.actions import Perform
from bot.core.conversation import Conversation, JsonValue
from bot.core.events import NotPerformed, Performed
from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.core.tasks import REMEDIES, UNDER_WAY, Task, TaskDraft, TaskKind, TaskStatus
from bot.dialogue.pieces import about_same
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.slots import Option
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.entries import joined, told_more, wants_another
from bot.service.actions.ledger import MONEY_BACK
from bot.service.actions.words import Words

Answer = Performed | NotPerformed

CENT: Final = Decimal("0.01")
_ONE_AT_A_TIME: Final = frozenset(
    {
        TaskKind.RETURN,
        TaskKind.EXCHANGE,
        TaskKind.REFUND,
        TaskKind.REPAIR,
        TaskKind.RESEND,
        TaskKind.PRICE_PROTECTION,
        TaskKind.CANCEL_ORDER,
        TaskKind.HURRY_SHIPPING,
        TaskKind.VOID_SLIP,
        TaskKind.RECALL_PARCEL,
    }
)
"""Registers in which an order stands once while it is open: asking again is told the number it has."""

_THE_LAST_COUNTS: Final = frozenset(
    {
        TaskKind.CHANGE_ADDRESS,
        TaskKind.CHANGE_ITEM,
        TaskKind.PRICE_CHANGE,
        TaskKind.AWAIT_PARCEL,
        TaskKind.CONTACT_COURIER,
        TaskKind.ORDER_NOTE,
        *MONEY_BACK,
    }
)
"""Work that makes earlier work of its kind on the same order void, unless the two stand `apart`."""

_THE_LAST_NOTE_COUNTS: Final = frozenset({"courier", "card", "delivery_time", "invoice"})
"""Kinds of notes of which an order has one (a parcel leaves with one courier and one card); of others all stand."""


_PIECES: Final = re.compile(
    r"[\d一二两三四五六七八九十]\s*[件个只双条套把台瓶盏]|\b(?:\d+|two|three|four|five|six)\b(?! ?(?:ml|l|m|cm)\b)",
    re.IGNORECASE,
)
"""In a change of the item: how many, and not which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a handler works with. `agent` is None when the bot acts for the customer."""

    uow: UnitOfWork
    book: ScriptBook
    conversation: Conversation
    action: Perform
    now: datetime
    agent: Agent | None = None

    @property
    def key(self) -> str:
        """Unique over all conversations."""
        return f"{self.conversation.id}:{self.action.key}"

    @property
    def pack(self) -> Pack:
        """The scripts in the customer's language."""
        packs = self.book.packs
        return packs.get(self.conversation.state.language) or packs[self.book.default_language]

    def words(self, words: Words) -> str:
        """In the shop's own language, which its people read."""
        return words.in_language(self.book.default_language)

    def text(self, name: str) -> str:
        """An argument as text; empty when it was not given."""
        value = self.action.args.get(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def money(self, name: str) -> Decimal | None:
        """An argument as an amount above 0, in whole cents; None when it is none."""
        try:
            given = Decimal(self.text(name))
            amount = given.quantize(CENT)
            whole = given == amount and amount > 0
        except InvalidOperation:
            return None
        return amount if whole else None

    def order(self, name: str = "order") -> Order | None:
        """The order as it is at this moment, if this customer is bound to it, whoever acts for them."""
        number = self.text(name)
        where = (self.conversation.channel, self.conversation.account, self.conversation.peer.id)
        bound = self.uow.orders.of_peer(*where, number=number) if number else []
        return bound[0] if bound else None

    def collected(self) -> dict[str, JsonValue]:
        """All arguments but the order, which has a place of its own."""
        return {name: value for name, value in self.action.args.items() if name != "order"}

    def reason(self) -> Option | None:
        """The option of the customer's reason, with its liability and department."""
        slot = self.pack.slots.get("reason")
        wanted = self.text("reason")
        return next((option for option in slot.options if option.id == wanted), None) if slot else None

    def register(
        self,
        duty: Duty,
        order: Order | None,
        *,
        computed: Mapping[str, JsonValue] | None = None,
        approver: Role | None = None,
        due_at: datetime | None = None,
    ) -> Task:
        """Put the duty into its register, or what is new about it onto the entry that the order has open there.

        Where other money is wanted than that entry has, a new one with all that was said takes its place; so does
        another text of a note that an order has once.
        """
        draft = self._draft(duty, order, computed=computed or {}, approver=approver, due_at=due_at)
        if order is not None and duty.kind in _ONE_AT_A_TIME:
            for task in self.standing(duty.kind, order)[:1]:
                if not wants_another(task, draft, by_agent=self.agent is not None):
                    known = told_more(task, draft)
                    self.uow.tasks.save(known)
                    return known
                draft = replace(draft, args=joined(task.args, draft.args))
        if order is not None and duty.kind is TaskKind.ORDER_NOTE:
            for task in self.standing(duty.kind, order)[:1]:
                draft = replace(draft, args=joined(task.args, draft.args))
        task = self.uow.tasks.register(draft, now=self.now)
        if order is not None and duty.kind in _THE_LAST_COUNTS:
            for older in self.standing(duty.kind, order):
                if older.id != task.id and not _apart(order, older, task):
                    self.uow.tasks.save(replace(older, status=TaskStatus.REPLACED, decided_at=self.now))
        return task

    def standing(self, kind: TaskKind, order: Order) -> list[Task]:
        """What the order has open in a register, newest first; of remedies those about the same pieces as this."""
        tasks = self.uow.tasks.of_order(order.number, [kind], UNDER_WAY)
        if kind is TaskKind.ORDER_NOTE:
            note = self.text("kind")
            return [one for one in tasks if note in _THE_LAST_NOTE_COUNTS and one.args.get("kind") == note]
        if kind not in REMEDIES:
            return list(tasks)
        piece = self.text("which_item")
        return [one for one in tasks if about_same(self.book, order, one.args.get("which_item"), piece)]

    def _draft(
        self,
        duty: Duty,
        order: Order | None,
        *,
        computed: Mapping[str, JsonValue],
        approver: Role | None,
        due_at: datetime | None,
    ) -> TaskDraft:
        option = self.reason()
        data = option.data if option else {}
        liability = {"fault": data["fault"]} if data.get("fault") else {}
        return TaskDraft(
            key=f"{self.key}:{duty.kind}",
            kind=duty.kind,
            role=duty.role,
            conversation_id=self.conversation.id,
            order_number=order.number if order else "",
            duty=self.words(duty.text),
            args={**self.collected(), **liability, **computed},
            reason=option.id if option else "",
            department=str(data.get("department") or ""),
            approver=approver,
            due_at=due_at,
        )

    def done(self, task: Task | None = None, **result: JsonValue) -> Performed:
        """Performed, with the register number and what else replies may tell."""
        number: dict[str, JsonValue] = {"id": task.number} if task else {}
        return Performed(key=self.action.key, result={**number, **result})

    def refuse(self, refusal: Refusal) -> NotPerformed:
        """Not performed."""
        return NotPerformed(key=self.action.key, reason=refusal.reason.value, detail=self.words(refusal.text))


def _apart(order: Order, one: Task, other: Task) -> bool:
    """Whether two entries of one kind stand side by side: parcels of two returns, a colour and a number of pieces."""
    match other.kind:
        case TaskKind.AWAIT_PARCEL:
            return one.args.get("register") != other.args.get("register")
        case TaskKind.CONTACT_COURIER:  # where it goes is one wish, whatever else the courier is asked
            return one.args.get("kind") != "redirect" or other.args.get("kind") != "redirect"
        case TaskKind.CHANGE_ITEM:
            return len(order.items) > 1 or _is_counted(one) != _is_counted(other)
    return False


def _is_counted(task: Task) -> bool:
    return _PIECES.search(str(task.args.get("change", ""))) is not None
