"""Structured logs with personal data masked."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

_MASKS: Final = (
    (re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}"), "***"),  # Telegram bot tokens, also inside URLs
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),  # mainland mobile numbers
    (re.compile(r"(?<!\d)\d{8,}(\d{4})(?!\d)"), r"****\1"),  # order, tracking, card numbers
    (re.compile(r"[\w.+-]+@([\w-]+\.[\w.]+)"), r"***@\1"),
    (re.compile(r"((?:token|key|identity)=)[^&\s\"]+", re.IGNORECASE), r"\1***"),
)


def mask(text: str) -> str:
    """The text with phone numbers, long numbers, e-mail addresses and tokens unrecognisable."""
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


def mask_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: mask every text of the event, tracebacks included."""
    for key, value in event.items():
        if key not in {"timestamp", "level", "logger"} and isinstance(value, str):
            event[key] = mask(value)
    return event
