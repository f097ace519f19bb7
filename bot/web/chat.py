"""The chat window's end of the line: a WebSocket at `/ws/chat` that carries JSON text frames.

The window sends                                            and gets
  {kind: "hello", token?, after?, identity?, language?}       {kind: "welcome", token, fresh, entries, shop, max_upload}
  {kind: "message", id, text?, media?, press?}                {kind: "ack", id, entries}
  {kind: "ping"}                                              {kind: "pong"}
  {kind: "typing"}
  {kind: "read", seq}
and, whenever there is news,                                  {kind: "entries", entries}
or an agent writes,                                           {kind: "typing", name}
or, when something was wrong,                                 {kind: "error", code, text, id?, retry_after?}

`hello` comes first. `token` is the one from an earlier welcome and brings the same conversation back; `identity` is
the shop's signed word on who the customer is (bot/web/tokens.py). `fresh` says that a new conversation was begun
because the token was missing, expired or somebody else's; `shop` is {name, bot}, `max_upload` is in bytes.

`after` is a `seq`: messages up to it are not sent again. An answer may leave the outbox after a newer message was
stored, so a window that comes back asks again for its last fifty messages and drops those it has. Of these fifty, one
whose words an agent changed is sent again: an entry takes the place of the one with its `seq`, and says `edited`.

`typing` of the window says that the customer writes, `read` that everything up to `seq` is before their eyes; agents
see both. `typing` of ours says that the agent of that name writes, and lasts for a few seconds.

`message.id` is the window's own id of the message. The `ack` means: stored, it will not get lost. A message that was
not acknowledged is sent again with the same id, as often as needed, and is stored once. `media` are upload tokens
(bot/web/media.py); `press` is the value of the button pressed, `text` then its title. An `ack` carries the stored
message itself among its `entries`, so that the window can replace what it showed provisionally.

Errors leave the socket open. Codes: too_long (over 64 KiB), binary, not_json, unknown_kind, wrong_field, hello_first,
hello_twice, empty, upload_unknown, identity_refused, slow_down and busy. The last two carry `retry_after` in seconds.
The socket is closed only on a window that keeps sending rubbish (1008), never says hello (1008) or comes while the
database does not answer (1013, after `busy`).

A browser says from which site it comes: our own host and `allowed_origins` may connect, others get 403.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog
from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.core.errors import StorageError
from bot.core.messages import Content, Incoming, Media, Peer
from bot.web.frames import BadFrame, Frame, Hello, Message, Ping, Read, Typing, read_frame
from bot.web.security import may_open_chat
from bot.web.texts import language_named, phrase
from bot.web.tokens import Identity, Visitor
from bot.web.wire import entry_for_customer
from bot.web.wiring import CurrentSite, Site

CHANNEL: Final = "web"
ACCOUNT: Final = "shop"
OVERLAP: Final = 50
"""How many of its newest messages a window asks for again; bot/web/widget/element.js has the same number."""
_MAX_REPLAY: Final = 300
_MAX_BAD_FRAMES: Final = 50
_HELLO_SECONDS: Final = 20
_BUSY_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)
router = APIRouter()


@router.websocket("/ws/chat")
async def chat(socket: WebSocket, site: CurrentSite) -> None:
    """One chat window, from hello to goodbye."""
    host = socket.client.host if socket.client else ""
    if not may_open_chat(socket, site.settings) or site.arrivals.take(host, now=time.monotonic()):
        await socket.close(code=1008)
        return
    await socket.accept()
    try:
        await _serve(Line(socket=socket), site, host)
    except* WebSocketDisconnect:
        pass  # the window was closed while something was being sent to it


async def _serve(line: Line, site: Site, host: str) -> None:
    try:
        async with asyncio.timeout(_HELLO_SECONDS):
            hello = await line.hello()
    except TimeoutError:
        await line.socket.close(code=1008, reason="no hello")
        return
    if hello is None:
        return
    try:
        window = await _open_window(line, site, hello, host)
        if window is None:
            return
        conversation_id = await window.welcome()
    except StorageError as error:
        log.warning("window_not_opened", error=str(error))
        await line.refuse("busy", retry_after=_BUSY_SECONDS)
        await line.socket.close(code=1013, reason="try again later")
        return
    async with (
        site.services.bell.listen(f"conversation:{conversation_id}", f"writes:{conversation_id}") as rings,
        asyncio.TaskGroup() as tasks,
    ):
        pushing = tasks.create_task(window.push(rings))
        await window.listen()
        pushing.cancel()


@dataclass(slots=True, kw_only=True)
class Line:
    """Reads and writes frames; answers what is no frame."""

    socket: WebSocket
    language: str = "zh"
    _bad_frames: int = 0

    async def hello(self) -> Hello | None:
        """The first hello; None when the window went away without one."""
        async for frame in self.frames():
            match frame:
                case Hello():
                    self.language = language_named(frame.language)
                    return frame
                case Message():
                    await self.refuse("hello_first", id=frame.id)
                case Ping():
                    await self.send("pong")
                case Typing() | Read():
                    pass  # of a conversation that this window has not opened yet
        return None

    async def frames(self) -> AsyncIterator[Frame]:
        """Frames until the window goes away or has sent too much rubbish."""
        while self._bad_frames < _MAX_BAD_FRAMES:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            try:
                frame = read_frame(text if text is not None else message["bytes"])
            except BadFrame as error:
                self._bad_frames += 1
                await self.refuse(error.code, where=error.where)
                continue
            yield frame
        await self.socket.close(code=1008, reason="too many malformed frames")

    async def send(self, kind: str, **members: Any) -> None:
        """Send one frame."""
        await self.socket.send_json({"kind": kind} | members)

    async def refuse(self, code: str, *, where: str = "", **members: Any) -> None:
        """Say what was wrong, in the customer's language."""
        await self.send("error", code=code, text=phrase(f"chat.{code}", self.language, where=where), **members)


