"""The demo shop's page: what a customer of a small shop would see, with the chat widget on it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.web.pages import LANGUAGE_COOKIE, draw, has_template, page, view_of
from bot.web.texts import LANGUAGES
from bot.web.tokens import Identity
from bot.web.wiring import CurrentSite, Site

DEMO_BUYER: Final = Identity(buyer="demo-buyer", name="演示顾客")
_LANGUAGE_LIFE: Final = 365 * 24 * 3600
_DRAWING: Final = {
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
"""It runs nothing and loads nothing; its colours stand in it."""

router = APIRouter(include_in_schema=False)


@router.get("/")
async def shop(site: CurrentSite, request: Request, customer: str = "guest") -> HTMLResponse:
    """The shop's front page; `customer=returning` shows it to the signed-in demo buyer."""
    book, view = site.services.book(), view_of(request, site)
    returning = site.settings.demo and customer == "returning"
    return page(
        "shop.html",
        view,
        shop=book.shop,
        products=tuple(book.products.values()),
        demo=site.settings.demo,
        returning=returning,
        identity=site.tokens.identity(DEMO_BUYER, now=view.now) if returning else "",
        hint=site.settings.demo_hint,
    )


@router.get("/products/{product_id}.svg")
async def picture(site: CurrentSite, request: Request, product_id: str) -> Response:
    """The demo's drawing of a product, for pages that show it as a picture."""
    if product_id not in site.services.book().products or not has_template(f"art/{product_id}.svg"):
        raise HTTPException(404)
    drawing = draw("picture.svg", view_of(request, site), product=product_id)
    return Response(drawing, media_type="image/svg+xml", headers=_DRAWING)


@router.get("/language/{language}")
async def choose_language(site: CurrentSite, language: str, back: str = "/") -> Response:
    """Remember the reader's language and go back to the page they came from."""
    response = RedirectResponse(back if _is_ours(back) else "/", status_code=303)
    if language in LANGUAGES:
        _remember(response, site, language)
    return response


def _is_ours(path: str) -> bool:
    """Whether it is a path of this site, and not an address elsewhere such as `//example.com`."""
    return path.startswith("/") and not path.startswith(("//", "/\\"))


def _remember(response: Response, site: Site, language: str) -> None:
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_LANGUAGE_LIFE,
        secure=site.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
