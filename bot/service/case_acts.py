"""What agents do to a case, each as one use case: the rules, the row and its history, and who speaks for the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.cases import Case, CaseEvent, CaseStatus, Note, Outcome
from bot.core.conversation import Conversation, JsonValue, Owner, State
from bot.core.customers import Customer, Tier
from bot.core.events import HandedBack
from bot.core.messages import Author, Content, Draft, TranscriptEntry
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.desk import rules
from bot.desk.wording import conflict, not_found
from bot.service.announcing import message_created
from bot.service.case_log import enact, record
from bot.service.ratings import plan_invitation
from bot.service.turns import Room, tell


def claim(uow: UnitOfWork, room: Room, case_id: int, agent: Agent) -> Case:
    """The agent has the case and owns the conversation; what the bot had not sent yet is dropped."""
    case, event = rules.claim(uow.cases.lock(case_id), agent, now=room.now)
    return case if event is None else _owned(uow, room, case, event)


def reply(
    uow: UnitOfWork, room: Room, case_id: int, agent: Agent, content: Content, *, key: str = ""
) -> TranscriptEntry:
    """Queue the answer, taking a waiting case. The same key again gives the message of then."""
    before = uow.transcript.of_key(key) if key else None
    if before is not None:
        if (before.case_id, _without_keys(before.content)) != (case_id, _without_keys(content)):
            raise conflict("key_reused")
        return before
    claim(uow, room, case_id, agent)
    case = enact(uow, room.book, *rules.reply(uow.cases.get(case_id), agent, now=room.now))
    draft = Draft(author=Author.AGENT, content=content, agent_id=agent.id, case_id=case_id, key=key)
    conversation = uow.conversations.get(case.conversation_id)
    entry = uow.outbox.put(conversation, draft, now=room.now)
    message_created(uow, conversation, entry)
    return entry


def admit_reply(uow: UnitOfWork, case_id: int, agent: Agent, *, key: str, now: datetime) -> None:
    """Raise what `reply` would raise for this agent; a repeated key is let through."""
    if key and uow.transcript.of_key(key) is not None:
        return
    case, _ = rules.claim(uow.cases.get(case_id), agent, now=now)
    rules.reply(case, agent, now=now)


def _without_keys(content: Content) -> Content:
    """A picture that is uploaded again has another key in the media store and is the same picture all the same."""
    return replace(content, media=tuple(replace(media, key="") for media in content.media))


def retry(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, seq: int) -> TranscriptEntry:
    """Send once more what failed, or may have. Raises Conflict for a message that arrived or is not an agent's."""
    case, event = rules.retry(uow.cases.lock(case_id), agent, seq, now=room.now)
    entry, _ = uow.transcript.get(seq)
    if entry.conversation_id != case.conversation_id:
        raise not_found("message_unknown")
    if entry.author is not Author.AGENT:
        raise conflict("message_not_agents")
    entry = uow.outbox.retry(seq, now=room.now)
    enact(uow, room.book, case, event)
    return entry


def note(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, text: str, *, key: str = "") -> Note:
    """Words for colleagues. The same key again gives the note of then."""
    before = uow.notes.of_key(key) if key else None
    if before is not None:
        if (before.case_id, before.text) != (case_id, text):
            raise conflict("key_reused")
        return before
    case, event = rules.note(uow.cases.get(case_id), agent, now=room.now)
    record(uow, event)
    return uow.notes.add(case.id, agent, text, key=key, now=room.now)


def transfer(
    uow: UnitOfWork, room: Room, case_id: int, agent: Agent, *, to_agent: int | None, to_role: Role | None, words: str
) -> Case:
    """Pass the case to a colleague or into a queue, with a note of it if there are words."""
    colleague = uow.agents.get(to_agent) if to_agent is not None else None
    case, event = rules.transfer(uow.cases.lock(case_id), agent, to_agent=colleague, to_role=to_role, now=room.now)
    saved = _owned(uow, room, case, event)
    if words:
        note(uow, room, case_id, agent, words)
    return saved


