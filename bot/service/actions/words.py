"""Words for agents and for remarks, in each language a shop can be run in."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The same words in each language. A shop in a third language reads the English ones."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Those of the pack that the shop tries first."""
        return self.zh if language == "zh" else self.en
