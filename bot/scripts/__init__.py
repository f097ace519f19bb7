"""From the YAML that maintainers edit to a validated, immutable ScriptBook."""

from bot.scripts.loading import Checked, check_book, load_book, load_conversations

__all__ = ["Checked", "check_book", "load_book", "load_conversations"]
