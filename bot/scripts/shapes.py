"""What all documents share: refusing unknown keys with a suggestion, and the small kinds of values.

Models keep every text as a `Text` that knows its place, so that later checks can point at it. Problems that do not
make the rest unreadable are put into the report of the validation context, and the document is read on.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz

from bot.scripts.report import Report, did_you_mean
from bot.scripts.spans import SPAN_PATTERN
from bot.scripts.tree import Fields, Items, Node, Text, place_of, plain_data

NAME_PATTERN: Final = r"^[a-z][a-z0-9_]*$"
PRODUCT_ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
CLOCK_PATTERN: Final = r"^([01]\d|2[0-3]):[0-5]\d$"
SHARE_PATTERN: Final = r"^\d{1,3}(\.\d+)?%$"

Model = TypeVar("Model", bound=BaseModel)


def _matching(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(value: Text) -> Text:
        if not compiled.fullmatch(value):
            raise PydanticCustomError("form", "{what}", {"what": what})
        return value

    return AfterValidator(check)


def _scalar(value: object) -> object:
    """Numbers and booleans are read from plain text only: `"3"` in quotes is a text on purpose."""
    if isinstance(value, Text) and not value.plain:
        raise PydanticCustomError("quoted", "a plain value is wanted here, without quotes")
    return str(value) if isinstance(value, Text) else value


def _share(value: object) -> float:
    if not isinstance(value, Text) or not re.fullmatch(SHARE_PATTERN, value):
        raise PydanticCustomError("form", "a share is wanted here, such as 2%")
    return float(value[:-1]) / 100


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, Text) else value


def _free(value: object) -> object:
    return plain_data(value) if isinstance(value, Text | Fields | Items) else value


Name = Annotated[
    Text,
    _matching(NAME_PATTERN, "a name is written in small letters, digits and _"),
    WithJsonSchema({"type": "string", "pattern": NAME_PATTERN}),
]
ProductId = Annotated[
    Text,
    _matching(PRODUCT_ID_PATTERN, "a product id is written in letters, digits, - and _"),
    WithJsonSchema({"type": "string", "pattern": PRODUCT_ID_PATTERN}),
]
ClockTime = Annotated[
    Text,
    _matching(CLOCK_PATTERN, "a time of day is wanted here, such as 09:00"),
    WithJsonSchema({"type": "string", "pattern": CLOCK_PATTERN}),
]
Share = Annotated[
    float, BeforeValidator(_share), Field(ge=0, le=1), WithJsonSchema({"type": "string", "pattern": SHARE_PATTERN})
]
Span = Annotated[
    Text,
    _matching(SPAN_PATTERN, "a span of time is wanted here, such as 30s, 15m, 12h or 4d"),
    WithJsonSchema({"type": "string", "pattern": SPAN_PATTERN}),
]
Number = Annotated[float, BeforeValidator(_scalar), Field(allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(_scalar)]
Flag = Annotated[bool, BeforeValidator(_scalar)]
Texts = Annotated[
    list[Text],
    Field(min_length=1),
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
Free = Annotated[JsonValue, BeforeValidator(_free), WithJsonSchema({})]


def one_or_more_of(kind: type[StrEnum], *more: str) -> WithJsonSchema:
    """What editors are told of a word of this kind, or a list of them; `more` may stand there, too."""
    word = {"enum": [*(member.value for member in kind), *more]}
    return WithJsonSchema({"anyOf": [word, {"type": "array", "items": word, "minItems": 1}]})


class Document(BaseModel):
    """A mapping with known keys. Unknown ones are reported with the key that was probably meant, and left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    exactly_one_of: ClassVar[tuple[str, ...]] = ()
    """Keys of which one must be there, and one only."""

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any, info: ValidationInfo[Any]) -> Any:
        if not isinstance(value, Fields):
            raise PydanticCustomError("fields", "`key: value` lines are wanted here")
        known = {field.alias or name for name, field in cls.model_fields.items()}
        kept = value
        if not known.issuperset(value):
            kept = Fields()
            kept.place = value.place
            for key, node in value.items():
                if key in known:
                    kept[key] = node
                elif not cls.allows(key, node, known):
                    report: Report = info.context
                    report.add(key.place, "unknown_key", f"there is no key `{key}` here", did_you_mean(key, known))
        cls._one_only(kept)
        return kept

    @classmethod
    def allows(cls, _key: str, _node: Node, _known: set[str]) -> bool:
        """Whether a key that the model does not know may stand here (and is left out of the model)."""
        return False

    @classmethod
    def _one_only(cls, value: Fields) -> None:
        if not cls.exactly_one_of:
            return
        given = [key for key in value if key in cls.exactly_one_of]
        names = ", ".join(cls.exactly_one_of)
        if not given:
            raise PydanticCustomError("one_of", "one of these keys is missing: {names}", {"names": names})
        if len(given) > 1:
            raise PydanticCustomError("one_of", "only one of these keys may stand here: {names}", {"names": names})


class OpenDocument(Document):
    """A mapping with documented keys and any others."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": True})

    @classmethod
    def allows(cls, key: str, _node: Node, known: set[str]) -> bool:
        """Any key that is not a documented one misspelt."""
        return not any(fuzz.ratio(key, name) >= 80 for name in known)


def validate(model: type[Model], root: Node, report: Report) -> Model | None:
    """The document as its model, or None; every shape mistake goes into the report."""
    try:
        return model.model_validate(root, context=report)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            text, hint = _words(detail)
            report.add(place_of(root, detail["loc"]), "shape", text, hint)
        return None


def _words(detail: ErrorDetails) -> tuple[str, str]:
    """A pydantic error in a maintainer's words."""
    context = detail.get("ctx", {})
    name = next((part for part in reversed(detail["loc"]) if isinstance(part, str) and part != "[key]"), "")
    subject = f"`{name}`: " if name and detail["type"] != "one_of" else ""
    match detail["type"]:
        case "missing":
            return f"`{name}` is missing", ""
        case "enum" | "literal_error":
            known = re.findall(r"'([^']+)'", str(context["expected"]))
            return f"{subject}`{detail['input']}` is not known here", did_you_mean(str(detail["input"]), known)
        case "list_type":
            return f"{subject}a list is wanted here", "write `- item` lines or [a, b]"
        case "dict_type":
            return f"{subject}`key: value` lines are wanted here", ""
        case "too_short":
            return f"{subject}nothing is listed here", ""
        case "float_parsing" | "int_parsing" | "int_from_float" | "float_type" | "int_type" | "finite_number":
            return f"{subject}a number is wanted here", ""
        case "bool_parsing" | "bool_type":
            return f"{subject}true or false is wanted here", ""
    return subject + detail["msg"][:1].lower() + detail["msg"][1:], ""
