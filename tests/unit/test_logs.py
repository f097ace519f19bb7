"""What may stand in a log: events, never who the customer is."""

from __future__ import annotations

import pytest

from bot.logs import mask, mask_values


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("手机13800001234打不通", "手机138****1234打不通"),
        ("订单600120260026呢", "订单****0026呢"),
        ("发到 someone.else@mail.example.com", "发到 ***@mail.example.com"),
        ("GET /bot123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr/getMe", "GET /bot***/getMe"),
        ("/ws?token=abc.def&x=1", "/ws?token=***&x=1"),
        ("共 12 件，¥99.00", "共 12 件，¥99.00"),
    ],
)
def test_personal_data_and_secrets_are_masked(written: str, logged: str) -> None:
    assert mask(written) == logged


def test_only_texts_of_an_event_are_touched() -> None:
    event = {"event": "call 13912345678", "seq": 13912345678, "timestamp": "2026-03-02T10:00:00Z"}
    assert mask_values(None, "info", event) == {
        "event": "call 139****5678",
        "seq": 13912345678,
        "timestamp": "2026-03-02T10:00:00Z",
    }
