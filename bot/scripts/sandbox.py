"""The Jinja that scripts may use, and nothing more of it.

Jinja's own sandbox keeps templates away from Python's insides but not from the machine's time and memory:
`'x' * 10**8` and nested loops pass it. So only the AST nodes listed here are accepted, arithmetic works on numbers
only, there are no calls, loops or assignments, and what is rendered is capped. Without loops and assignments the
cost of a template is proportional to its source, which is capped too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from jinja2 import ChainableUndefined, StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.scripts import wording
from intents import normalize

MAX_SOURCE: Final = 4000
"""Characters of one template or expression."""

MAX_DEPTH: Final = 40
"""How deep expressions and `{% if %}` blocks may nest."""

_ALLOWED: Final[frozenset[type[nodes.Node]]] = frozenset(
    {
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr,
        nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Keyword,
        nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
        nodes.Neg, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat,
    }
)  # fmt: skip

_INSTEAD: Final[Mapping[type[nodes.Node], tuple[str, str]]] = {
    nodes.For: ("loops", "list things with {{ order.items | join('、', attribute='title') }}"),
    nodes.Call: ("calls", "use a filter, as in {{ order.total | money }}"),
    nodes.Pow: ("powers", "multiply instead"),
    nodes.Test: ("`is` tests", "write the name alone: it is false while unfilled"),
    nodes.Assign: ("assignments", "put the value into shop.yaml"),
    nodes.AssignBlock: ("assignments", "put the value into shop.yaml"),
}


class Empty(ChainableUndefined):
    """What an unfilled slot or an unknown date is: false, and so are its attributes and comparisons; never printed."""

    def __str__(self) -> str:
        raise UndefinedError(f"{self._undefined_name or 'this'} has no value yet and cannot be printed")

    def _false(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]  # unknown is neither more nor less


class NotAllowedHere(Exception):
    """The source uses a part of Jinja that scripts may not use."""

    def __init__(self, text: str, *, line: int, hint: str = "", token: str = "") -> None:
        super().__init__(text)
        self.line = line
        self.hint = hint
        self.token = token


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with data access instead of attribute access: mappings by key, values by public field, no methods."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: a mapping's key (`items` is no method here) or an object's public field."""
        return self._field(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`: as `getattr`, or the n-th of a list."""
        if isinstance(argument, int) and isinstance(obj, list | tuple):
            return obj[argument] if -len(obj) <= argument < len(obj) else Empty(obj=obj, name=str(argument))
        return self._field(obj, str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic between numbers; money (Decimal) and plain numbers mix."""
        for value in (left, right):
            if not isinstance(value, int | float | Decimal):
                raise SecurityError(f"{operator} works on numbers only, not on {_kind(value)}")
        if isinstance(left, Decimal) != isinstance(right, Decimal):
            left, right = Decimal(str(left)), Decimal(str(right))
        return super().call_binop(context, operator, left, right)

    def _field(self, obj: Any, name: str) -> Any:
        if isinstance(obj, StrictUndefined | ChainableUndefined):
            return obj if isinstance(obj, ChainableUndefined) else getattr(obj, name)
        if isinstance(obj, Mapping):
            found = name in obj
            value = obj.get(name)
        else:
            found = not name.startswith("_") and hasattr(obj, name)
            value = getattr(obj, name) if found else None
        if not found or callable(value):
            return self.undefined(obj=obj, name=name)
        return Empty(name=name) if value is None else value


def check(tree: nodes.Node) -> None:
    """Raises NotAllowedHere for the first node of a parsed template that scripts may not use."""
    for node, depth in _walk(tree):
        if depth > MAX_DEPTH:
            raise NotAllowedHere("this nests too deep", line=node.lineno, hint="split it into alternatives with `when`")
        if type(node) not in _ALLOWED:
            what, hint = _INSTEAD.get(type(node), (f"`{type(node).__name__.lower()}`", "see docs/scripts.md"))
            raise NotAllowedHere(f"{what} are not part of the script language", line=node.lineno, hint=hint)
        rule = _RULES.get(type(node))
        if rule is not None:
            rule(node)


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    pending = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        yield node, depth
        pending.extend((child, depth + 1) for child in node.iter_child_nodes())


def _public(name: object, line: int) -> None:
    if isinstance(name, str) and name.startswith("_"):
        raise NotAllowedHere(f"{name} is private", line=line, hint="names do not start with _", token=name)


def _check_name(node: Any) -> None:
    if node.name in ("self", "super", "loop", "caller"):
        raise NotAllowedHere(f"{node.name} is a word of Jinja itself", line=node.lineno, token=node.name)
    _public(node.name, node.lineno)


def _check_field(node: Any) -> None:
    _public(node.attr, node.lineno)


def _check_item(node: Any) -> None:
    if not isinstance(node.arg, nodes.Const):
        raise NotAllowedHere("only a plain key or number can stand in [ ]", line=node.lineno, hint="as in items[0]")
    _public(node.arg.value, node.lineno)


def _check_filter(node: Any) -> None:
    if node.node is None or node.dyn_args or node.dyn_kwargs:
        raise NotAllowedHere("filter blocks are not part of the script language", line=node.lineno)
    if node.name not in FILTERS:
        raise NotAllowedHere(
            f"there is no filter {node.name}", line=node.lineno, hint=f"filters: {', '.join(FILTERS)}", token=node.name
        )
    for keyword in node.kwargs:
        if keyword.key == "attribute":
            _check_attribute(keyword.value)


def _check_attribute(value: Any) -> None:
    if not isinstance(value, nodes.Const) or not isinstance(value.value, str):
        raise NotAllowedHere("attribute is a name in quotes", line=value.lineno, hint="as in attribute='title'")
    for part in value.value.split("."):
        _public(part, value.lineno)


def _check_condition(node: Any) -> None:
    if node.expr2 is None:
        raise NotAllowedHere("`if` inside {{ }} needs an `else`", line=node.lineno, hint="as in {{ a if b else '' }}")


_RULES: Final[Mapping[type[nodes.Node], Callable[[Any], None]]] = {
    nodes.Name: _check_name,
    nodes.Getattr: _check_field,
    nodes.Getitem: _check_item,
    nodes.Filter: _check_filter,
    nodes.CondExpr: _check_condition,
}


def _kind(value: object) -> str:
    if isinstance(value, Empty):
        return "something unfilled"
    return "text" if isinstance(value, str) else type(value).__name__


def _number(value: object, use: str) -> Decimal | int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UndefinedError(f"{use} needs a number, not {_kind(value)}")
    return value


def _moment(value: object, use: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise UndefinedError(f"{use} needs a point in time, not {_kind(value)}")
    return value


@pass_context
def _money(context: Context, value: object, currency: str = "") -> str:
    shop = context.get("shop") or {}
    return wording.money(_number(value, "money"), currency or str(shop.get("currency", "")))


@pass_context
def _day(context: Context, value: object) -> str:
    if not isinstance(value, date):
        raise UndefinedError(f"day needs a day, not {_kind(value)}")
    return wording.day(value, language=context["_language"], zone=context["_zone"], now=context["now"])


@pass_context
def _clock(context: Context, value: object) -> str:
    return wording.clock(_moment(value, "clock"), zone=context["_zone"])


@pass_context
def _when(context: Context, value: object) -> str:
    moment = _moment(value, "when")
    return f"{_day(context, moment)} {_clock(context, moment)}"


def _round(value: object, digits: int = 0) -> Decimal | int:
    """Halves away from zero, as on a bill."""
    exponent = Decimal(1).scaleb(-min(max(digits, 0), 6))
    rounded = Decimal(str(_number(value, "round"))).quantize(exponent, rounding=ROUND_HALF_UP)
    return rounded if digits else int(rounded)


def _having(things: object, key: str, value: object) -> list[Mapping[str, object]]:
    """Those of a list of things whose `key` is the value, or lists it."""
    if not isinstance(things, list | tuple):
        raise UndefinedError(f"having needs a list, not {_kind(things)}")
    return [one for one in things if isinstance(one, Mapping) and _has(one.get(key), value)]


def _has(given: object, value: object) -> bool:
    return value in given if isinstance(given, list | tuple) else given == value


def _within(text: object, places: object) -> list[str]:
    """Those of a list of places that a text names; 香港中路 and 澳門 are read as a street and as 澳门."""
    if not isinstance(places, list | tuple):
        raise UndefinedError(f"within needs a list of places, not {_kind(places)}")
    said = normalize(str(text)).text
    return [place for place in map(str, places) if wording.names_place(said, normalize(place).text)]


@pass_context
def _priced(context: Context, things: object) -> list[str]:
    """The titles of products, each with its price; of one without a price the title alone."""
    if not isinstance(things, list | tuple):
        raise UndefinedError(f"priced needs a list of products, not {_kind(things)}")
    before, after = wording.BRACKETS.get(context["_language"], wording.BRACKETS["en"])
    return [
        f"{one['title']}{before}{_money(context, one['price'])}{after}" if one.get("price") else str(one["title"])
        for one in things
    ]


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "money": _money,
    "day": _day,
    "clock": _clock,
    "when": _when,
    "round": _round,
    "having": _having,
    "priced": _priced,
    "within": _within,
    **{name: JINJA_FILTERS[name] for name in ("join", "length", "first", "last", "default", "min", "max", "int")},
}
"""Every filter of the script language."""


def new_sandbox() -> Sandbox:
    """The environment that parses and compiles scripts."""
    sandbox = Sandbox(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
    sandbox.filters = dict(FILTERS)
    sandbox.tests = {}
    sandbox.globals = {}
    return sandbox