@dataclass(slots=True, kw_only=True)
class Window:
    """One visitor's open window. Sends what it has not shown yet, in order of `seq` as far as it is known."""

    line: Line
    site: Site
    visitor: Visitor
    peer: Peer
    floor: int
    fresh: bool
    _conversation: int = 0
    _writing_since: datetime | None = None
    _shown: dict[int, str] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def welcome(self) -> int:
        """Send the token and what was said so far; the conversation's id."""
        book, now = self.site.services.book(), self.site.services.clock()
        entries: list[dict[str, Any]] = []
        conversation_id, news = await self._news()
        self._conversation = conversation_id
        while news:
            entries += news
            _, news = await self._news()
        shop = {"name": book.shop.get("name", ""), "bot": book.shop.get("bot_name", "")}
        token = self.site.tokens.visitor(self.visitor, now=now)
        await self.line.send(
            "welcome",
            token=token,
            fresh=self.fresh,
            entries=entries[-_MAX_REPLAY:],
            shop=shop,
            max_upload=self.site.settings.max_upload_bytes,
        )
        return conversation_id

    async def push(self, rings: AsyncIterator[None]) -> None:
        """Send news whenever the conversation's bell rings."""
        await self._send_news()
        async for _ in rings:
            await self._send_news()
            await self._send_writing()

    async def listen(self) -> None:
        """Take frames until the window goes away."""
        async for frame in self.line.frames():
            match frame:
                case Message():
                    await self._take(frame)
                case Hello():
                    await self.line.refuse("hello_twice")
                case Ping():
                    await self.line.send("pong")
                case Typing() | Read():
                    self._told(frame)

    def _told(self, sign: Typing | Read) -> None:
        """What the window says of its customer, for the agents who look."""
        services = self.site.services
        match sign:
            case Typing():
                news = services.presence.signs.customer_writes(self._conversation, now=services.clock())
            case Read():
                seen = min(sign.seq, max(self._shown, default=0))
                news = services.presence.signs.customer_read(self._conversation, seen)
        if news:
            services.bell.ring(f"visitor:{self._conversation}")

    async def _send_writing(self) -> None:
        """That an agent writes: once for each sign of it."""
        sign = self.site.services.presence.signs.of(self._conversation)
        writer = sign.writer(self.site.services.clock())
        if writer is not None and sign.agent_at != self._writing_since:
            self._writing_since = sign.agent_at
            await self.line.send("typing", name=writer.name)

    async def _take(self, frame: Message) -> None:
        wait = self.site.messages.take(self.visitor.id, now=time.monotonic())
        if wait:
            await self.line.refuse("slow_down", id=frame.id, retry_after=round(wait, 1))
            return
        media = self._attachments(frame)
        if media is None:
            await self.line.refuse("upload_unknown", id=frame.id)
        elif not (frame.text.strip() or media or frame.press):
            await self.line.refuse("empty", id=frame.id)
        else:
            await self._store(frame, Content(text=frame.text, media=media, press=frame.press))

    async def _store(self, frame: Message, content: Content) -> None:
        incoming = Incoming(
            channel=CHANNEL,
            account=ACCOUNT,
            external_id=f"{self.visitor.id}:{frame.id}",  # two visitors may choose the same id
            peer=self.peer,
            content=content,
            sent_at=self.site.services.clock(),
        )
        async with self._turn:  # no push in between: the ack itself brings the stored message
            try:
                await self.site.services.door.receive(incoming)
                self.site.services.presence.signs.customer_wrote(self._conversation)
                _, news = await self._news()
            except StorageError as error:
                log.warning("message_not_stored", error=str(error))
                await self.line.refuse("busy", id=frame.id, retry_after=_BUSY_SECONDS)
            else:
                await self.line.send("ack", id=frame.id, entries=news)

    def _attachments(self, frame: Message) -> tuple[Media, ...] | None:
        now = self.site.services.clock()
        found = [self.site.tokens.read_upload(token, self.visitor, now=now) for token in frame.media]
        known = tuple(media for media in found if media is not None)
        return known if len(known) == len(found) else None

    async def _send_news(self) -> None:
        while True:
            async with self._turn:
                try:
                    _, news = await self._news()
                except StorageError:
                    news = None
                if news:
                    await self.line.send("entries", entries=news)
            if news is not None:
                return
            await asyncio.sleep(_BUSY_SECONDS)

    async def _news(self) -> tuple[int, list[dict[str, Any]]]:
        now = self.site.services.clock()
        conversation_id, entries = await self.site.services.chat.history(CHANNEL, ACCOUNT, self.peer, after=self.floor)
        fresh = [entry for entry in entries if self._shown.get(entry.seq) != entry.content.text]
        self._shown.update({entry.seq: entry.content.text for entry in fresh})
        if len(self._shown) > OVERLAP:
            kept = sorted(self._shown)[-OVERLAP:]
            self._shown, self.floor = {seq: self._shown[seq] for seq in kept}, kept[0] - 1
        return conversation_id, [entry_for_customer(entry, self.site.tokens, now=now) for entry in fresh]


