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
        ("手机 138 0000 1234 或 138-0000-1234", "手机 138****1234 或 138****1234"),
        ("手机１３８００００１２３４", "手机138****1234"),
        ("卡 6222 0212 3456 7890 123", "卡 ****123"),
        ("Authorization: Bearer kefu_Zm9vYmFyYmF6cXV4", "Authorization: Bearer kefu_***"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_***"),
        ("/media/ab.png?pass=a.b-c&x=1", "/media/ab.png?pass=***&x=1"),
        ("password=geheim; x", "password=***; x"),
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


def test_what_stands_inside_other_values_is_masked_as_well() -> None:
    event = {"sent": {"to": ["13912345678", 7]}, "error": ValueError("no such phone 13912345678"), "none": None}
    assert mask_values(None, "info", event) == {
        "sent": {"to": ["139****5678", 7]},
        "error": "no such phone 139****5678",
        "none": None,
    }
