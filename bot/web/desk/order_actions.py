"""Order actions from the card: fill in, check once more, do it. Done once, however often the last button is pressed."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from bot.core.cases import Card
from bot.core.orders import Order
from bot.desk.permissions import performing, require
from bot.desk.wording import not_found
from bot.scripts.book import Pack
from bot.web.desk.answers import shown_again
from bot.web.desk.forms import FORMS, MAX_VALUE, Field, fields_of, given
from bot.web.desk.session import CurrentAgent, own_page
from bot.web.pages import draw, view_of
from bot.web.wiring import CurrentSite, RowId, Site

router = APIRouter(include_in_schema=False)

OrderNumber = Annotated[str, Query(max_length=64)]
_MAX_FIELDS: Final = 20


@router.get("/desk/cases/{case_id}/actions/{action}")
async def fill_in(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, action: str, order: OrderNumber
) -> HTMLResponse:
    """The form, as a sheet for the dialog."""
    card = await _card(site, case_id, action, order)
    require(agent, performing(action))
    return _sheet(site, request, card, action, order, values={})


@router.post("/desk/cases/{case_id}/actions/{action}/check", dependencies=[Depends(own_page)])
async def check(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, action: str, order: OrderNumber
) -> HTMLResponse:
    """What was filled in, to be read once more; `back` in the form shows the form again."""
    card = await _card(site, case_id, action, order)
    require(agent, performing(action))
    form = await request.form(max_files=0, max_fields=_MAX_FIELDS, max_part_size=MAX_VALUE * 4)
    values = given(_fields(site, card, action, order), form)
    return _sheet(site, request, card, action, order, values=values, sure="back" not in form)


@router.post("/desk/cases/{case_id}/actions/{action}", dependencies=[Depends(own_page)])
async def perform(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    action: str,
    order: OrderNumber,
    key: Annotated[str, Form(min_length=16, max_length=64)],
) -> Response:
    """Do it."""
    card = await _card(site, case_id, action, order)
    require(agent, performing(action))
    form = await request.form(max_files=0, max_fields=_MAX_FIELDS)
    values = given(_fields(site, card, action, order), form)
    await site.services.registers.perform(case_id, agent, action, {"order": order, **values}, key=key)
    return await shown_again(site, request, agent, case_id)


async def _card(site: Site, case_id: int, action: str, order: str) -> Card:
    """The case's card. Raises NotFound when the form or the order of the address is none."""
    card = await site.services.desk.card(case_id)
    if action not in FORMS:
        raise not_found("action_unknown", action=action)
    if order not in _known(card):
        raise not_found("order_not_theirs", order=order)
    return card


def _known(card: Card) -> dict[str, Order]:
    return {one.number: one for one in (*card.orders, *([card.order] if card.order else []))}


def _fields(site: Site, card: Card, action: str, order: str) -> tuple[Field, ...]:
    return fields_of(action, _pack(site, card), _known(card)[order])


def _pack(site: Site, card: Card) -> Pack:
    book = site.services.book()
    return book.packs.get(card.conversation.state.language) or book.packs[book.default_language]


def _sheet(
    site: Site, request: Request, card: Card, action: str, order: str, *, values: dict[str, str], sure: bool = False
) -> HTMLResponse:
    html = draw(
        "desk/_action.html",
        view_of(request, site),
        case=card.case,
        action=action,
        order=order,
        fields=_fields(site, card, action, order),
        values=values,
        sure=sure,
        key=secrets.token_urlsafe(24),
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})
