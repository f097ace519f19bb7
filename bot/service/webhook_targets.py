"""Where webhooks may be sent: to addresses of the public internet over HTTPS, unless the shop's settings allow more.

Whoever may set up a webhook must not be able to reach what only this machine can, such as a router, a database or the
metadata of a cloud.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 2000
_NAT64: Final = IPv6Network("64:ff9b::/96")
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+(?:%[A-Za-z0-9]+)?")
"""Names in other letters are to be written in their xn-- form: ①②⑦.0.0.1 would be read as 127.0.0.1 on the way."""
_PRIVATE_NAMES: Final = ("localhost", ".localhost", ".local", ".internal")


def refused_target(url: str, *, allow_private: bool) -> str:
    """The code of `bot.desk.wording` for why nothing is sent there; empty when it may be.

    What a name stands for is not looked at: that may change, so it is looked at when the connection is made.
    """
    if len(url) > _LONGEST or not url.isprintable() or " " in url:
        return "webhook_url_wrong"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a bracket that does not close, a port that is no number
        return "webhook_url_wrong"
    if parts.scheme not in {"http", "https"} or port == 0 or parts.username or parts.fragment:
        return "webhook_url_wrong"
    if not host or _HOST.fullmatch(host) is None:
        return "webhook_url_wrong"
    if allow_private:
        return ""
    if parts.scheme != "https":
        return "webhook_url_plain"
    return "webhook_url_private" if _names_private(host) else ""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether this is an address of the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _names_private(host: str) -> bool:
    try:
        return not is_public(ip_address(host))
    except ValueError:
        name = host.rstrip(".")
        return name == _PRIVATE_NAMES[0] or name.endswith(_PRIVATE_NAMES[1:])
