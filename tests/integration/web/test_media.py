"""Uploads and the addresses of pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.integration.web.conftest import OpenChat
from tests.telegram_api.samples import PDF, png
from tests.web_shop.running import RunningShop

PICTURE = png()


@pytest.fixture
async def client(shop: RunningShop) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=shop.url) as opened:
        yield opened


def upload(data: bytes = PICTURE, name: str = "杯子.png", mime: str = "image/png") -> dict[str, tuple[str, bytes, str]]:
    return {"file": (name, data, mime)}


async def token(open_chat: OpenChat) -> dict[str, str]:
    async with open_chat() as window:
        await window.hello()
    return {"Authorization": f"Bearer {window.token}"}


async def test_an_uploaded_picture_travels_with_a_message_and_is_shown(
    open_chat: OpenChat, client: httpx.AsyncClient
) -> None:
    async with open_chat() as window:
        await window.hello()
        headers = {"Authorization": f"Bearer {window.token}"}
        answer = await client.post("/api/chat/uploads", files=upload(), headers=headers)
        ack = await window.say("", media=[answer.json()["upload"]])
    media = ack["entries"][0]["media"][0]
    shown = await client.get(media["url"])

    assert answer.status_code == 201
    assert (media["kind"], media["size"]) == ("photo", len(PICTURE))
    assert shown.content == PICTURE
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["content-disposition"] == "inline"


async def test_a_name_is_a_name_alone_and_reads_in_one_direction(
    open_chat: OpenChat, client: httpx.AsyncClient
) -> None:
    async with open_chat() as window:
        await window.hello()
        headers = {"Authorization": f"Bearer {window.token}"}
        file = upload(PDF, "../../etc/单\u202efdp.exe", "application/pdf")
        answer = await client.post("/api/chat/uploads", files=file, headers=headers)
        ack = await window.say("", media=[answer.json()["upload"]])

    assert ack["entries"][0]["media"][0]["name"] == "单fdp.exe"


async def test_without_a_visitors_token_nothing_is_taken(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer forged"}, {"Authorization": "Basic YTpi"}):
        answer = await client.post("/api/chat/uploads", files=upload(), headers=headers)

        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_picture_is_not_shown_without_its_pass(open_chat: OpenChat, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/chat/uploads", files=upload(), headers=await token(open_chat))
    path, _, passed = answer.json()["url"].partition("?pass=")

    for address in (path, f"{path}?pass=forged", f"/media/another.png?pass={passed}", "/media/..%2f..%2fetc%2fpasswd"):
        assert (await client.get(address)).status_code == 404


async def test_another_visitor_cannot_use_the_upload(open_chat: OpenChat, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/chat/uploads", files=upload(), headers=await token(open_chat))
    async with open_chat() as stranger:
        await stranger.hello()
        refused = await stranger.say("", media=[answer.json()["upload"]])

    assert refused["code"] == "upload_unknown"


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024])
async def test_too_large_is_refused(open_chat: OpenChat, client: httpx.AsyncClient, size: int) -> None:
    answer = await client.post("/api/chat/uploads", files=upload(PICTURE + bytes(size)), headers=await token(open_chat))

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_without_an_end_is_refused_while_it_comes(open_chat: OpenChat, shop: RunningShop) -> None:
    authorization = (await token(open_chat))["Authorization"]
    reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
    head = (
        f"POST /api/chat/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {authorization}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + bytes(2 * 1024 * 1024)
    writer.write(head.encode() + f"{len(part):x}\r\n".encode() + part + b"\r\n")
    async with asyncio.timeout(10):
        status = await reader.readline()  # the last chunk is never sent
    writer.close()

    assert status.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("data", "mime"),
    [(b"<svg onload=alert(1)>", "image/svg+xml"), (b"<html>", "image/png"), (b"", "image/png"), (PDF, "image/png")],
)
async def test_what_is_no_picture_is_refused_in_the_customers_words(
    open_chat: OpenChat, client: httpx.AsyncClient, data: bytes, mime: str
) -> None:
    answer = await client.post("/api/chat/uploads", files=upload(data, mime=mime), headers=await token(open_chat))

    assert answer.status_code == 415
    assert "JPG" in answer.json()["detail"]


async def test_a_file_is_downloaded_and_never_interpreted(open_chat: OpenChat, client: httpx.AsyncClient) -> None:
    files = upload(PDF, name="发票.pdf", mime="application/pdf")
    answer = await client.post("/api/chat/uploads", files=files, headers=await token(open_chat))
    shown = await client.get(answer.json()["url"])

    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf"


async def test_a_flood_of_uploads_is_slowed_down(open_chat: OpenChat, client: httpx.AsyncClient) -> None:
    headers = await token(open_chat)
    statuses = [
        (await client.post("/api/chat/uploads", files=upload(), headers=headers)).status_code for _ in range(16)
    ]

    assert set(statuses) == {201, 429}


async def test_an_embedding_shop_may_upload_and_a_stranger_may_not(client: httpx.AsyncClient) -> None:
    def preflight(origin: str) -> dict[str, str]:
        return {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }

    allowed = await client.options("/api/chat/uploads", headers=preflight("https://shop.example.com"))
    refused = await client.options("/api/chat/uploads", headers=preflight("https://evil.example"))

    assert allowed.headers["access-control-allow-origin"] == "https://shop.example.com"
    assert "access-control-allow-origin" not in refused.headers
