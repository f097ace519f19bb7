"""Where webhooks may be sent: the public internet over HTTPS, however an address is written."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from bot.service.webhook_targets import is_public, refused_target


@pytest.mark.parametrize(
    "url", ["https://example.com/kefu", "https://example.com:8443/a?b=c", "https://93.184.215.14/x"]
)
def test_a_public_address_may_be_told(url: str) -> None:
    assert refused_target(url, allow_private=False) == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https://[::1",
        "https://example.com:99999",
        "https://example.com:0",
        "https://user:word@example.com",
        "https://example.com/#part",
        "https://example.com/a b",
        "https://example.com/\nHost: x",
        "https://example.com/" + "a" * 2000,
        "https://①②⑦.0.0.1:8942/",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://127%2e0.0.1/",
        "https://ｌocalhost/",
        "https://例子.公司/kefu",
    ],
)
def test_what_is_no_address_is_refused_even_where_private_networks_are_allowed(url: str) -> None:
    assert refused_target(url, allow_private=False) == "webhook_url_wrong"
    assert refused_target(url, allow_private=True) == "webhook_url_wrong"


def test_without_tls_only_where_private_networks_are_allowed() -> None:
    assert refused_target("http://example.com", allow_private=False) == "webhook_url_plain"
    assert refused_target("http://127.0.0.1:8000", allow_private=True) == ""


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fd00::1]",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "db.localhost",
        "printer.local",
        "metadata.google.internal",
    ],
)
def test_a_private_host_is_refused(host: str) -> None:
    assert refused_target(f"https://{host}/x", allow_private=False) == "webhook_url_private"
    assert refused_target(f"https://{host}/x", allow_private=True) == ""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "2001:db8::1",
    ],
)
def test_an_address_that_is_not_public_is_known_whatever_it_is_wrapped_in(address: str) -> None:
    assert is_public(ip_address(address)) is False


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_stay_public(address: str) -> None:
    assert is_public(ip_address(address)) is True
