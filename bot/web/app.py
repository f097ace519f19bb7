"""Puts the web room together: `create_app` is what the composition root calls."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from bot.web import chat, health, media, metrics, shop, widget
from bot.web.api import agents, cases, docs, messages, ratings, sessions, tasks, webhooks
from bot.web.api.document import describe, operation_id
from bot.web.desk import actions, complaints, console, drafting, live, order_actions, session
from bot.web.errors import answer_errors
from bot.web.metering import Metering
from bot.web.pages import STATIC
from bot.web.security import BodyLimit, SecurityHeaders
from bot.web.tokens import Tokens
from bot.web.wiring import Site, WebServices, WebSettings

__all__ = ["WebServices", "WebSettings", "create_app"]


def create_app(services: WebServices, settings: WebSettings) -> FastAPI:
    """The application. Connects to nothing. A request may be as large as one attachment."""
    app = FastAPI(
        title="kefu",
        summary="Customer service for online shops: cases, cards, replies.",
        version="1",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        middleware=[
            Middleware(Metering, meter=services.meter),
            Middleware(SecurityHeaders),
            Middleware(BodyLimit, max_bytes=settings.max_upload_bytes + media.MULTIPART_ROOM),
            Middleware(CORSMiddleware, **media.cross_origin(settings)),
        ],
    )
    app.state.site = Site(services=services, settings=settings, tokens=Tokens(secret=settings.secret))
    desk = (session, console, live, actions, order_actions, drafting, complaints)
    api = (sessions, cases, messages, tasks, ratings, agents, webhooks, docs)
    for room in (health, metrics, shop, widget, chat, media, *desk, *api):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_errors(app)
    describe(app)
    return app
