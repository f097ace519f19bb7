"""Every request and every answer is read by two libraries; what either would refuse or lose is a violation.

aiogram's method models say what a request may hold, its types what an answer must hold. python-telegram-bot then
decodes the same answers, so that our reading of the wire is not only our own.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any, get_args

import aiogram.methods
import aiogram.types
import telegram
from aiogram.methods import TelegramMethod
from pydantic import BaseModel, ValidationError

from .wire import bad_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire import Json, Method

NEWER_THAN_SECOND_READER = {"can_send_welcome_messages"}
"""aiogram speaks Bot API 10.3, python-telegram-bot 10.0: fields that only the first may require."""

_SECOND_READERS: dict[type, type[telegram.TelegramObject]] = {
    aiogram.types.Message: telegram.Message,
    aiogram.types.MessageId: telegram.MessageId,
    aiogram.types.File: telegram.File,
    aiogram.types.User: telegram.User,
    aiogram.types.ChatFullInfo: telegram.ChatFullInfo,
    aiogram.types.ForumTopic: telegram.ForumTopic,
    aiogram.types.WebhookInfo: telegram.WebhookInfo,
    aiogram.types.ChatMemberOwner: telegram.ChatMember,
    aiogram.types.Update: telegram.Update,
}

_MISSING = {"chat_id": "chat_id is empty", "text": "message text is empty"}
"""The real server's words for parameters that are not there, or are there without a value."""

_PRESUMED: dict[str, Json] = {"setWebhook": {"url": ""}}
"""Values that the real server presumes although the models require them."""

METHODS: dict[str, Method] = {
    name.lower(): candidate
    for name in aiogram.methods.__all__
    if isinstance(candidate := getattr(aiogram.methods, name), type)
    and issubclass(candidate, TelegramMethod)
    and candidate is not TelegramMethod
}
"""Method models by lower-case API name: the real server does not mind the case either."""


def check_request(method: Method, values: Json) -> TelegramMethod[Any]:
    """The typed request.

    Raises:
        ApiError: 400 naming the parameter that is missing, of the wrong kind or unknown.
    """
    try:
        request = method.model_validate(_PRESUMED.get(method.__api_method__, {}) | values)
    except ValidationError as error:
        problem = error.errors()[0]
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "missing":
            raise bad_request(_MISSING.get(name, f"parameter {name} is required")) from error
        raise bad_request(f"can't parse {name}: {problem['msg']}") from error
    if unknown := sorted(_unknown_fields(request)):
        raise bad_request(f"unknown parameter {', '.join(unknown)}")
    return request


def answer_problems(method: Method, answer: Json) -> Iterator[str]:
    """What a client would not understand, or would lose, of this answer to `method`."""
    response = aiogram.methods.Response[method.__returning__]  # type: ignore[name-defined]  # chosen at run time
    yield from _first_reader(response, answer)
    if answer["ok"] and (reader := _second_reader(method.__returning__)):
        result = answer["result"]
        for item in result if isinstance(result, list) else [result]:
            if isinstance(item, dict):
                yield from _second_reading(reader, item)


def update_problems(update: Json) -> Iterator[str]:
    """The same for one update."""
    yield from _first_reader(aiogram.types.Update, update)
    yield from _second_reading(telegram.Update, update)


def _first_reader(model: type[BaseModel], value: Json) -> Iterator[str]:
    try:
        read = model.model_validate(value)
    except ValidationError as error:
        yield f"aiogram cannot read it: {error}"
    else:
        for name in _unknown_fields(read):
            yield f"aiogram does not know the field {name}"


def _unknown_fields(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        extra = value.model_extra or {}
        yield from (f"{path}{name}" for name in extra)
        for name in value.model_fields_set - set(extra):
            yield from _unknown_fields(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown_fields(item, f"{path}{number}.")


def _second_reader(returning: Any) -> type[telegram.TelegramObject] | None:
    if isinstance(returning, type) and returning in _SECOND_READERS:
        return _SECOND_READERS[returning]
    return next((found for part in get_args(returning) if (found := _second_reader(part))), None)


def _second_reading(reader: type[telegram.TelegramObject], value: Json) -> Iterator[str]:
    try:
        read = reader.de_json(copy.deepcopy(value), None)
    except Exception as error:  # noqa: BLE001 - whatever the decoder throws is exactly what is to be reported
        yield f"python-telegram-bot cannot read it: {error!r}"
        return
    yield from lost(value, read.to_dict(), type(read).__name__)
    for name in _leftovers(read):
        yield f"python-telegram-bot does not know the field {name}"


def lost(sent: Any, kept: Any, path: str) -> Iterator[str]:
    """Where what was decoded and written again differs from what was sent; additions do not matter."""
    match sent:
        case dict() if isinstance(kept, dict):
            for key, value in sent.items():
                if value not in ([], {}):
                    yield from lost(value, kept.get(key), f"{path}.{key}")
        case list() if isinstance(kept, list) and len(kept) == len(sent):
            for number, (item, other) in enumerate(zip(sent, kept, strict=True)):
                yield from lost(item, other, f"{path}.{number}")
        case float() if isinstance(kept, int | float) and math.isclose(sent, kept):
            return
        case _ if sent != kept:
            yield f"python-telegram-bot lost {path}: {sent!r} became {kept!r}"


def _leftovers(read: Any, path: str = "") -> Iterator[str]:
    if isinstance(read, telegram.TelegramObject):
        yield from (f"{path}{name}" for name in read.api_kwargs if name not in NEWER_THAN_SECOND_READER)
        for name, value in read.to_dict(recursive=False).items():
            yield from _leftovers(value, f"{path}{name}.")
    elif isinstance(read, list | tuple):
        for number, item in enumerate(read):
            yield from _leftovers(item, f"{path}{number}.")
