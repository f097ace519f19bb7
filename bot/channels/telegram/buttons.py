"""Customers' buttons: what Telegram carries for one, and which one was pressed.

Telegram keeps at most 64 bytes for a button. A longer value travels as its digest; the button it stands for is found
again in the transcript, which holds every button that was offered, so nothing else has to be remembered.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.texts import cut
from bot.core.messages import Button, TranscriptEntry

DATA_LIMIT: Final = 64
_DIGEST: Final = "~"
_TITLE_LIMIT: Final = 60
_ROW_COLUMNS: Final = 24
_ROW_BUTTONS: Final = 3


def data_of(value: str) -> str:
    """What a button with this value carries: the value itself, or its digest when it does not fit."""
    if len(value.encode()) <= DATA_LIMIT and not value.startswith(_DIGEST):
        return value
    return _DIGEST + hashlib.sha256(value.encode()).hexdigest()[:32]


def is_digest(data: str) -> bool:
    """Whether the data stands for a value that did not fit."""
    return data.startswith(_DIGEST)


def pressed(data: str, entries: Iterable[TranscriptEntry]) -> Button | None:
    """The newest button of these messages (oldest first) that carries this data."""
    offered = [button for entry in entries for button in entry.content.buttons]
    return next((button for button in reversed(offered) if data_of(button.value) == data), None)


def keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup | None:
    """The buttons in rows: short ones side by side, long ones below each other."""
    rows: list[list[Button]] = []
    for button in buttons:
        if not rows or not _fits(rows[-1], button):
            rows.append([])
        rows[-1].append(button)
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_wire(button) for button in row] for row in rows])


def _wire(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=cut(button.title, _TITLE_LIMIT), callback_data=data_of(button.value))


def _fits(row: list[Button], button: Button) -> bool:
    columns = sum(_columns(each.title) for each in (*row, button))
    return len(row) < _ROW_BUTTONS and columns <= _ROW_COLUMNS


def _columns(title: str) -> int:
    """Chinese characters are twice as wide as Latin ones."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in title)
