"""What the server does to a text before it stores it: parse mode, entities, blanks, length, buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiogram.client.default import Default
from aiogram.types import InlineKeyboardMarkup

from .html_mode import parse_html
from .wire import Json, bad_request, utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiogram.types import MessageEntity
    from pydantic import BaseModel

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_DATA_LIMIT = 64

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_DETECTED = (
    ("bot_command", re.compile(r"(?<![\w/])/\w{1,64}(?:@\w{3,32})?")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[A-Za-z]{2,}\b")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"，。！？、）]+", re.IGNORECASE)),
)


def given(value: Any) -> Any:
    """A parameter's value, or None where aiogram's model stands in with "whatever the bot's default is"."""
    return None if isinstance(value, Default) else value


def wire_of(model: BaseModel) -> Json:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def formatted(text: str, parse_mode: Any, entities: Sequence[MessageEntity] | None, *, key: str = "text") -> Json:
    """`{key: plain text, entities: [...]}` as a message holds it. Length is counted after parsing.

    Raises:
        ApiError: 400 when the markup is broken, an entity reaches past the end, or the text is too long.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")
    plain, marks = _parsed(_CONTROL.sub(" ", text.replace("\r", "")), given(parse_mode), entities)
    plain, marks = _trimmed(plain, marks)
    limit, name = (TEXT_LIMIT, "message") if key == "text" else (CAPTION_LIMIT, "message caption")
    if utf16_length(plain) > limit:
        raise bad_request(f"{name} is too long")
    marks += [mark for mark in detected(plain) if not any(_overlap(mark, other) for other in marks)]
    marks.sort(key=lambda mark: (mark["offset"], -mark["length"]))
    entities_key = "entities" if key == "text" else "caption_entities"
    if not plain:
        return {}
    return {key: plain} | ({entities_key: marks} if marks else {})


def _parsed(text: str, mode: str | None, entities: Sequence[MessageEntity] | None) -> tuple[str, list[Json]]:
    if entities:
        marks = [wire_of(entity) for entity in entities]
        for mark in marks:
            _check_bounds(mark, utf16_length(text))
        return text, marks
    match (mode or "").lower():
        case "":
            return text, []
        case "html":
            return parse_html(text)
        case _:
            raise bad_request("unsupported parse_mode")


def _check_bounds(mark: Json, end: int) -> None:
    if mark["offset"] + mark["length"] > end:
        beginning = f"entity beginning at UTF-16 offset {mark['offset']}"
        raise bad_request(f"{beginning} ends after the end of the text at UTF-16 offset {end}")


def _trimmed(text: str, marks: list[Json]) -> tuple[str, list[Json]]:
    """Leading and trailing blanks go, and the entities move with the text."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    plain = text.strip()
    end = utf16_length(plain)
    moved = []
    for mark in marks:
        start = max(mark["offset"] - lead, 0)
        stop = min(mark["offset"] - lead + mark["length"], end)
        if stop > start:
            moved.append(mark | {"offset": start, "length": stop - start})
    return plain, moved


def detected(text: str) -> list[Json]:
    """Commands, mentions and addresses that Telegram marks by itself."""
    return [
        {
            "type": kind,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for kind, pattern in _DETECTED
        for found in pattern.finditer(text)
    ]


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def keyboard(markup: Any) -> Json:
    """`{"reply_markup": ...}` for inline buttons; other markups never come back in a message.

    Raises:
        ApiError: 400 for a button without an action, with too much data, or with an address nobody can open.
    """
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    wire = wire_of(markup)
    rows = [row for row in wire["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if url := button.get("url"):
        _check_url(url)
    elif (data := button.get("callback_data")) is not None:
        if not 1 <= len(data.encode()) <= CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    elif set(button) == {"text"}:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _check_url(url: str) -> None:
    """`http://localhost/` is refused by the real server too: the host needs a dot."""
    parts = urlsplit(url)
    if parts.scheme in {"tg", "ton"}:
        return
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
