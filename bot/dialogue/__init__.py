"""Decides the next turn: `step(book, state, events, facts=..., now=...) -> Turn`. Pure."""

from bot.dialogue.step import step
from bot.dialogue.turn import Turn

__all__ = ["Turn", "step"]
