"""Which function serves which method, by aiogram's model of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from aiogram.methods import TelegramMethod

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .world import World

    Handler = Callable[[World, Any], Any | Awaitable[Any]]

Model = TypeVar("Model", bound=TelegramMethod[Any])
Result = TypeVar("Result")

HANDLERS: dict[str, Handler] = {}
"""By lower-case API name."""


def serves(model: type[Model]) -> Callable[[Callable[[World, Model], Result]], Callable[[World, Model], Result]]:
    """Register the function that answers `model`; its result is the answer's `result`, in wire form."""

    def register(handler: Callable[[World, Model], Result]) -> Callable[[World, Model], Result]:
        HANDLERS[model.__api_method__.lower()] = handler
        return handler

    return register
