"""An agent changes words that a customer was sent: the transcript follows, the case's history keeps the old ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from bot.core.cases import CaseEvent, CaseEventKind
from bot.core.conversation import JsonValue
from bot.core.messages import MAX_TEXT, Content, Delivery, TranscriptEntry
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.roles import Agent
from bot.desk import drafts
from bot.desk.permissions import Act, require
from bot.desk.wording import conflict, not_found
from bot.service.case_log import record

_CHANGEABLE: Final = frozenset({Delivery.WAITING, Delivery.SENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Other words for a message that was or will be sent.

    Attributes:
        entry: the message as it is now.
        sent_as: the platform's ids of what it was sent as; empty while it waits.
        content: what it is to be.
        channel: where its customer is.
        peer_id: who they are there.
    """

    entry: TranscriptEntry
    sent_as: str
    content: Content
    channel: str
    peer_id: str


Rewriter: TypeAlias = Callable[[Edit], Awaitable[None]]
"""Changes on a platform what was sent there. Raises Conflict when that is not possible; nothing is kept then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Changing is two steps with the platform between them: what it refuses is not kept.

    Attributes:
        rewriters: by channel. A channel that connects later adds its own.
    """

    store: Store
    bell: Bell
    clock: Clock
    rewriters: dict[str, Rewriter] = field(default_factory=dict)

    async def change(self, seq: int, agent: Agent, text: str, *, case_id: int | None = None) -> TranscriptEntry:
        """Change the words of a message, of this case if one is named; the message as it is then.

        Raises what `plan` and `keep` raise, and Conflict when its platform does not take the change.
        """
        edit = await self.plan(seq, agent, text)
        if case_id is not None:
            await self._require_of_case(edit.entry, case_id)
        if edit.entry.delivery is Delivery.SENT:
            rewrite = self.rewriters.get(edit.channel)
            if rewrite is None:
                raise conflict("channel_away")
            await rewrite(edit)
        await self.keep(edit, agent)
        return replace(edit.entry, content=edit.content)

    async def _require_of_case(self, entry: TranscriptEntry, case_id: int) -> None:
        case = await self.store.read(lambda uow: uow.cases.get(case_id))
        if case.conversation_id != entry.conversation_id:
            raise not_found("message_unknown")

    async def plan(self, seq: int, agent: Agent, text: str) -> Edit:
        """What changing this message means.

        Raises:
            NotAllowed: agents of this role write to no customer.
            Conflict: it is a colleague's, did not arrive or is on its way, or the new words will not do.
        """
        require(agent, Act.REPLY)
        words = drafts.for_customer(text, limit=MAX_TEXT, too_long="reply_too_long")

        def query(uow: UnitOfWork) -> Edit:
            entry, sent_as = uow.transcript.get(seq)
            conversation = uow.conversations.get(entry.conversation_id)
            content = replace(entry.content, text=words, edited=True)
            channel, peer = conversation.channel, conversation.peer
            return Edit(entry=entry, sent_as=sent_as, content=content, channel=channel, peer_id=peer.id)

        edit = await self.store.read(query)
        _require_changeable(edit, agent)
        return edit

    async def keep(self, edit: Edit, agent: Agent) -> None:
        """The transcript as the customer sees it now. Raises Conflict when the message left in the meantime."""
        now = self.clock()

        def use_case(uow: UnitOfWork) -> None:
            entry, _ = uow.transcript.get(edit.entry.seq)
            if entry.delivery is not edit.entry.delivery:
                raise conflict("message_on_its_way")
            uow.transcript.revise(entry.seq, edit.content)
            if entry.case_id is not None:
                before: dict[str, JsonValue] = {"seq": entry.seq, "before": entry.content.text}
                kind = CaseEventKind.EDITED
                record(uow, CaseEvent(case_id=entry.case_id, kind=kind, at=now, agent=agent, data=before))

        await self.store.transact(use_case)
        self.bell.ring("desk", f"conversation:{edit.entry.conversation_id}")


def _require_changeable(edit: Edit, agent: Agent) -> None:
    entry = edit.entry
    if entry.agent_id != agent.id:
        raise conflict("message_not_yours")
    if not edit.content.text and not edit.content.media:
        raise conflict("reply_empty")
    if entry.delivery is Delivery.SENDING:
        raise conflict("message_on_its_way")
    if entry.delivery not in _CHANGEABLE:
        raise conflict("message_not_arrived")
