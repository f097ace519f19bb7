"""Requests are counted by what we named, whatever a client sends."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.measures import Answered, Measure, SocketMoved
from bot.web.metering import Metering


class Route:
    path = "/cases/{case_id}"


async def run(app: Any, scope: dict[str, Any]) -> list[Measure]:
    counted: list[Measure] = []
    await through(app, scope, counted)
    return counted


async def through(app: Any, scope: dict[str, Any], counted: list[Measure]) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(_: Any) -> None:
        return None

    await Metering(app, counted.append)(scope, receive, send)


async def test_a_request_is_counted_by_its_template_when_its_answer_begins() -> None:
    async def app(scope: Any, _: Any, send: Any) -> None:
        scope["route"] = Route()
        await send({"type": "http.response.start", "status": 201})
        await send({"type": "http.response.body", "body": b""})

    [counted] = await run(app, {"type": "http", "method": "POST", "path": "/cases/17", "root_path": ""})
    assert isinstance(counted, Answered)
    assert (counted.route, counted.method, counted.status) == ("/cases/{case_id}", "POST", 201)
    assert counted.seconds >= 0


async def test_what_a_client_may_choose_freely_is_no_label() -> None:
    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404})

    [counted] = await run(app, {"type": "http", "method": "SECRET", "path": "/13800001111", "root_path": ""})
    assert isinstance(counted, Answered)
    assert (counted.route, counted.method) == ("other", "other")


async def test_an_error_nobody_caught_counts_as_a_500_and_goes_on() -> None:
    counted: list[Measure] = []

    async def app(*_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await through(app, {"type": "http", "method": "GET", "root_path": ""}, counted)
    assert [one.status for one in counted if isinstance(one, Answered)] == [500]


async def test_an_open_socket_is_taken_back_however_it_ends() -> None:
    counted: list[Measure] = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        scope["route"] = Route()
        await send({"type": "websocket.accept"})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await through(app, {"type": "websocket", "root_path": ""}, counted)
    assert counted == [SocketMoved(route=Route.path, change=change) for change in (1, -1)]


async def test_a_socket_that_is_refused_was_never_open() -> None:
    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "websocket.close"})

    assert await run(app, {"type": "websocket", "root_path": ""}) == []
