"""Turns core values into the API's shapes where they are not the same field by field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from bot.core.cases import CaseStatus
from bot.core.queue import QueueCount, QueueFilter
from bot.web.api import models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from bot.core.cases import Card
    from bot.core.messages import Media, TranscriptEntry
    from bot.core.orders import Order
    from bot.core.queue import QueueCounts
    from bot.core.roles import Agent
    from bot.core.tasks import Remark
    from bot.service.desk import QueueRow
    from bot.service.rating_report import Measured, RatingReport
    from bot.service.registers import Reasons
    from bot.service.search import Found
    from bot.service.tasks import TaskRow
    from bot.web.tokens import Tokens

K = TypeVar("K")


def attachment(media: Media, tokens: Tokens, *, now: datetime) -> models.Media:
    """An attachment with its address, if its bytes are kept."""
    return models.Media(
        kind=media.kind,
        mime=media.mime,
        size=media.size,
        name=media.name,
        url=tokens.media_url(media, now=now) if media.key else "",
    )


def message(entry: TranscriptEntry, tokens: Tokens, *, now: datetime) -> models.Message:
    """One message with addresses for its attachments."""
    return models.Message(
        seq=entry.seq,
        author=entry.author,
        agent_name=entry.agent_name,
        text=entry.content.text,
        media=tuple(attachment(media, tokens, now=now) for media in entry.content.media),
        buttons=tuple(models.Button.model_validate(button) for button in entry.content.buttons),
        press=entry.content.press,
        edited=entry.content.edited,
        at=entry.at,
        delivery=entry.delivery,
        error=entry.error,
    )


def row(queue_row: QueueRow, tokens: Tokens, *, now: datetime) -> models.CaseRow:
    """One line of the list."""
    return models.CaseRow(
        case=models.Case.model_validate(queue_row.case),
        customer=queue_row.customer,
        channel=queue_row.channel,
        order=models.Order.model_validate(queue_row.order) if queue_row.order else None,
        last=message(queue_row.last, tokens, now=now) if queue_row.last else None,
    )


def counts(found: QueueCounts, agent: Agent) -> models.Counts:
    """The queue in numbers, as this agent sees it."""

    def by(key: Callable[[QueueCount], K], of: Iterable[QueueCount]) -> dict[K, int]:
        numbers: Counter[K] = Counter()
        for one in of:
            numbers[key(one)] += one.count
        return dict(numbers)

    alike = found.counts
    return models.Counts(
        open=sum(one.count for one in alike),
        statuses=by(lambda one: one.status, alike),
        mine=found.of(QueueFilter(assignee_id=agent.id)),
        unassigned=found.of(QueueFilter(unassigned=True)),
        waiting=by(lambda one: one.role, (one for one in alike if one.status is CaseStatus.WAITING)),
        languages=by(lambda one: one.language, alike),
    )


def found(result: Found, tokens: Tokens, *, now: datetime) -> models.Found:
    """What a search found."""
    return models.Found(
        words=result.words,
        cases=tuple(row(one, tokens, now=now) for one in result.cases),
        customers=tuple(models.CustomerHit.model_validate(one) for one in result.customers),
        orders=tuple(models.OrderHit.model_validate(one) for one in result.orders),
    )


def task_row(row: TaskRow, tokens: Tokens, *, now: datetime) -> models.TaskRow:
    """One line of the list of tasks."""
    return models.TaskRow(
        task=models.Task.model_validate(row.task),
        customer=row.customer,
        channel=row.channel,
        order=_order(row.order, row.remarks) if row.order else None,
        case_id=row.case_id,
        asked=tuple(models.AskedFor(title=title, value=value) for title, value in row.asked),
        photos=tuple(attachment(photo, tokens, now=now) for photo in row.photos),
    )


def _order(order: Order, remarks: Iterable[Remark]) -> models.Order:
    lines = tuple(models.Remark.model_validate(remark) for remark in remarks)
    return models.Order.model_validate(order).model_copy(update={"remarks": lines})


def letter(parts: Mapping[str, str]) -> models.Letter:
    """The parts, and the whole as it is sent."""
    return models.Letter(parts=dict(parts), text="\n\n".join(parts.values()))


def reasons(found: Reasons, *, since: datetime, until: datetime) -> models.ReasonReport:
    """The counts with the words of each reason."""
    return models.ReasonReport(
        since=since,
        until=until,
        total=sum(one.count for one in found.counts),
        reasons=tuple(
            models.ReasonCount(
                kind=one.kind,
                reason=one.reason,
                title=found.titles.get(one.reason, ""),
                department=one.department,
                count=one.count,
            )
            for one in found.counts
        ),
        departments=dict(found.departments),
    )


def rating_report(report: RatingReport) -> models.RatingReport:
    """A month of ratings."""
    return models.RatingReport(
        month=f"{report.month:%Y-%m}",
        solvers={solver: _rates(measured) for solver, measured in report.solvers.items()},
        causes=dict(report.causes),
        ratings=tuple(models.Rating.model_validate(rating) for rating in report.ratings),
    )


def _rates(measured: Measured) -> models.Rates:
    rates = measured.rates
    return models.Rates(
        invited=rates.invited,
        satisfied=rates.satisfied,
        neutral=rates.neutral,
        disappointed=rates.disappointed,
        attitude=rates.attitude,
        satisfied_share=rates.satisfied_share,
        attitude_share=rates.attitude_share,
        satisfied_alarm=measured.alarms.satisfied,
        attitude_alarm=measured.alarms.attitude,
    )


def card(card: Card, tokens: Tokens, *, now: datetime) -> models.Card:
    """The whole card."""
    conversation = card.conversation
    return models.Card(
        case=models.Case.model_validate(card.case),
        customer=models.Customer(
            **models.CustomerRecord.model_validate(card.customer).model_dump(),
            channel=conversation.channel,
            name=conversation.peer.name,
            language=conversation.peer.language,
            owner=conversation.owner,
            past_cases=card.past_cases,
        ),
        order=_order(card.order, card.remarks.get(card.order.number, ())) if card.order else None,
        orders=tuple(_order(order, card.remarks.get(order.number, ())) for order in card.orders),
        return_until=card.return_until,
        pictures=dict(card.pictures),
        tasks=tuple(models.Task.model_validate(task) for task in card.tasks),
        performed=tuple(models.Performance.model_validate(entry) for entry in card.audit),
        messages=tuple(message(entry, tokens, now=now) for entry in card.entries),
        notes=tuple(models.Note.model_validate(note) for note in card.notes),
        history=tuple(models.CaseEvent.model_validate(event) for event in card.history),
        past=tuple(models.Case.model_validate(case) for case in card.past),
        rating=models.Rating.model_validate(card.rating) if card.rating is not None else None,
    )
