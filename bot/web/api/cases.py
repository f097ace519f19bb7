"""The API's endpoints about cases: the queue, the card, and a case's way through the desk. One service call each."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from bot.core.cases import OPEN_CASE, CaseStatus
from bot.core.queue import PAGE, QueueFilter
from bot.core.roles import Role
from bot.desk.permissions import Act
from bot.web.api import answers, models
from bot.web.api.access import ACT, PERFORM, PREFIX, Caller, IdempotencyKey, acts, problems
from bot.web.wiring import MAX_ROW_ID, CurrentSite, RowId

router = APIRouter(prefix=PREFIX, tags=["cases"], responses=problems(401, 422, 503))


@router.get("/cases", summary="Cases", **acts(Act.VIEW))
async def list_cases(
    site: CurrentSite,
    caller: Caller,
    status: Literal["open", "waiting", "taken", "answered", "ended"] = "open",
    role: Role | None = None,
    mine: bool = False,
    unassigned: bool = False,
    language: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[int, Query(ge=0, le=MAX_ROW_ID)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> list[models.CaseRow]:
    """Open cases, oldest first: `after` is the id of the last case of the page before. All filters must hold.

    `ended` gives the cases that ended last, whatever the other filters say.
    """
    desk, now = site.services.desk, site.services.clock()
    if status == "ended":
        rows = await desk.ended(limit)
    else:
        wanted = QueueFilter(
            statuses=OPEN_CASE if status == "open" else frozenset({CaseStatus(status)}),
            role=role,
            assignee_id=caller.id if mine else None,
            unassigned=unassigned,
            language=language,
            after=after,
            limit=limit,
        )
        rows = await desk.queue(wanted)
    return [answers.row(row, site.tokens, now=now) for row in rows]


@router.get("/cases/counts", summary="The queue in numbers", **acts(Act.VIEW))
async def count_cases(site: CurrentSite, caller: Caller) -> models.Counts:
    """All open cases, by what a filter can ask for."""
    return answers.counts(await site.services.desk.counts(), caller)


@router.get("/cases/{case_id}", summary="A case's card", **acts(Act.VIEW, 404))
async def get_card(site: CurrentSite, case_id: RowId) -> models.Card:
    """The handoff, order, customer, tasks, messages, notes and history."""
    return answers.card(await site.services.desk.card(case_id), site.tokens, now=site.services.clock())


@router.get("/cases/{case_id}/fields", summary="What can be settled", **acts(Act.VIEW, 404))
async def fields(site: CurrentSite, case_id: RowId) -> list[models.SlotField]:
    """The slots that can be given when the case is returned to the bot."""
    return [models.SlotField.model_validate(one) for one in await site.services.desk.fields(case_id)]


@router.get("/cases/{case_id}/watch", summary="Who is at a case", **acts(Act.VIEW, 404))
async def watch(site: CurrentSite, case_id: RowId) -> models.Watch:
    """Who has it open and who is writing; agents in Telegram or with a program are not seen."""
    await site.services.desk.card(case_id)
    return models.Watch.model_validate(site.services.desk.watch(case_id))


@router.post("/cases/{case_id}/claim", summary="Take a case", **acts(Act.CLAIM, 404, 409))
async def claim(site: CurrentSite, caller: Caller, case_id: RowId) -> models.Case:
    """Of two who try at once, one gets 409 with the other's name."""
    return models.Case.model_validate(await site.services.desk.claim(case_id, caller))


@router.post("/cases/{case_id}/transfer", summary="Pass a case on", **acts(Act.TRANSFER, 404, 409))
async def transfer(site: CurrentSite, caller: Caller, case_id: RowId, body: models.Transfer) -> models.Case:
    """To a colleague or into the queue of a role. What a colleague has is passed on by a supervisor only."""
    case = await site.services.desk.transfer(
        case_id, caller, to_agent=body.to_agent, to_role=body.to_role, note=body.note
    )
    return models.Case.model_validate(case)


@router.post("/cases/{case_id}/escalate", summary="Pass a case to the supervisors", **acts(Act.ESCALATE, 404, 409))
async def escalate(site: CurrentSite, caller: Caller, case_id: RowId, body: models.Escalation) -> models.Case:
    """With the reason, which stands in the history."""
    return models.Case.model_validate(await site.services.desk.escalate(case_id, caller, body.why))


@router.post("/cases/{case_id}/return", summary="Return to the bot", **acts(Act.RETURN, 404, 409))
async def give_back(site: CurrentSite, caller: Caller, case_id: RowId, body: models.GiveBack) -> models.Case:
    """The bot tells the customer what was agreed and goes on."""
    return models.Case.model_validate(await site.services.desk.give_back(case_id, caller, body.outcome, body.slots))


@router.post("/cases/{case_id}/close", summary="Close a case", **acts(Act.CLOSE, 404, 409))
async def close(site: CurrentSite, caller: Caller, case_id: RowId, body: models.Close) -> models.Case:
    """With how it ended. What a colleague has is closed by a supervisor only."""
    return models.Case.model_validate(await site.services.desk.close(case_id, caller, body.outcome))


@router.post("/cases/{case_id}/reopen", summary="Take up an ended case again", **acts(Act.REOPEN, 404, 409))
async def reopen(site: CurrentSite, caller: Caller, case_id: RowId) -> models.Case:
    """As the caller's, unless another case is open with the same customer."""
    return models.Case.model_validate(await site.services.desk.reopen(case_id, caller))


@router.post("/cases/{case_id}/block", summary="Block the customer", **acts(Act.BLOCK, 404, 409))
async def block(site: CurrentSite, caller: Caller, case_id: RowId) -> models.CustomerRecord:
    """Their messages are kept and nobody answers them; a case that is open with them ends as spam."""
    return models.CustomerRecord.model_validate(await site.services.desk.block(case_id, caller))


@router.post("/cases/{case_id}/unblock", summary="Answer the customer again", **acts(Act.BLOCK, 404, 409))
async def unblock(site: CurrentSite, caller: Caller, case_id: RowId) -> models.CustomerRecord:
    """From their next message on."""
    return models.CustomerRecord.model_validate(await site.services.desk.unblock(case_id, caller))


@router.put("/cases/{case_id}/tier", summary="How much the customer matters", **acts(Act.SET_TIER, 404, 409))
async def set_tier(site: CurrentSite, caller: Caller, case_id: RowId, body: models.TierChange) -> models.CustomerRecord:
    """For routing and the queue, from their next handoff on."""
    return models.CustomerRecord.model_validate(await site.services.desk.set_tier(case_id, caller, body.tier))


@router.post(
    "/cases/{case_id}/actions",
    status_code=201,
    summary="Perform an action",
    responses=problems(403, 404, 409),
    openapi_extra={ACT: PERFORM},
)
async def perform(
    site: CurrentSite, caller: Caller, case_id: RowId, body: models.ActionRequest, idempotency_key: IdempotencyKey
) -> models.Performance:
    """For the customer of the case; the actions are those that flows may `do`, each with its roles.

    The same `Idempotency-Key` again gives the same answer, with other arguments 409. An order that is not proved to
    be this customer's, and what its state does not allow, get 409, audited.
    """
    registers = site.services.registers
    entry = await registers.perform(case_id, caller, body.action, body.args, key=idempotency_key)
    return models.Performance.model_validate(entry)


@router.get("/search", summary="Look for a case, a customer or an order", **acts(Act.SEARCH))
async def search(
    site: CurrentSite,
    caller: Caller,
    q: Annotated[str, Query(max_length=200)],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> models.Found:
    """By `#12`, words of what was asked, a name or tag, an order or tracking number, a receiver, a phone's last four.

    At most `limit` of each sort.
    """
    found = await site.services.search.find(q, caller, limit=limit)
    return answers.found(found, site.tokens, now=site.services.clock())
