"""Signatures that other programs can check, and a back-off that ends after a day."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.webhooks import (
    LIFE,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
    next_try,
    secret_of,
    signed_headers,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WEBHOOK = Webhook(id=1, url="https://example.com", events=(), salt="salt", active=True, created_at=NOW)
DELIVERY = WebhookDelivery(
    id=1, webhook_id=1, message_id="msg_1", event=WebhookEvent.TEST, body="{}", created_at=NOW, begun_at=NOW
)


def test_the_signature_is_that_of_the_specification() -> None:
    # The example of the Standard Webhooks specification's reference libraries.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed_headers(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', now=datetime.fromtimestamp(1614265330, UTC)
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_chinese_text_is_signed_as_it_is_sent() -> None:
    secret, body = secret_of(WEBHOOK, "s" * 40), '{"ask":"我要退货"}'
    signed = signed_headers(secret, "msg_1", body, now=NOW)["webhook-signature"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b"msg_1." + str(int(NOW.timestamp())).encode() + b"." + body.encode()
    assert signed == "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def test_every_webhook_and_every_shop_has_a_secret_of_its_own() -> None:
    secrets = {
        secret_of(webhook, shop)
        for webhook in (WEBHOOK, replace(WEBHOOK, salt="other"))
        for shop in ("s" * 40, "t" * 40)
    }
    assert len(secrets) == 4


def test_tries_come_ever_later_for_a_day() -> None:
    now, tries, delivery = NOW, [], replace(DELIVERY, attempt=1)
    while (at := next_try(delivery, now=now)) is not None:
        tries.append(at - now)
        now, delivery = at, replace(delivery, attempt=delivery.attempt + 1)
    assert tries[:4] == [timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=80), timedelta(seconds=320)]
    assert sum(tries, timedelta()) == LIFE
    assert 8 <= len(tries) <= 15


@given(attempt=st.integers(1, 10_000), seconds=st.integers(0, 200_000))
def test_a_try_is_in_the_future_and_within_the_day_or_there_is_none(attempt: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    at = next_try(replace(DELIVERY, attempt=attempt), now=now)
    assert at is None if now >= NOW + LIFE else at is not None and now < at <= NOW + LIFE
