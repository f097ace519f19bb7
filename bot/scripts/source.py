"""YAML text → a tree in which every scalar is the text as written and knows its place.

PyYAML's C parser gives events with marks; the tree is composed here because PyYAML's own loaders guess types
(`no`, `0012345`, `1e3` and dates must stay what the maintainer wrote), keep the last of two equal keys, and expand
aliases without bound. Anchors, tags and further documents are refused: the format has `words` for reuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from bot.scripts.report import Place, Report
from bot.scripts.tree import Fields, Items, Node, Text

MAX_BYTES: Final = 512 * 1024
"""Largest script file; a topic of that size belongs into several."""

MAX_DEPTH: Final = 16
"""Deepest nesting; the format itself needs nine levels."""

_FORBIDDEN: Final = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

_HINTS: Final = (
    ("mapping values are not allowed", "text that contains `: ` needs quotes around it"),
    ("cannot start any token", "text that starts with @ ` or % needs quotes; indent with spaces, not tabs"),
    ("did not find expected key", "check the indentation, and the quotes and brackets of the line before"),
    ("could not find expected ':'", "a key is followed by `: `; continue a long text further to the right"),
    ("did not find expected ',' or", "a bracket is not closed, or text inside [ ] or { } needs quotes"),
    ("did not find expected alphabetic", "text that starts with & or * needs quotes around it"),
    ("did not find expected '-' indicator", "items of one list start in the same column"),
    ("unexpected end of stream", "a quote or bracket is not closed"),
)

_NOTICED_LATE: Final = ("end of stream", "could not find expected ':'")
"""What the parser notices after the last line of what was begun; it is reported where that begins."""


def read_source(path: Path, name: str, report: Report) -> Fields | None:
    """The mapping a file holds; None, with the reasons in the report, when there is none to work with."""
    text = _read_text(path, name, report)
    if text is None:
        return None
    composer = _Composer(text, name, report)
    try:
        root = composer.compose()
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, name, report, lines=text.count("\n") + 1)
        return None
    if root is None:
        return None
    if not isinstance(root, Fields):
        report.add(Place(path=name, line=1, column=1), "shape", "the file is not a set of `key: value` lines")
        return None
    return root


def _read_text(path: Path, name: str, report: Report) -> str | None:
    whole = Place(path=name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        report.add(whole, "file", f"the file cannot be read: {error.strerror}")
        return None
    if len(data) > MAX_BYTES:
        report.add(whole, "file", f"the file is larger than {MAX_BYTES // 1024} KB", "split it into several topics")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        place = Place(path=name, line=line, column=column)
        report.add(place, "encoding", "the file is not UTF-8", "save it as UTF-8 in your editor")
        return None
    return _printable(text.replace("\r\n", "\n").replace("\r", "\n"), name, report)


def _printable(text: str, name: str, report: Report) -> str | None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return text
    line = text.count("\n", 0, found.start()) + 1
    place = Place(path=name, line=line, column=found.start() - text.rfind("\n", 0, found.start()))
    report.add(place, "encoding", f"invisible character U+{ord(found[0]):04X}", "delete it and type the text again")
    return None


def _at(name: str, mark: Any) -> Place:
    return Place(path=name, line=mark.line + 1, column=mark.column + 1) if mark else Place(path=name)


def _report_syntax(error: yaml.MarkedYAMLError, name: str, report: Report, *, lines: int) -> None:
    problem = str(error.problem or error.context or "this is not YAML")
    late = any(fragment in problem for fragment in _NOTICED_LATE)
    late = late or (error.problem_mark is not None and error.problem_mark.line >= lines)
    place = _at(name, error.context_mark or error.problem_mark if late else error.problem_mark or error.context_mark)
    hint = next((hint for fragment, hint in _HINTS if fragment in problem), "")
    report.add(place, "yaml", f"this is not valid YAML: {problem}", hint)


class _Composer:
    """Builds the tree from parser events with its own stack: nesting costs no recursion, and is bounded."""

    def __init__(self, text: str, name: str, report: Report) -> None:
        self._lines = text.split("\n")
        self._name = name
        self._report = report
        self._parser = yaml.CSafeLoader(text)
        self._open: list[Fields | Items] = []
        self._keys: list[Text | None] = []
        self._root: Node | None = None

    def compose(self) -> Node | None:
        """The document's tree; None when it is empty, too deep or not alone. Raises yaml.MarkedYAMLError."""
        documents = 0
        for event in self._events():
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report.add(self._place(event), "yaml", "a second document begins", "one file, one document")
                    return None
            elif not self._take(event):
                return None
        if self._root is None or self._root == "":
            self._report.add(Place(path=self._name, line=1, column=1), "empty", "the file is empty")
            return None
        return self._root

    def _events(self) -> Iterator[yaml.Event]:
        while True:
            event = self._parser.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                return
            yield event

    def _take(self, event: yaml.Event) -> bool:
        """Add what the event brings; False when composing cannot go on."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_extras(event)
                self._add(self._text(event))
            case yaml.AliasEvent():
                self._report.add(
                    self._place(event), "alias", "`*` references are not part of the format", "write the text out"
                )
                self._add(Text.made("", self._place(event), plain=True))
            case yaml.CollectionStartEvent():
                self._refuse_extras(event)
                return self._begin(event)
            case yaml.CollectionEndEvent():
                self._open.pop()
                self._keys.pop()
        return True

    def _begin(self, event: yaml.CollectionStartEvent) -> bool:
        place = self._place(event)
        if len(self._open) >= MAX_DEPTH:
            self._report.add(place, "yaml", f"nested deeper than {MAX_DEPTH} levels")
            return False
        if self._open and isinstance(self._open[-1], Fields) and self._keys[-1] is None:
            self._report.add(place, "yaml", "a key must be a text", "text that starts with [ or { needs quotes")
            return False
        node: Fields | Items = Fields() if isinstance(event, yaml.MappingStartEvent) else Items()
        node.place = place
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        return True

    def _add(self, node: Node) -> None:
        parent = self._open[-1] if self._open else None
        if parent is None:
            self._root = node
        elif isinstance(parent, Items):
            parent.append(node)
        else:
            self._add_field(parent, node)

    def _add_field(self, parent: Fields, node: Node) -> None:
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = node if isinstance(node, Text) else None
            return
        self._keys[-1] = None
        first = next((known for known in parent if known == key), None) if key in parent else None
        if first is None:
            parent[key] = node
        else:
            self._report.add(
                key.place, "duplicate_key", f"`{key}` is written twice", f"first in line {first.place.line}"
            )

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._report.add(
                self._place(event), "alias", "`&` anchors are not part of the format", "reuse wording with `words`"
            )
        if getattr(event, "tag", None) is not None:
            self._report.add(
                self._place(event), "tag", "`!` tags are not part of the format", "text that starts with ! needs quotes"
            )

    def _place(self, event: yaml.Event) -> Place:
        return _at(self._name, event.start_mark)

    def _text(self, event: yaml.ScalarEvent) -> Text:
        place = self._place(event)
        if event.style in ("|", ">"):
            return Text.made(event.value, self._block_place(event, place), literal=event.style == "|")
        if event.style in ("'", '"'):
            return Text.made(event.value, Place(path=place.path, line=place.line, column=place.column + 1))
        folded = _at(self._name, event.end_mark).line != place.line
        return Text.made(event.value, place, plain=True, folded=folded)

    def _block_place(self, event: yaml.ScalarEvent, start: Place) -> Place:
        """Where the block's text begins: after the `|` line, as far right as its lines are indented."""
        below = enumerate(self._lines[start.line :])
        offset, source = next((found for found in below if found[1].strip()), (0, ""))
        if event.style == ">":  # folded: only its first line can be told
            return Place(path=self._name, line=start.line + 1 + offset, column=len(source) - len(source.lstrip()) + 1)
        text = next(iter(event.value.split("\n")[offset:]), source)
        return Place(path=self._name, line=start.line + 1, column=max(len(source) - len(text), 0) + 1)
