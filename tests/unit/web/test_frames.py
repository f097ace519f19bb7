from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.frames import MAX_FRAME_BYTES, BadFrame, Hello, Message, Ping, read_frame


def frame(**members: object) -> str:
    return json.dumps(members)


def test_the_three_kinds_are_read() -> None:
    assert read_frame(frame(kind="hello")) == Hello(kind="hello")
    assert read_frame(frame(kind="ping")) == Ping(kind="ping")
    assert read_frame(frame(kind="message", id="12345678", text="在吗", press=None)) == Message(
        kind="message", id="12345678", text="在吗"
    )


def test_members_of_a_later_version_are_ignored() -> None:
    assert isinstance(read_frame(frame(kind="ping", mood="good")), Ping)


@pytest.mark.parametrize(
    ("raw", "code", "where"),
    [
        (b"\x00\x01", "binary", ""),
        ("", "not_json", ""),
        ("{", "not_json", ""),
        ("[1]", "wrong_field", ""),
        ('"hello"', "wrong_field", ""),
        ("null", "wrong_field", ""),
        (frame(), "unknown_kind", ""),
        (frame(kind="shutdown"), "unknown_kind", ""),
        (frame(kind="hello", after="7"), "wrong_field", "after"),
        (frame(kind="hello", after=-1), "wrong_field", "after"),
        (frame(kind="message", text="no id"), "wrong_field", "id"),
        (frame(kind="message", id="../../etc"), "wrong_field", "id"),
        (frame(kind="message", id="12345678", text=5), "wrong_field", "text"),
        (frame(kind="message", id="12345678", media=["a"] * 11), "wrong_field", "media"),
        (frame(kind="message", id="12345678", media=[{"key": "x"}]), "wrong_field", "media.0"),
        ("[" * 30_000, "not_json", ""),
        ("汉" * MAX_FRAME_BYTES, "too_long", ""),
        ("a" * (MAX_FRAME_BYTES + 1), "too_long", ""),
        ("汉" * (MAX_FRAME_BYTES // 2), "too_long", ""),
    ],
)
def test_what_is_wrong_is_named(raw: str | bytes, code: str, where: str) -> None:
    with pytest.raises(BadFrame) as caught:
        read_frame(raw)

    assert (caught.value.code, caught.value.where) == (code, where)


@given(st.one_of(st.text(), st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps)))
def test_no_text_breaks_the_reader(raw: str) -> None:
    with pytest.raises(BadFrame):
        read_frame(raw)


def test_half_an_emoji_is_replaced_and_the_rest_of_the_message_is_read() -> None:
    read = read_frame('{"kind": "message", "id": "12345678", "text": "\\u4f60\\u597d\\ud83d"}')
    assert isinstance(read, Message)
    assert read.text == "你好\ufffd"


def test_a_whole_emoji_written_as_two_escapes_stays_whole() -> None:
    read = read_frame('{"kind": "message", "id": "12345678", "text": "\\ud83d\\ude00"}')
    assert isinstance(read, Message)
    assert read.text == "\U0001f600"


def test_brackets_nested_without_end_are_just_not_a_frame() -> None:
    with pytest.raises(BadFrame):
        read_frame("[" * 50_000 + '"\\ud83d"')
