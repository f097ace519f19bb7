"""`/metrics` for Prometheus: there only when the shop has a token for it, and only for who shows that."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.web.wiring import CurrentSite

router = APIRouter(tags=["health"])

_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


@router.get("/metrics", include_in_schema=False)
async def metrics(site: CurrentSite, credentials: _Credentials) -> Response:
    """All figures. 404 without a token in the settings; an address alone, such as a proxy's, opens nothing."""
    wanted = site.settings.metrics_token
    if not wanted:
        raise HTTPException(404)
    shown = credentials.credentials if credentials else ""
    if not hmac.compare_digest(shown.encode(), wanted.encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    exposition = await site.services.figures()
    return Response(exposition.body, media_type=exposition.media_type, headers={"Cache-Control": "no-store"})
