"""The API's endpoints about words: replies with their attachments, notes, canned replies, tone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response, UploadFile

from bot.core.messages import MAX_TEXT, Content, Media
from bot.core.roles import Agent
from bot.desk.permissions import Act
from bot.desk.wording import conflict
from bot.scripts import tone
from bot.web.api import answers, models
from bot.web.api.access import PREFIX, Caller, acts, problems
from bot.web.media import keep
from bot.web.tokens import Visitor
from bot.web.wiring import CurrentSite, RowId, Site

router = APIRouter(prefix=PREFIX, tags=["messages"], responses=problems(401, 422, 503))

_Key = Annotated[str | None, Header(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


@router.post("/uploads", status_code=201, summary="Upload an attachment", **acts(Act.REPLY, 413, 415))
async def upload(site: CurrentSite, request: Request, caller: Caller, file: UploadFile) -> models.Upload:
    """Keep the file; `upload` of the answer goes into `media` of a reply."""
    media, now = await keep(site, request, file), site.services.clock()
    return models.Upload(
        upload=site.tokens.upload(media, _as_uploader(caller), now=now),
        url=site.tokens.media_url(media, now=now),
        size=media.size,
    )


@router.post("/cases/{case_id}/replies", status_code=201, summary="Answer the customer", **acts(Act.REPLY, 404, 409))
async def reply(
    site: CurrentSite, caller: Caller, case_id: RowId, body: models.Reply, idempotency_key: _Key = None
) -> models.Message:
    """Takes a waiting case. The message's `delivery` starts as `waiting`.

    The same `Idempotency-Key` again gives the same message, which is sent once; with another text 409.
    """
    content = Content(text=body.text, media=tuple(_uploaded(site, caller, one) for one in body.media))
    entry = await site.services.desk.reply(case_id, caller, content, key=idempotency_key)
    return answers.message(entry, site.tokens, now=site.services.clock())


@router.patch("/cases/{case_id}/messages/{seq}", summary="Change a message", **acts(Act.REPLY, 404, 409))
async def edit(site: CurrentSite, caller: Caller, case_id: RowId, seq: RowId, body: models.NewWords) -> models.Message:
    """One of your own, on its way or sent: what the customer sees changes with it, live, and `edited` says so.

    What their platform does not change is not changed here: 409. The history of the case keeps the old words.
    """
    entry = await site.services.edits.change(seq, caller, body.text, case_id=case_id)
    return answers.message(entry, site.tokens, now=site.services.clock())


@router.post("/cases/{case_id}/messages/{seq}/retry", summary="Send a message once more", **acts(Act.RETRY, 404, 409))
async def retry(site: CurrentSite, caller: Caller, case_id: RowId, seq: RowId) -> models.Message:
    """One of an agent that failed, or whose fate is unknown."""
    entry = await site.services.desk.retry(case_id, caller, seq)
    return answers.message(entry, site.tokens, now=site.services.clock())


@router.post("/cases/{case_id}/notes", status_code=201, summary="Write a note", **acts(Act.NOTE, 404, 409))
async def note(
    site: CurrentSite, caller: Caller, case_id: RowId, body: models.NoteText, idempotency_key: _Key = None
) -> models.Note:
    """For colleagues only. The same `Idempotency-Key` again gives the same note; with another text 409."""
    kept = await site.services.desk.note(case_id, caller, body.note, key=idempotency_key)
    return models.Note.model_validate(kept)


@router.post("/cases/{case_id}/typing", status_code=204, summary="A reply is being written", **acts(Act.REPLY, 404))
async def typing(site: CurrentSite, caller: Caller, case_id: RowId) -> Response:
    """Colleagues who have the case open see it for some seconds."""
    await site.services.desk.typing(case_id, caller)
    return Response(status_code=204)


@router.get("/cases/{case_id}/canned", summary="Canned replies", **acts(Act.VIEW, 404))
async def list_canned(
    site: CurrentSite, caller: Caller, case_id: RowId, order: Annotated[str, Query(max_length=64)] = ""
) -> list[models.Canned]:
    """All of them, filled in for the case, or for this order of its customer."""
    replies = await site.services.canned.listing(case_id, caller, order_number=order)
    return [models.Canned.model_validate(one) for one in replies]


@router.get("/cases/{case_id}/canned/{name}", summary="A canned reply", **acts(Act.VIEW, 404))
async def render_canned(site: CurrentSite, caller: Caller, case_id: RowId, name: str) -> models.Canned:
    """Filled in for the case."""
    return models.Canned.model_validate(await site.services.canned.render(case_id, caller, name))


@router.post("/tone", summary="Check the tone of a draft", **acts(Act.VIEW))
async def tone_of(body: models.DraftText) -> list[models.ToneSlip]:
    """What the house tone would rather not have, in the order of the text; the draft is not kept."""
    return [models.ToneSlip.model_validate(slip) for slip in tone.warnings(body.text[:MAX_TEXT])]


def _uploaded(site: Site, caller: Agent, upload: str) -> Media:
    media = site.tokens.read_upload(upload, _as_uploader(caller), now=site.services.clock())
    if media is None:
        raise conflict("upload_unknown")
    return media


def _as_uploader(agent: Agent) -> Visitor:
    """Upload tokens are for one uploader. Visitors' ids are hexadecimal, so none is an agent's."""
    return Visitor(id=f"agent:{agent.id}")
