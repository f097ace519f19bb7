"""Messages of a conversation as one post in its topic: who said what, and the files with it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.words import MEDIA
from bot.core.messages import Author, Content, Media, MediaKind, TranscriptEntry


def post_of(entries: Sequence[TranscriptEntry], *, earlier: bool = False) -> Content:
    """These messages, oldest first, as one content for agents: plain text, and all attachments whose bytes we have.

    `earlier` says that there is more before them.
    """
    lines = ["（前面还有更早的对话）"] if earlier else []
    heading = ""
    for entry in entries:
        who = _who(entry)
        if who != heading:
            lines.append(who)
            heading = who
        lines.extend(_said(entry.content))
    media = tuple(one for entry in entries for one in entry.content.media if one.key)
    return Content(text="\n".join(lines), media=media)


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
