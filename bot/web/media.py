"""Attachments: taking a customer's upload, and showing a picture to those who were given its address.

An upload needs the visitor's token (`Authorization: Bearer`); it answers with an upload token that only this visitor
can put into a message. A picture's address carries a signed pass (bot/web/tokens.py) and is handed out only inside
the conversation's own window and on the desk.
"""

from __future__ import annotations

import time
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Header, HTTPException, Request, Response, UploadFile

from bot.core.errors import MediaRefused
from bot.core.messages import Media, MediaKind
from bot.desk.wording import not_found
from bot.web.pages import view_of
from bot.web.tokens import Visitor
from bot.web.wiring import CurrentSite, Site, WebSettings

_INLINE: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_MEDIA_POLICY: Final = "default-src 'none'; sandbox"
MULTIPART_ROOM: Final = 64 * 1024
"""Bytes of a multipart body besides the file: boundaries and part headers."""

router = APIRouter(tags=["chat"])


@router.post("/api/chat/uploads", status_code=201, summary="Upload an attachment of a chat message")
async def upload(
    site: CurrentSite, request: Request, file: UploadFile, authorization: Annotated[str, Header()] = ""
) -> dict[str, Any]:
    """Keep the file and return `{upload, url, size}`; `upload` goes into `message.media` within the hour."""
    visitor = _visitor(site, authorization)
    if site.uploads.take(visitor.id, now=time.monotonic()):
        raise HTTPException(429, "上传得太快了，请稍等一会儿。", headers={"Retry-After": "10"})
    media = await keep(site, request, file)
    now = site.services.clock()
    return {
        "upload": site.tokens.upload(media, visitor, now=now),
        "url": site.tokens.media_url(media, now=now),
        "size": media.size,
    }


@router.get("/media/{key:path}", summary="An attachment, for holders of its signed address")
async def show(site: CurrentSite, key: str, request: Request) -> Response:
    """The bytes. Pictures are shown; everything else is downloaded and never interpreted."""
    media = site.tokens.read_media(key, request.query_params.get("pass", ""), now=site.services.clock())
    if media is None:
        raise not_found("file_unknown")
    data = await site.services.chat.media(key)
    inline = media.mime in _INLINE
    attachment = f"attachment; filename*=UTF-8''{quote(media.name or 'file')}"
    return Response(
        data,
        media_type=media.mime if inline else "application/octet-stream",
        headers={
            "Content-Security-Policy": _MEDIA_POLICY,
            "Content-Disposition": "inline" if inline else attachment,
            "Cache-Control": "private, max-age=86400",
            "Cross-Origin-Resource-Policy": "cross-origin" if site.settings.allowed_origins else "same-origin",
        },
    )


async def keep(site: Site, request: Request, file: UploadFile) -> Media:
    """Keep an uploaded file. Raises MediaRefused in the reader's language; too large is answered with 413."""
    view, limit = view_of(request, site), site.settings.max_upload_bytes
    data = await file.read(limit + 1)
    if len(data) > limit:
        raise HTTPException(413, view.t("chat.too_large", limit=site.settings.max_upload_mb))
    mime = (file.content_type or "").lower()
    kind = MediaKind.PHOTO if mime.startswith("image/") else MediaKind.FILE
    try:
        return await site.services.chat.upload(data, Media(kind=kind, mime=mime, name=(file.filename or "")[:120]))
    except MediaRefused as refused:
        raise MediaRefused(view.t("chat.picture_refused")) from refused


def cross_origin(settings: WebSettings) -> dict[str, Any]:
    """Arguments of `CORSMiddleware`: sites that embed the widget may upload, with a token and without cookies."""
    return {
        "allow_origins": settings.allowed_origins,
        "allow_methods": ["POST"],
        "allow_headers": ["Authorization"],
        "max_age": 3600,
    }


def _visitor(site: Site, authorization: str) -> Visitor:
    scheme, _, token = authorization.partition(" ")
    visitor = site.tokens.read_visitor(token, now=site.services.clock()) if scheme.lower() == "bearer" else None
    if visitor is None:
        raise HTTPException(401, "请先打开聊天窗口。", headers={"WWW-Authenticate": "Bearer"})
    return visitor
