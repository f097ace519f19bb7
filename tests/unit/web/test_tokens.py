from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Media, MediaKind
from bot.web.tokens import IDENTITY_LIFE, Identity, Tokens, Visitor

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TOKENS = Tokens(secret="one secret")
PHOTO = Media(kind=MediaKind.PHOTO, key="ab12.jpg", mime="image/jpeg", size=7, name="杯子.jpg")


def test_a_visitor_is_known_again() -> None:
    token = TOKENS.visitor(Visitor(id="v1", buyer="b1"), now=NOW)

    assert TOKENS.read_visitor(token, now=NOW + timedelta(days=300)) == Visitor(id="v1", buyer="b1")


def test_another_secret_makes_tokens_void() -> None:
    token = TOKENS.visitor(Visitor(id="v1"), now=NOW)

    assert Tokens(secret="another").read_visitor(token, now=NOW) is None


def test_a_token_of_one_purpose_is_none_of_another() -> None:
    identity = TOKENS.identity(Identity(buyer="b1"), now=NOW)

    assert TOKENS.read_visitor(identity, now=NOW) is None


def test_an_identity_ends() -> None:
    token = TOKENS.identity(Identity(buyer="b1", name="小美"), now=NOW)

    assert TOKENS.read_identity(token, now=NOW) == Identity(buyer="b1", name="小美")
    assert TOKENS.read_identity(token, now=NOW + IDENTITY_LIFE) is None


@pytest.mark.parametrize("payload", [{"buyer": 7}, {"buyer": ""}, {}, {"buyer": "b", "name": 3}, [1], "b"])
def test_a_shops_own_token_with_wrong_fields_is_refused(payload: object) -> None:
    body = payload | {"exp": 2_000_000_000} if isinstance(payload, dict) else payload

    assert TOKENS.read_identity(_signed_by_the_shop(body), now=NOW) is None


def test_the_recipe_in_the_docstring_makes_valid_identities() -> None:
    token = _signed_by_the_shop({"buyer": "b9", "name": "小美", "exp": 2_000_000_000})

    assert TOKENS.read_identity(token, now=NOW) == Identity(buyer="b9", name="小美")


def test_an_upload_is_only_its_visitors_own() -> None:
    mine, other = Visitor(id="v1"), Visitor(id="v2")
    token = TOKENS.upload(PHOTO, mine, now=NOW)

    assert TOKENS.read_upload(token, mine, now=NOW) == PHOTO
    assert TOKENS.read_upload(token, other, now=NOW) is None
    assert TOKENS.read_upload(token, mine, now=NOW + timedelta(hours=2)) is None


def test_a_pictures_address_stays_the_same_all_day_and_opens_only_that_picture() -> None:
    morning, evening = NOW.replace(hour=1), NOW.replace(hour=23)
    url = TOKENS.media_url(PHOTO, now=morning)
    passed = parse_qs(urlsplit(url).query)["pass"][0]

    assert TOKENS.media_url(PHOTO, now=evening) == url
    assert TOKENS.read_media("ab12.jpg", passed, now=NOW) is not None
    assert TOKENS.read_media("other.jpg", passed, now=NOW) is None
    assert TOKENS.read_media("ab12.jpg", passed, now=NOW + timedelta(days=2)) is None


@given(st.text(max_size=200))
def test_rubbish_is_nobody(text: str) -> None:
    assert TOKENS.read_visitor(text, now=NOW) is None
    assert TOKENS.read_media("k", text, now=NOW) is None


def _signed_by_the_shop(payload: object) -> str:
    """The PHP recipe of bot/web/tokens.py, in Python."""
    body = _base64(json.dumps(payload).encode())
    key = hmac.digest(TOKENS.secret.encode(), b"kefu.identity", hashlib.sha256)
    return f"{body}.{_base64(hmac.digest(key, body.encode(), hashlib.sha256))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
