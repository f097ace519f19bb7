"""Telegram's HTML parse mode: markup in, plain text and entities out, the same refusals as the real server.

Source of the rules: "HTML style" of the Bot API documentation; source of the wording: the server's own messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .wire import Json, bad_request, utf16_length

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z][\w-]*)\s*(?:=\s*("[^"]*"|'[^']*'|[\w.-]+))?\s*""")


@dataclass(kw_only=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]
    language: str | None = None


@dataclass(kw_only=True)
class _Reader:
    source: str
    position: int = 0
    text: str = ""
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        while self.position < len(self.source):
            match self.source[self.position]:
                case "<" if self.source.startswith("</", self.position):
                    self._close()
                case "<":
                    self._open()
                case "&":
                    self._reference()
                case character:
                    self.text += character
                    self.position += 1
        if self.stack:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return self.text, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _reference(self) -> None:
        found = _REFERENCE.match(self.source, self.position)
        if found is None or (found[3] and found[3] not in _NAMED):
            self.text += "&"
            self.position += 1
            return
        self.text += _NAMED[found[3]] if found[3] else chr(int(found[1], 16) if found[1] else int(found[2]))
        self.position = found.end()

    def _open(self) -> None:
        at = self.position
        end = re.compile(r"[\s>]").search(self.source, at + 1)
        if end is None:
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(at)}")
        tag = self.source[at + 1 : end.start()].lower()
        if tag not in _ENTITY_OF_TAG:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._bytes(at)}')
        self.position = end.start()
        attributes = self._attributes(at)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(at)}')
        self.stack.append(_Open(tag=tag, offset=utf16_length(self.text), attributes=attributes))

    def _attributes(self, at: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while not self.source.startswith(">", self.position):
            found = _ATTRIBUTE.match(self.source, self.position)
            if found is None:
                raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(at)}")
            attributes[found[1].lower()] = (found[2] or "").strip("\"'")
            self.position = found.end()
        self.position += 1
        return attributes

    def _close(self) -> None:
        at = self.position
        end = self.source.find(">", at)
        if end < 0:
            raise _unparsable(f"Unclosed end tag at byte offset {self._bytes(at)}")
        tag = self.source[at + 2 : end].strip().lower()
        if not self.stack:
            raise _unparsable(f"Unexpected end tag at byte offset {self._bytes(at)}")
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _unparsable(f"Unmatched end tag at byte offset {self._bytes(at)}, {expected}")
        self.position = end + 1
        self._finish(opened)

    def _finish(self, opened: _Open) -> None:
        length = utf16_length(self.text) - opened.offset
        language = opened.attributes.get("class", "").removeprefix("language-")
        if opened.tag == "code" and language and self.stack and self.stack[-1].tag == "pre":
            self.stack[-1].language = language
            return
        if length:
            entity = {"type": _ENTITY_OF_TAG[opened.tag], "offset": opened.offset, "length": length}
            self.entities.append(entity | self._details(opened))

    def _details(self, opened: _Open) -> Json:
        match opened.tag:
            case "a":
                return {"url": opened.attributes.get("href", "")}
            case "tg-emoji":
                return {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
            case "blockquote" if "expandable" in opened.attributes:
                return {"type": "expandable_blockquote"}
            case "pre" if opened.language:
                return {"language": opened.language}
            case _:
                return {}

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and the entities, offsets and lengths in UTF-16 units.

    Raises:
        ApiError: 400 "can't parse entities: ..." for an unknown, unclosed or unmatched tag.
    """
    return _Reader(source=source).read()