async def _open_window(line: Line, site: Site, hello: Hello, host: str) -> Window | None:
    """Who this is: the visitor of the token, unless the shop vouches for somebody else.

    None, with the window told and closed, when too many strangers came from this address.
    """
    now = site.services.clock()
    identity = site.tokens.read_identity(hello.identity, now=now) if hello.identity else None
    if hello.identity and identity is None:
        await line.refuse("identity_refused")
    vouched = identity or Identity(buyer="")
    visitor = site.tokens.read_visitor(hello.token, now=now) if hello.token else None
    # A token from before signing in or out belongs to somebody else's conversation.
    fresh = visitor is None or visitor.buyer != vouched.buyer
    if visitor is None or fresh:
        wait = 0 if vouched.buyer else site.newcomers.take(host, now=time.monotonic())
        if wait:
            await line.refuse("slow_down", retry_after=round(wait, 1))
            await line.socket.close(code=1013, reason="too many new visitors from this address")
            return None
        visitor = Visitor(id=secrets.token_hex(12), buyer=vouched.buyer)
    peer = Peer(id=visitor.id, name=vouched.name, language=line.language)
    if vouched.buyer:
        await site.services.chat.identify(CHANNEL, ACCOUNT, peer, vouched.buyer)
    # The `after` of another conversation says nothing about a new one.
    return Window(line=line, site=site, visitor=visitor, peer=peer, floor=0 if fresh else hello.after, fresh=fresh)
