"""An agent changes words that a customer was sent: the transcript follows, the case's history keeps the old ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.core.cases import Agent, CaseEvent, CaseEventKind
from bot.core.conversation import JsonValue
from bot.core.messages import MAX_TEXT, Content, Delivery, TranscriptEntry
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.text import clean
from bot.desk.permissions import Act, require
from bot.desk.wording import conflict
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Changing is two steps with the platform between them: what it refuses is not kept."""

    store: Store
    bell: Bell
    clock: Clock

    async def plan(self, seq: int, agent: Agent, text: str) -> Edit:
        """What changing this message means.

        Raises:
            NotAllowed: agents of this role write to no customer.
            Conflict: it is a colleague's, did not arrive or is on its way, or the new words will not do.
        """
        require(agent, Act.REPLY)
        words = clean(text, max(len(text), MAX_TEXT))
        if len(words) > MAX_TEXT:
            raise conflict("reply_too_long", length=len(words), limit=MAX_TEXT)

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
