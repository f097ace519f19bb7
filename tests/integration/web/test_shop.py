"""The shop's page, health, documentation and what goes with every page."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import yaml

from bot.web.pages import has_template
from bot.web.tokens import Tokens
from tests.web_shop.running import ORDER_NUMBER, SECRET, RunningShop

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def client(shop: RunningShop) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=shop.url) as opened:
        yield opened


async def test_the_page_shows_the_shop_its_products_and_the_widget(client: httpx.AsyncClient) -> None:
    html = (await client.get("/")).text

    assert "小满杂货" in html
    assert "暖满保温杯" in html
    assert "¥69" in html
    assert "<kefu-chat" in html
    assert ORDER_NUMBER in html


async def test_a_product_without_its_own_picture_gets_the_common_one(client: httpx.AsyncClient) -> None:
    html = (await client.get("/")).text

    assert html.count('class="art"') == 2


async def test_the_page_speaks_english_when_asked(client: httpx.AsyncClient) -> None:
    by_browser = await client.get("/", headers={"Accept-Language": "en-GB"})
    chosen = await client.get("/language/zh", params={"back": "/"}, headers={"Accept-Language": "en-GB"})
    then = await client.get("/", headers={"Accept-Language": "en-GB"})

    assert '<html lang="en">' in by_browser.text
    assert chosen.status_code == 303
    assert '<html lang="zh-CN">' in then.text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_the_language_switch_leads_nowhere_else(client: httpx.AsyncClient, back: str) -> None:
    answer = await client.get("/language/en", params={"back": back})

    assert answer.headers["location"] == "/"


async def test_the_returning_customer_is_vouched_for(client: httpx.AsyncClient, shop: RunningShop) -> None:
    guest = (await client.get("/")).text
    returning = (await client.get("/", params={"customer": "returning"})).text
    token = re.search(r'identity="([^"]+)"', returning)

    assert "identity=" not in guest
    assert token is not None
    identity = Tokens(secret=SECRET).read_identity(token[1], now=shop.shop.clock())
    assert identity is not None
    assert identity.buyer == "demo-buyer"


@pytest.mark.parametrize("path", ["/", "/desk/login", "/docs"])
async def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert not re.search(r"""(src|href)=["'](https?:)?//""", answer.text)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", answer.text)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_widget_may_be_loaded_by_other_sites(client: httpx.AsyncClient) -> None:
    answer = await client.get("/widget.js")

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "innerHTML" not in answer.text


async def test_health_and_readiness(
    client: httpx.AsyncClient, shop: RunningShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get("/healthz")).json() == {"status": "alive"}
    assert (await client.get("/readyz")).status_code == 200

    async def down() -> None:
        from bot.core.errors import StorageError

        raise StorageError("no answer")

    monkeypatch.setattr(shop.shop.store, "ping", down)
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["database: no answer"]


async def test_the_api_is_documented(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()

    assert "/api/v1/cases/{case_id}/claim" in document["paths"]
    pointers = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document)))
    assert pointers <= document["components"]["schemas"].keys()
    assert pointers
    assert not any(path.startswith("/desk") for path in document["paths"])
    assert (await client.get("/static/vendor/swagger-ui/swagger-ui-bundle.js")).status_code == 200


async def test_an_unknown_address_is_a_problem_document(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nothing/here")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_product_has_its_drawing_as_a_picture_that_runs_and_loads_nothing(client: httpx.AsyncClient) -> None:
    known = await client.get("/products/thermos.svg")
    others = [await client.get(f"/products/{name}.svg") for name in ("scene", "nothing", "..%2Fbase")]

    assert (known.status_code, known.headers["content-type"]) == (200, "image/svg+xml")
    assert known.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert known.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert [answer.status_code for answer in others] == [404, 404, 404]


def test_every_product_of_the_demo_shows_a_drawing_of_ours() -> None:
    products = yaml.safe_load((ROOT / "scripts_yaml" / "products.yaml").read_text(encoding="utf-8"))["products"]

    assert {name: f"/products/{name}.svg" for name in products} == {
        name: product.get("picture") for name, product in products.items()
    }
    assert [name for name in products if not has_template(f"art/{name}.svg")] == []
