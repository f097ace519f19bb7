"""Texts and conditions of the scripts: frozen values around sandboxed Jinja.

What customers wrote enters only as context, so it is data: it is never compiled, rendered again or escaped here
(each channel escapes for its own platform).

The context holds the names of `bot.scripts.variables` and, for the filters, `_language` (name of the pack),
`_zone` (the shop's tzinfo) and `now` (aware datetime).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from jinja2 import nodes
from jinja2.environment import Template as JinjaTemplate
from jinja2.environment import TemplateExpression
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.parser import Parser

from bot.core.errors import TemplateError
from bot.core.messages import MAX_TEXT
from bot.scripts import sandbox
from bot.scripts.sandbox import Empty, NotAllowedHere

__all__ = ["EMPTY", "Expression", "Reference", "Template", "TemplateError"]

EMPTY: Final = Empty()
"""An unfilled slot: false, its attributes too; an error when printed. None in a context means the same."""

MAX_OUTPUT: Final = MAX_TEXT
"""Characters that one template may render."""

_SANDBOX: Final = sandbox.new_sandbox()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A name that a template reads: `order.last_event.at` is path ("order", "last_event", "at").

    Attributes:
        path: the name's parts; `[]` for the n-th of a list.
        line: from 1, within the source.
        printed: whether its value itself becomes text, without a filter.
        guarded: whether it is read only under an `if`, or has a default.
    """

    path: tuple[str, ...]
    line: int
    printed: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A text with `{{ names }}`. Raises TemplateError when the source is not valid script language.

    Attributes:
        source: as written.
        origin: where it stands, such as `zh/returns.yaml:12`.
        references: every name it reads.
    """

    source: str
    origin: str
    references: tuple[Reference, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "references", _read(self.source, self.origin, _parse_template))

    def render(self, context: Mapping[str, object]) -> str:
        """The text. Raises TemplateError when a name has no value or the text grows beyond MAX_OUTPUT."""
        if "{" not in self.source:
            return self.source
        try:
            return _joined(_compile_template(self.source).generate(_filled(context)), self.origin)
        except _RENDERING as error:
            raise TemplateError(str(error), origin=self.origin) from error


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition such as `reason.fault == 'buyer'`. Raises TemplateError when it is not valid script language.

    Attributes:
        source: as written.
        origin: where it stands.
        references: every name it reads.
    """

    source: str
    origin: str
    references: tuple[Reference, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "references", _read(self.source, self.origin, _parse_expression))

    def compared(self) -> tuple[tuple[tuple[str, ...], object], ...]:
        """The names that are compared, each with a constant, or with the path of the name on the other side."""
        return tuple(_comparisons(_parse_expression(self.source)))

    def holds(self, context: Mapping[str, object]) -> bool:
        """Whether it is true; a comparison with something unfilled is false. Raises TemplateError."""
        try:
            return bool(_compile_expression(self.source)(_filled(context)))
        except _RENDERING as error:
            raise TemplateError(str(error), origin=self.origin) from error


# What rendering data that the checker could not foresee may raise: a missing name, text where a number should be.
_RENDERING: Final = (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def _filled(context: Mapping[str, object]) -> dict[str, object]:
    return {name: Empty(name=name) if value is None else value for name, value in context.items()}


def _joined(pieces: Iterable[str], origin: str) -> str:
    text: list[str] = []
    room = MAX_OUTPUT
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise TemplateError(f"the text grows beyond {MAX_OUTPUT} characters", origin=origin)
        text.append(piece)
    return "".join(text)


def _read(source: str, origin: str, parse: Callable[[str], nodes.Node]) -> tuple[Reference, ...]:
    if len(source) > sandbox.MAX_SOURCE:
        raise TemplateError(f"longer than {sandbox.MAX_SOURCE} characters", origin=origin)
    try:
        tree = parse(source)
        sandbox.check(tree)
    except NotAllowedHere as error:
        raise TemplateError(
            str(error), origin=origin, line=error.line, column=_column(source, error.line, error.token), hint=error.hint
        ) from error
    except TemplateSyntaxError as error:
        raise TemplateError(_plain(error.message or "this is not valid"), origin=origin, line=error.lineno) from error
    except RecursionError as error:
        raise TemplateError("this nests too deep", origin=origin) from error
    except ValueError as error:  # a number of thousands of digits
        raise TemplateError("a number is too long", origin=origin) from error
    return tuple(_references(tree))


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _column(source: str, line: int, token: str) -> int:
    lines = source.splitlines()
    if not token or not 0 < line <= len(lines):
        return 1
    return lines[line - 1].find(token) + 1 or 1


def _parse_template(source: str) -> nodes.Node:
    if "{" not in source:
        return nodes.Template([], lineno=1)
    return _SANDBOX.parse(source)


def _parse_expression(source: str) -> nodes.Node:
    parser = Parser(_SANDBOX, source, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError(
            "something follows the end of the expression", parser.stream.current.lineno, None, None
        )
    return tree


@lru_cache(maxsize=4096)
def _compile_template(source: str) -> JinjaTemplate:
    return _SANDBOX.from_string(source)


@lru_cache(maxsize=4096)
def _compile_expression(source: str) -> TemplateExpression:
    return _SANDBOX.compile_expression(source, undefined_to_none=False)


def _references(tree: nodes.Node) -> Iterable[Reference]:
    pending = [(tree, False, False)]
    while pending:
        node, printed, guarded = pending.pop()
        path = _path(node)
        if path:
            yield Reference(path=path, line=node.lineno, printed=printed, guarded=guarded)
            continue
        printing = isinstance(node, nodes.Output | nodes.Concat)
        guarding = guarded or isinstance(node, nodes.If | nodes.CondExpr | nodes.Or | nodes.And)
        guarding = guarding or (isinstance(node, nodes.Filter) and node.name == "default")
        pending.extend((child, printing, guarding) for child in node.iter_child_nodes())


def _comparisons(tree: nodes.Node) -> Iterable[tuple[tuple[str, ...], object]]:
    found = [*([tree] if isinstance(tree, nodes.Compare) else []), *tree.find_all(nodes.Compare)]
    for node in found:
        for one, other in [(node.expr, part.expr) for part in node.ops] + [(part.expr, node.expr) for part in node.ops]:
            path = _path(one)
            for value in other.items if isinstance(other, nodes.List | nodes.Tuple) else [other]:
                if path and (isinstance(value, nodes.Const) or _path(value)):
                    yield path, value.value if isinstance(value, nodes.Const) else _path(value)


def _path(node: Any) -> tuple[str, ...]:
    """The dotted name a node reads; list indexes count as `[]`; empty when the node is none."""
    match node:
        case nodes.Name():
            return (node.name,)
        case nodes.Getattr():
            inner = _path(node.node)
            return (*inner, node.attr) if inner else ()
        case nodes.Getitem(arg=nodes.Const(value=key)):
            inner = _path(node.node)
            key = "[]" if isinstance(key, int) else str(key)
            return (*inner, key) if inner else ()
    return ()
