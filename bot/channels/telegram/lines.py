"""Messages of a conversation as one post in its topic: who said what, and the files with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.channels.telegram.parts import Part, parts
from bot.channels.telegram.texts import TEXT_LIMIT, split, units
from bot.channels.telegram.words import MEDIA
from bot.core.messages import Author, Content, Media, MediaKind, TranscriptEntry
from bot.desk.drafts import unseen_stripped

_EARLIER: Final = "（前面还有更早的对话）"
_GOES_ON: Final = "（接上条）"
_HEADINGS: Final = frozenset("👤🤖🎧✍")
"""What lines of ours begin with that say who speaks, or that ask."""


def post_of(entries: Sequence[TranscriptEntry], *, earlier: bool = False) -> Content:
    """These messages, oldest first, as one content for agents: plain text, and all attachments whose bytes we have.

    `earlier` says that there is more before them.
    """
    lines = [_EARLIER] if earlier else []
    heading = ""
    for who, said in _spoken(entries):
        if who != heading:
            lines.append(who)
            heading = who
        lines.append(said)
    return Content(text="\n".join(lines), media=_media(entries))


def posts_of(entries: Sequence[TranscriptEntry], *, earlier: bool = False) -> list[Part]:
    """The same as posts of the bot, each of which begins with whose words follow: a customer's never stand first."""
    whole = post_of(entries, earlier=earlier)
    if units(whole.text) <= TEXT_LIMIT:
        return parts(whole)
    pieces, heading = [_EARLIER] if earlier else [""], ""
    for who, said in _spoken(entries):
        for bit in map(_within, split(said, TEXT_LIMIT - units(f"{who}{_GOES_ON}\n") - 1)):
            line = bit if who == heading else f"{who}\n{bit}"
            if units(f"{pieces[-1]}\n{line}") > TEXT_LIMIT:
                line = f"{who}{_GOES_ON if who == heading else ''}\n{bit}"
                pieces.append("")
            pieces[-1] = f"{pieces[-1]}\n{line}".lstrip("\n")
            heading = who
    return [*parts(Content(media=whole.media)), *(Part(text=piece) for piece in pieces)]


def _spoken(entries: Sequence[TranscriptEntry]) -> Iterator[tuple[str, str]]:
    """Who said it, and what, a line or more at a time."""
    for entry in entries:
        who = _who(entry)
        yield from ((who, _within(said)) for said in _said(entry.content))


def _within(said: str) -> str:
    """Words that begin a line like a heading of ours stand apart from it: nobody speaks in another's name."""
    return "\n".join(f"｜{line}" if unseen_stripped(line)[:1] in _HEADINGS else line for line in said.splitlines())


def _media(entries: Sequence[TranscriptEntry]) -> tuple[Media, ...]:
    """What can be shown: places, and files whose bytes we have."""
    shown = (one for entry in entries for one in entry.content.media)
    return tuple(one for one in shown if one.key or one.kind is MediaKind.LOCATION)


def _who(entry: TranscriptEntry) -> str:
    match entry.author:
        case Author.CUSTOMER:
            return "👤 顾客"
        case Author.BOT:
            return "🤖 机器人"
        case Author.AGENT:
            return f"🎧 {entry.agent_name or '客服'}"


def _said(content: Content) -> list[str]:
    mark = "✏️ 改成：" if content.edited else ""
    said = [f"{mark}{content.text}"] if content.text else []
    if content.press is not None:
        said = [f"［按了］{content.text or content.press}"]
    said += [_attached(one) for one in content.media]
    if content.buttons:
        said.append(" ".join(f"［{button.title}］" for button in content.buttons))
    return said or ["（空）"]


def _attached(media: Media) -> str:
    if media.kind is MediaKind.LOCATION:
        return f"［位置 {media.latitude}, {media.longitude}］"
    name = f" {media.name}" if media.name else ""
    return f"［{MEDIA[media.kind]}{name}］"
