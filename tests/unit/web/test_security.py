from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from bot.web.security import from_own_page, may_open_chat
from bot.web.wiring import WebSettings

SETTINGS = WebSettings(
    secret="s",
    public_url="https://kefu.example.com",
    demo=False,
    max_upload_mb=1,
    secure_cookies=True,
    allowed_origins=("https://shop.example.com",),
)


def request(origin: str | None, host: str = "10.0.0.7:8000") -> HTTPConnection:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    return HTTPConnection({"type": "http", "headers": headers})


@pytest.mark.parametrize("origin", ["http://10.0.0.7:8000", "https://kefu.example.com"])
def test_our_own_pages_may_do_everything(origin: str) -> None:
    assert from_own_page(request(origin), SETTINGS)
    assert may_open_chat(request(origin), SETTINGS)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://[", "https://kefu.example.com.evil.example"]
)
def test_pages_of_strangers_may_do_nothing(origin: str) -> None:
    assert not from_own_page(request(origin), SETTINGS)
    assert not may_open_chat(request(origin), SETTINGS)


def test_an_embedding_shop_may_chat_but_not_act_at_the_desk() -> None:
    shop = request("https://shop.example.com")

    assert may_open_chat(shop, SETTINGS)
    assert not from_own_page(shop, SETTINGS)


def test_a_program_without_an_origin_may_chat_but_not_post_desk_forms() -> None:
    assert may_open_chat(request(None), SETTINGS)
    assert not from_own_page(request(None), SETTINGS)
