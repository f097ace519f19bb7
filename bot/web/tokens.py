"""Signed tokens: who a visitor is, who the shop says they are, what they uploaded, what they may see.

A token is `<payload>.<signature>`: the payload is compact JSON in URL-safe base64 without padding, the signature is
HMAC-SHA256 over the payload's base64 text, in the same base64. The key is HMAC-SHA256(key=secret, message=purpose).
Nothing is stored: whoever holds the secret can check a token, and a changed secret makes all of them void.

A shop whose customers sign in makes *identity* tokens itself, in any language, with purpose `kefu.identity` and
payload `{"buyer": "<the shop's id of the buyer>", "name": "<what to call them>", "exp": <unix seconds>}`, and puts one
into the widget's `identity` attribute. In PHP:

    $b64 = fn($x) => rtrim(strtr(base64_encode($x), '+/', '-_'), '=');
    $payload = $b64(json_encode(['buyer' => $id, 'name' => $name, 'exp' => time() + 3600]));
    $key = hash_hmac('sha256', 'kefu.identity', $secret, true);
    $token = $payload . '.' . $b64(hash_hmac('sha256', $payload, $key, true));
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer

from bot.core.messages import Media, MediaKind

VISITOR_LIFE: Final = timedelta(days=365)
IDENTITY_LIFE: Final = timedelta(hours=12)
UPLOAD_LIFE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A customer's window. `buyer` is the buyer the shop vouched for, or empty for a guest."""

    id: str
    buyer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the shop says the customer is: its own id of the buyer, and what to call them (may be empty)."""

    buyer: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Makes and reads tokens; reading returns None for anything forged, foreign or expired."""

    secret: str

    def visitor(self, visitor: Visitor, *, now: datetime) -> str:
        """Proves that a later request comes from this visitor."""
        return self._seal("visitor", {"id": visitor.id, "buyer": visitor.buyer}, now + VISITOR_LIFE)

    def read_visitor(self, token: str, *, now: datetime) -> Visitor | None:
        """The visitor a token was made for."""
        payload = self._open("visitor", token, now)
        return Visitor(id=payload["id"], buyer=payload["buyer"]) if payload else None

    def identity(self, identity: Identity, *, now: datetime) -> str:
        """What a shop's own server makes for a signed-in buyer; the demo shop makes it here."""
        return self._seal("identity", {"buyer": identity.buyer, "name": identity.name}, now + IDENTITY_LIFE)

    def read_identity(self, token: str, *, now: datetime) -> Identity | None:
        """Whom the shop vouches for. Other programs make these tokens, so their fields are checked."""
        payload = self._open("identity", token, now) or {}
        buyer, name = payload.get("buyer"), payload.get("name", "")
        if not isinstance(buyer, str) or not buyer or not isinstance(name, str):
            return None
        return Identity(buyer=buyer, name=name)

    def upload(self, media: Media, visitor: Visitor, *, now: datetime) -> str:
        """Lets exactly this visitor attach exactly this upload to a message."""
        payload = {
            "visitor": visitor.id,
            "kind": media.kind.value,
            "key": media.key,
            "mime": media.mime,
            "size": media.size,
            "name": media.name,
        }
        return self._seal("upload", payload, now + UPLOAD_LIFE)

    def read_upload(self, token: str, visitor: Visitor, *, now: datetime) -> Media | None:
        """The upload, if it is this visitor's."""
        payload = self._open("upload", token, now)
        if payload is None or payload["visitor"] != visitor.id:
            return None
        return Media(
            kind=MediaKind(payload["kind"]),
            key=payload["key"],
            mime=payload["mime"],
            size=payload["size"],
            name=payload["name"],
        )

    def media_url(self, media: Media, *, now: datetime) -> str:
        """An address that shows one attachment until the end of tomorrow (UTC).

        It is the same all day, so that a page that is drawn again does not load its pictures again.
        """
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        payload = {"key": media.key, "mime": media.mime, "name": media.name}
        return f"/media/{quote(media.key, safe='')}?pass={self._seal('media', payload, midnight + timedelta(days=2))}"

    def read_media(self, key: str, token: str, *, now: datetime) -> Media | None:
        """The attachment a pass was made for: key, mime and name."""
        payload = self._open("media", token, now)
        if payload is None or payload["key"] != key:
            return None
        return Media(kind=MediaKind.FILE, key=key, mime=payload["mime"], name=payload["name"])

    def _seal(self, purpose: str, payload: dict[str, Any], expires: datetime) -> str:
        return str(self._serializer(purpose).dumps(payload | {"exp": int(expires.timestamp())}))

    def _open(self, purpose: str, token: str, now: datetime) -> dict[str, Any] | None:
        try:
            payload = self._serializer(purpose).loads(token)
        except BadSignature:
            return None
        if not isinstance(payload, dict) or not isinstance(payload.get("exp"), int):
            return None
        return payload if payload["exp"] > now.timestamp() else None

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret,
            salt=f"kefu.{purpose}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )
