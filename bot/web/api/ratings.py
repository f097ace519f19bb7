"""The API's endpoint about ratings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from bot.desk.permissions import Act
from bot.web.api import answers, models
from bot.web.api.access import PREFIX, Caller, acts, problems
from bot.web.wiring import MAX_ROW_ID, CurrentSite

router = APIRouter(prefix=PREFIX, tags=["ratings"], responses=problems(401, 422, 503))


@router.get("/ratings", summary="Ratings of a month", **acts(Act.RATINGS))
async def list_ratings(
    site: CurrentSite,
    caller: Caller,
    month: Annotated[str | None, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="2026-11")] = None,
    after: Annotated[int, Query(ge=0, le=MAX_ROW_ID)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
) -> models.RatingReport:
    """What was asked in a calendar month of the shop, this one unless told; people and the bot are counted apart.

    `ratings` are a page of those given: `after` is the id of the last one of the page before.
    """
    first = date.fromisoformat(f"{month}-01") if month else None
    report = await site.services.ratings.of_month(caller, first, after=after, limit=limit)
    return answers.rating_report(report)