def escalate(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, why: str) -> Case:
    """Pass the case to the supervisors."""
    return _owned(uow, room, *rules.escalate(uow.cases.lock(case_id), agent, why, now=room.now))


def give_back(
    uow: UnitOfWork, room: Room, case_id: int, agent: Agent, outcome: str, settled: Mapping[str, JsonValue]
) -> Case:
    """The bot says what was agreed; with settled values it goes on with the matter from there."""
    case, event = rules.give_back(uow.cases.lock(case_id), agent, outcome, now=room.now)
    conversation = _ended(uow, room, case, event)
    known = {**case.values, **settled} if settled else {}
    tell(uow, room, conversation, [HandedBack(outcome=outcome, intent=case.intent, slots=known)])
    return uow.cases.get(case_id)


def close(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, outcome: Outcome) -> Case:
    """The case is settled; the bot answers from now on."""
    case, event = rules.close(uow.cases.lock(case_id), agent, outcome, now=room.now)
    uow.conversations.save(_ended(uow, room, case, event), now=room.now)
    plan_invitation(uow, room.book, case, outcome, now=room.now)
    return uow.cases.get(case_id)


def reopen(uow: UnitOfWork, room: Room, case_id: int, agent: Agent) -> Case:
    """An ended case is the agent's, unless another is open with the same customer."""
    case, event = rules.reopen(uow.cases.lock(case_id), agent, now=room.now)
    conversation = uow.conversations.get(case.conversation_id)
    if conversation.case_id is not None:
        raise conflict("case_other_open", case=case.id, other=conversation.case_id)
    if uow.customers.get(conversation.id).blocked:
        raise conflict("customer_blocked")
    return _owned(uow, room, case, event)


def block(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, *, blocked: bool) -> Customer:
    """Whether the customer's messages are kept unanswered. Blocking ends the case that is open with them, as spam."""
    case, event = rules.block(uow.cases.lock(case_id), agent, blocked=blocked, now=room.now)
    customer = uow.customers.get(case.conversation_id)
    if customer.blocked is blocked:
        return customer
    open_case = uow.conversations.get(case.conversation_id).case_id
    if blocked and open_case is not None:
        close(uow, room, open_case, agent, Outcome.SPAM)
    record(uow, event)
    uow.outbox.drop_bot(case.conversation_id)
    uow.customers.save(replace(customer, blocked=blocked))
    return uow.customers.get(case.conversation_id)


def set_tier(uow: UnitOfWork, room: Room, case_id: int, agent: Agent, tier: Tier) -> Customer:
    """How much the customer matters, from their next handoff on."""
    case, event = rules.set_tier(uow.cases.get(case_id), agent, tier, now=room.now)
    customer = replace(uow.customers.get(case.conversation_id), tier=tier)
    record(uow, event)
    uow.customers.save(customer)
    return customer


def _owned(uow: UnitOfWork, room: Room, case: Case, event: CaseEvent) -> Case:
    """Keep an open case, and let its conversation belong to who has it: an agent, or the queue."""
    saved = enact(uow, room.book, case, event)
    conversation = uow.conversations.get(case.conversation_id)
    owner = Owner.QUEUE if saved.status is CaseStatus.WAITING else Owner.AGENT
    uow.conversations.save(replace(conversation, owner=owner, case_id=saved.id), now=room.now)
    if owner is Owner.AGENT:
        uow.outbox.drop_bot(conversation.id)
    return saved


def _ended(uow: UnitOfWork, room: Room, case: Case, event: CaseEvent) -> Conversation:
    """Keep the ended case; the conversation, not saved yet, belongs to the bot with a clean slate."""
    enact(uow, room.book, case, event)
    conversation = uow.conversations.get(case.conversation_id)
    state = State(
        language=conversation.state.language,
        rotation=conversation.state.rotation,
        last_said=conversation.state.last_said,
        order_number=case.order_number,
        turns=conversation.state.turns,
    )
    return replace(conversation, owner=Owner.BOT, case_id=None, state=state)
