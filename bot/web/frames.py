"""The chat protocol's messages as values, and how a text that arrived becomes one. No I/O; see bot/web/chat.py."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MAX_FRAME_BYTES: Final = 64 * 1024


class BadFrame(Exception):
    """The text is not a frame of the protocol. `code` is for programs; `where` names the field, if one is to blame."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


class _Frame(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Hello(_Frame):
    """Opens the conversation. `after` is the last `seq` of which the window lacks nothing."""

    kind: Literal["hello"]
    token: str = Field(default="", max_length=1000)
    after: int = Field(default=0, ge=0, le=2**53)
    identity: str = Field(default="", max_length=2000)
    language: str = Field(default="", max_length=20)


class Message(_Frame):
    """The customer wrote, attached or pressed something. `id` is the window's own: a resend is stored once."""

    kind: Literal["message"]
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    text: str = Field(default="", max_length=20_000)
    media: list[Annotated[str, Field(max_length=2000)]] = Field(default=[], max_length=10)
    press: str | None = Field(default=None, max_length=200)


class Ping(_Frame):
    """Is the line still there?"""

    kind: Literal["ping"]


class Typing(_Frame):
    """The customer is writing."""

    kind: Literal["typing"]


class Read(_Frame):
    """The customer has everything up to this message before their eyes."""

    kind: Literal["read"]
    seq: int = Field(ge=0, le=2**53)


Frame: TypeAlias = Hello | Message | Ping | Typing | Read
_FRAME: Final[TypeAdapter[Frame]] = TypeAdapter(Annotated[Frame, Field(discriminator="kind")])


def read_frame(raw: str | bytes) -> Frame:
    """The frame in a WebSocket message. Raises BadFrame: too_long, binary, not_json, unknown_kind or wrong_field."""
    if isinstance(raw, bytes):
        raise BadFrame("binary")
    if len(raw) > MAX_FRAME_BYTES or len(raw.encode("utf-8", "surrogatepass")) > MAX_FRAME_BYTES:
        raise BadFrame("too_long")
    try:
        return _FRAME.validate_json(_whole(raw))
    except ValidationError as error:
        raise _explain(error) from None


def _whole(raw: str) -> str:
    r"""The frame with lone halves of characters (`\ud83d`, half of an emoji that was cut) replaced by U+FFFD.

    Browsers write them, JSON's grammar allows them and no text can hold them.
    """
    if "\\ud" not in raw.lower():
        return raw
    try:
        frame = json.dumps(json.loads(raw), ensure_ascii=False)
    except (ValueError, RecursionError):
        return raw  # not JSON at all, which the validation says better
    return frame.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _explain(error: ValidationError) -> BadFrame:
    first: Any = error.errors(include_url=False, include_input=False)[0]
    match first["type"]:
        case "json_invalid":
            return BadFrame("not_json")
        case "union_tag_invalid" | "union_tag_not_found":
            return BadFrame("unknown_kind")
        case _:
            # loc is (kind, field, ...); an array or a string instead of an object has none
            where = ".".join(str(part) for part in first["loc"][1:])
            return BadFrame("wrong_field", where)
