"""What the first sentence tells already of a text that a flow would ask for, so that nobody has to say it twice.

Which words tell it is written with the slot, in the language of its pack.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.cues import CUES
from bot.scripts.slots import Slot

_BESIDES: Final = re.compile(
    rf"(?:^|[\s，,。！!；;~～]+)(?:{CUES.besides.pattern})[，,：:\s]*(?P<rest>.{{2,}})$",
    re.IGNORECASE | re.DOTALL,
)


def told(slot: Slot, text: str) -> str:
    """What a text says of this slot; empty when nothing."""
    found = slot.said.search(text) if slot.said else None
    if found is None:
        return ""
    return (found.groupdict().get("told") or found.group()).strip()


def besides(text: str) -> tuple[str, str]:
    """A text, and what its end says of another matter: 生日快乐 / 另外地址改成…; empty without such an end."""
    found = _BESIDES.search(text)
    return (text[: found.start()].strip(), found["rest"]) if found else (text, "")
