"""What one process has of the machine: the port it listens on, the lock of its shop, and the signals that end it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.config import Config
from bot.core.errors import ConfigError

log = structlog.get_logger(__name__)


@contextmanager
def listening(config: Config) -> Iterator[socket.socket]:
    """The listening socket. Opened before anything else: who comes second changes nothing in a shop that runs.

    Raises ConfigError when the address cannot be had.
    """
    host, port = config.web.host, config.web.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # two programs may bind one port, but only one may listen
        except OSError as error:
            raise ConfigError(_why_not_bound(host, port, error)) from error
        yield listener


def _why_not_bound(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop the other program, or choose another port (web.port, --port)."
    return f"Cannot listen on {host}:{port}: {error.strerror}. Check web.host and web.port."


@contextmanager
def alone(config: Config) -> Iterator[None]:
    """One process runs a shop: a second one would take the first one's unfinished sends for lost ones.

    The lock is the kernel's, so it ends with the process however that ends. Raises ConfigError.
    """
    path = Path(f"{config.database.removeprefix('sqlite:///')}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"Another kefu runs on {path.stem}. Stop it, or use another database.") from error
        yield


@contextmanager
def signals(stopping: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and a service manager's TERM ask for a clean end; a second Ctrl-C ends at once."""
    loop = asyncio.get_running_loop()

    def stop(which: signal.Signals) -> None:
        log.info("stopping", signal=which.name)
        stopping.set()
        loop.remove_signal_handler(which)

    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, stop, which)
    try:
        yield
    finally:
        for which in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):
                loop.remove_signal_handler(which)
