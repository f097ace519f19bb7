"""不换了退钱: who takes a wish back is heard before the open question, which any text at all may answer.

不写了 is no text of a card, and 退钱算了 no colour to exchange for.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.conversation import FrameKind
from bot.dialogue.cues import CUES
from bot.dialogue.leaving import leave
from bot.dialogue.order_things import keeps_a_part
from bot.dialogue.registered import is_bare, is_dropped
from bot.dialogue.starting import start
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, match_text, meant
from bot.scripts.book import POLITE, Intent
from bot.scripts.slots import FREE_TEXT
from intents import normalize

_NEGATIVE: Final = "不没别未无莫"
_OF_TEXTS: Final = "写要备注弄办开放说"  # what a customer who is asked for a text does not want to do any more
_LONGEST: Final = 30  # characters; who writes more tells something


def hear_refusal(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Close what is under way if that is refused, and go on with what is wanted instead. False if neither is said."""
    frame = talk.top
    if frame is None or frame.kind is not FrameKind.FLOW or message.press or message.photos:
        return False
    if not frame.asking and not frame.retries:
        return False
    text = normalize(message.text).text.strip()
    if not text or len(text) > _LONGEST:
        return False
    asked = talk.pack.slots.get(frame.asking)
    needless = CUES.no_need.fullmatch(text) is not None or is_bare(talk, text) or is_dropped(talk, text)
    no_need = asked is not None and asked.type in FREE_TEXT and needless
    if not no_need and keeps_a_part(talk, message):
        return False
    refused = "" if no_need else _refused(talk, text)
    given_up = CUES.gives_up_behind.fullmatch(text)
    rest = refused if refused is not None else given_up["rather"] if given_up else None
    if rest is None:
        return False
    wanted = _instead(talk, rest)
    if rest and not wanted:
        return False
    intent = talk.pack.intents.get(frame.intent)
    takes_over = any(intent is not None and one.topic == intent.topic for one in wanted)  # and knows all
    if not takes_over:
        leave(talk, silently=bool(wanted))
    start(talk, wanted, message)
    return True


def is_needless(text: str) -> bool:
    """不用了，谢谢: nothing more is needed. 不要了 may be said of the thing itself."""
    plain = normalize(text).text.strip()
    return CUES.no_need.fullmatch(plain) is not None and "不要" not in plain


def _refused(talk: Talk, text: str) -> str | None:
    """What is left behind 不换了 in the middle of an exchange; None when the matter under way is not refused."""
    frame = talk.state.frames[-1]
    intent = talk.pack.intents.get(frame.intent)
    slot = talk.pack.slots.get(frame.asking)
    verbs = (set(intent.title) if intent else set()) | set(_OF_TEXTS if slot and slot.type in FREE_TEXT else "")
    verbs = {verb for verb in verbs - set(_NEGATIVE) if "\u4e00" <= verb <= "\u9fff"}
    if not verbs:
        return None
    word = f"[{re.escape(''.join(sorted(verbs)))}]"
    found = re.match(
        rf"\W*(?:我|那|还是|就|算了|(?P<for_now>先)|\W)*(?:不用|不要|不想|别|不)再?{word}{{1,4}}(?:贺卡)?(?P<end>了?)[吧啊呀啦]*\W*"
        rf"(?:谢谢[你您]?|谢了)?\W*",
        text,
    )
    if found is None:
        return "" if re.search(rf"[\s，,。](?:不用|不要|不想|别|不)再?{word}{{1,4}}了[吧啊呀啦]*\W*$", text) else None
    if found["end"] or found.end() == len(text):
        return text[found.end() :]
    return "" if found["for_now"] else None  # 先不开 等收到


def _instead(talk: Talk, rest: str) -> list[Intent]:
    """The flows that the rest of the message asks for."""
    frame = talk.state.frames[-1]
    told = meant(talk, match_text(talk, rest)) if rest else ()
    return [one for one in told if one.flow and one.part not in POLITE and one.id != frame.intent]
