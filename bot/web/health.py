"""Is the process alive, and may it be sent traffic?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse

from bot.web.wiring import CurrentSite

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def alive() -> dict[str, str]:
    """Answers as long as the event loop turns; asks nothing of the database."""
    return {"status": "alive"}


@router.get("/readyz", summary="Ready for traffic", responses={503: {"description": "Not ready; says what is missing"}})
async def ready(site: CurrentSite) -> JSONResponse:
    """200 when everything answers, else 503 with what does not."""
    missing = await site.services.ready()
    status = 503 if missing else 200
    return JSONResponse({"status": "not ready" if missing else "ready", "missing": missing}, status_code=status)
