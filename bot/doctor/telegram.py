"""What the Telegram channel needs: a token, nobody else who reads the bot's messages, and rights in the forum group."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.core.ports import Clock
from bot.doctor.bot_api import BotApi, Reply, Unreached
from bot.doctor.findings import Finding, fail, ok, warn

_REFUSED: Final = frozenset({401, 404})
"""A revoked token is answered with 401, one that never was any with 404."""
_SKEW: Final = timedelta(seconds=10)
_GREAT_SKEW: Final = timedelta(minutes=2)
_MANY_PENDING: Final = 100
_NAMED: Final = 5
_NOBODY: Final[Mapping[int, str]] = MappingProxyType({})
_RIGHTS: Final = (
    ("can_manage_topics", "manage topics", "no topic can be opened for a case"),
    ("can_pin_messages", "pin messages", "cards cannot be pinned"),
)


async def telegram(
    api: BotApi, desk_group: int | None, *, clock: Clock, agents: Mapping[int, str] = _NOBODY
) -> AsyncIterator[Finding]:
    """Everything that can be asked. What cannot be reached is said once, and the rest is left out.

    `agents` are those who are to be reminded in private: Telegram account → name.
    """
    try:
        me = await api.ask("getMe")
        if not me.ok:
            yield _refused(me)
            return
        yield ok("telegram", f"the token is of @{me.result.get('username', '?')}")
        yield skew(me.at, now=clock())
        for finding in _updates(await api.ask("getWebhookInfo")):
            yield finding
        async for finding in _group(api, me, desk_group):
            yield finding
        if desk_group is not None and agents:
            yield await _reminders(api, agents)
    except Unreached as error:
        yield warn("telegram", f"{api.url} could not be asked: {error}", "check the network and telegram.api_url")


def skew(said: datetime | None, *, now: datetime) -> Finding:
    """How far this machine's clock is from the server's, which is told to the second."""
    if said is None:
        return warn("clock", "the Bot API did not say what time it has", "check the clock by hand")
    off = abs(now - said)
    text = f"{off.total_seconds():.0f} s from Telegram's"
    if off <= _SKEW:
        return ok("clock", text)
    advice = "let the clock be set by NTP (timedatectl set-ntp true)"
    return fail("clock", text, advice) if off > _GREAT_SKEW else warn("clock", text, advice)


def _refused(me: Reply) -> Finding:
    if me.code in _REFUSED:
        advice = "copy it again from @BotFather into KEFU_TELEGRAM_TOKEN, or unset the variable"
        return fail("telegram", "Telegram does not accept the token", advice)
    return warn("telegram", f"Telegram answered {me.code}: {me.description}", "try again in a minute")


def _updates(info: Reply) -> Iterator[Finding]:
    """We poll, so that there must be no webhook; the secret of one would have nothing to do."""
    if info.result.get("url"):
        text = "a webhook is set for this bot, so polling gets nothing"
        yield fail("updates", text, "remove it with deleteWebhook, or give this shop a bot of its own")
    elif (pending := int(info.result.get("pending_update_count", 0))) > _MANY_PENDING:
        yield warn("updates", f"{pending} messages wait to be fetched", "is the shop running? see its log")
    else:
        yield ok("updates", "by polling, no webhook is set")


async def _group(api: BotApi, me: Reply, desk_group: int | None) -> AsyncIterator[Finding]:
    if desk_group is None:
        yield ok("desk group", "none: agents use the web desk (telegram.desk_group)")
        return
    chat = await api.ask("getChat", chat_id=desk_group)
    if not chat.ok:
        yield _no_group(chat, desk_group)
        return
    if not chat.result.get("is_forum"):
        advice = "turn topics on in the group's settings (it becomes a supergroup, with another id)"
        yield fail("desk group", f"{chat.result.get('title', desk_group)} has no topics", advice)
        return
    yield ok("desk group", f"{chat.result.get('title', desk_group)} is a forum")
    member = await api.ask("getChatMember", chat_id=desk_group, user_id=int(me.result["id"]))
    for finding in _rights(member, reads_all=bool(me.result.get("can_read_all_group_messages"))):
        yield finding


async def _reminders(api: BotApi, agents: Mapping[int, str]) -> Finding:
    """Whom the bot may write to: "typing…" is all that anybody sees of the question."""
    unmet = [
        name
        for account, name in agents.items()
        if not (await api.ask("sendChatAction", chat_id=account, action="typing")).ok
    ]
    if not unmet:
        return ok("reminders", f"all {len(agents)} linked agents can be reminded in private")
    names = ", ".join(unmet[:_NAMED]) + (" …" if len(unmet) > _NAMED else "")
    text = f"{len(unmet)} of {len(agents)} linked agents cannot be reminded in private: {names}"
    return warn("reminders", text, "they open a chat with the bot in Telegram and press Start")


def _no_group(chat: Reply, desk_group: int) -> Finding:
    if chat.moved_to is not None:
        return warn("desk group", f"{desk_group} has become {chat.moved_to}", "put the new id into telegram.desk_group")
    advice = "add the bot to the group and check telegram.desk_group (a forum's id begins with -100)"
    return fail("desk group", f"Telegram says: {chat.description}", advice)


def _rights(member: Reply, *, reads_all: bool) -> Iterator[Finding]:
    status = member.result.get("status")
    if status not in {"administrator", "creator"}:
        mode = "" if reads_all else ", and in privacy mode it does not see what agents write"
        advice = "make it an administrator with the right to manage topics and to pin messages"
        yield fail("rights", f"the bot is no administrator of the desk group{mode}", advice)
        return
    missing = [one for one in _RIGHTS if status == "administrator" and not member.result.get(one[0])]
    for name, words, why in missing:
        told = fail if name == "can_manage_topics" else warn
        yield told("rights", f"the bot may not {words}: {why}", f"give the bot the right to {words}")
    if not missing:
        yield ok("rights", "administrator, may manage topics and pin; privacy mode does not bind it")
