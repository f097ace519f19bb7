"""The tree a YAML file becomes: texts as written, each with its place, so that every mistake can be pointed at."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from bot.core.conversation import JsonValue
from bot.scripts.report import Place

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,12})?")


class Text(str):
    """A scalar as written, with the place where its content begins.

    `plain` is False for quoted and block text. Lines of a `|` block all begin in the same `column`. Of a `folded` text,
    several lines that are read as one, only the beginning can be pointed at.
    """

    place: Place
    plain: bool
    literal: bool
    folded: bool

    @classmethod
    def made(
        cls, value: str, place: Place, *, plain: bool = False, literal: bool = False, folded: bool = False
    ) -> Text:
        """A text with its place."""
        text = cls(value)
        text.place = place
        text.plain = plain
        text.literal = literal
        text.folded = folded
        return text

    def at(self, line: int, column: int) -> Place:
        """Where that line and column (from 1) of the text stand in the file."""
        if self.folded or (line > 1 and not self.literal):
            return self.place
        return Place(path=self.place.path, line=self.place.line + line - 1, column=self.place.column + column - 1)

    def split_lines(self) -> list[Text]:
        """Its lines without surrounding blanks, blank ones left out."""
        found = []
        for number, line in enumerate(self.split("\n"), start=1):
            stripped = line.strip()
            if stripped:
                indent = len(line) - len(line.lstrip())
                found.append(Text.made(stripped, self.at(number, indent + 1), plain=self.plain, folded=self.folded))
        return found

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Validated by `_as_text`, so that models keep texts with their places."""
        return core_schema.no_info_plain_validator_function(_as_text)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """A text in the editor's eyes too."""
        return {"type": "string", "minLength": 1}


def _as_text(value: object) -> Text:
    if not isinstance(value, Text):
        raise PydanticCustomError("text", "a text is wanted here")
    if not value.strip():
        raise PydanticCustomError("empty", "nothing is written here")
    return value


class Fields(dict[Text, "Node"]):
    """A mapping and where it begins."""

    place: Place


class Items(list["Node"]):
    """A list and where it begins."""

    place: Place


Node: TypeAlias = Text | Fields | Items


def plain_data(node: Node) -> JsonValue:
    """Free data (policy numbers, product facts): true, false, plain numbers and empty are read, all else is text."""
    match node:
        case Fields():
            return {str(key): plain_data(value) for key, value in node.items()}
        case Items():
            return [plain_data(item) for item in node]
    return _plain_scalar(node)


def place_of(root: Node, location: tuple[int | str, ...]) -> Place:
    """Where the thing at a pydantic error location stands; parts that are not in the tree are passed over."""
    node, place = root, root.place
    for part in location:
        if isinstance(node, Fields):
            key = next((key for key in node if key == part), None)
            if key is not None:
                place, node = key.place, node[key]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node):
            node = node[part]
            place = node.place
    if location and location[-1] != "[key]" and isinstance(node, Text) and node:
        return node.place
    return place


def _plain_scalar(text: Text) -> JsonValue:
    if not text.plain:
        return str(text)
    match text:
        case "true":
            return True
        case "false":
            return False
        case "" | "null" | "~":
            return None
    if not _NUMBER.fullmatch(text):
        return str(text)
    return float(text) if "." in text else int(text)
