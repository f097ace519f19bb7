"""Structured logs with personal data masked."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog

_DIGITS: Final = re.compile(r"[^\D0-9]")
_MASKS: Final = (
    (re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}"), "***"),  # Telegram bot tokens, also inside URLs
    (re.compile(r"\b(kefu_|whsec_)[A-Za-z0-9_+/=-]{8,}"), r"\1***"),  # tokens and webhook secrets of our own
    (re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)"), r"\1****\2"),  # mainland mobile numbers
    (re.compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){2,3}[ -](\d{1,4})(?!\d)"), r"****\1"),  # cards, written in groups
    (re.compile(r"(?<!\d)\d{8,}(\d{4})(?!\d)"), r"****\1"),  # order, tracking, card numbers
    (re.compile(r"[\w.+-]+@([\w-]+\.[\w.]+)"), r"***@\1"),
    (re.compile(r"((?:token|key|identity|pass|password|secret|session)=)[^&;\s\"]+", re.IGNORECASE), r"\1***"),
)


def mask(text: str) -> str:
    """The text with phone numbers, long numbers, e-mail addresses and tokens unrecognisable.

    Digits of other widths and scripts (１３８…) are written as plain ones first.
    """
    text = _DIGITS.sub(lambda found: str(unicodedata.digit(found.group())), text)
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text


def configure_logs(level: str, *, as_json: bool) -> None:
    """Send the logs of kefu and of its libraries through one masked pipeline to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_values,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # What they tell besides warnings our own events say better, and their request lines carry tokens.
    for noisy in ("aiogram", "aiosqlite", "alembic", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _masked(value: Any) -> Any:
    """Numbers and the like as they are; an object that is neither text nor a collection as its masked text."""
    match value:
        case str():
            return mask(value)
        case Mapping():
            return {_masked(key): _masked(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked(each) for each in value]
        case None | bool() | int() | float():
            return value
        case _:
            return mask(str(value))


def mask_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: mask every text of the event, tracebacks included, however deep it stands."""
    for key, value in event.items():
        if key not in {"timestamp", "level", "logger"}:
            event[key] = _masked(value)
    return event
