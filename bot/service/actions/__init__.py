"""Performs what a flow may `do`: one handler per name in `bot.core.catalogue.ACTIONS`, every action audited."""

from bot.service.actions.performing import HANDLERS, perform
from bot.service.actions.verifying import verify_order

__all__ = ["HANDLERS", "perform", "verify_order"]
