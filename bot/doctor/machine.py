"""What a shop needs of its machine: readable scripts, a database in order, room on the disk, sound settings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.config import Config
from bot.core.errors import ConfigError, ScriptError, StorageError, StoreBusy
from bot.doctor.findings import Finding, fail, ok, warn
from bot.scripts.book import ScriptBook
from bot.storage.sql.inspection import Inspection, inspect_database

_MIB: Final = 1024 * 1024
_LOW: Final = 1024 * _MIB
_FULL: Final = 100 * _MIB


def settings(config: Config) -> Iterator[Finding]:
    """What can be set and may not be meant so. Contradictions are refused when the file is read."""
    address = urlsplit(config.public_url)
    local = address.hostname in {"127.0.0.1", "localhost", "::1"}
    if address.scheme == "http" and not local:
        yield warn("address", f"{config.public_url} is not encrypted", "put a TLS proxy in front and use https")
    else:
        yield ok("address", f"{config.public_url}{' (this machine only)' if local else ''}")
    if config.webhooks.allow_private_networks and not config.demo:
        yield warn(
            "webhook targets",
            "webhooks may be sent to private networks",
            "set webhooks.allow_private_networks to false unless a receiver is there",
        )


def scripts(load: Callable[[], ScriptBook]) -> Finding:
    """Whether the scripts compile; their conversation tests are `kefu check`'s."""
    try:
        book = load()
    except ScriptError as error:
        more = len(error.problems) - 1
        text = str(error.problems[0]) + (f" and {more} more" if more else "") if error.problems else str(error)
        return fail("scripts", text, "run: kefu check")
    except ConfigError as error:
        return fail("scripts", str(error), "check the folder's owner and rights")
    languages = ", ".join(sorted(book.packs))
    return ok("scripts", f"they compile ({languages})")


def database(url: str, *, now: datetime) -> Iterator[Finding]:
    """Whether it can be read and written, and stands where this version wants it."""
    path = url.removeprefix("sqlite:///")
    try:
        found = inspect_database(url, now=now)
    except StoreBusy:
        yield warn("database", f"{path} is locked by another program", "look again; if it stays, stop that program")
        return
    except StorageError as error:
        yield fail("database", str(error), "see docs/operations.md, Backup and restoring")
        return
    if found is None:
        yield _to_be_made(Path(path))
        return
    yield from _judged(path, found)


def linked_agents(url: str, *, now: datetime) -> Mapping[int, str]:
    """Telegram account → name of who works the desk; nobody when the database cannot be read (told elsewhere)."""
    try:
        found = inspect_database(url, now=now)
    except StorageError:
        return {}
    return found.linked if found is not None else {}


def disks(folders: Iterable[Path]) -> Iterator[Finding]:
    """Whether there is room where the shop writes; folders on one disk are one finding."""
    by_disk = {_existing(folder).stat().st_dev: folder for folder in folders}
    return map(_disk, by_disk.values())


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    text = f"{free // _MIB} MiB free for {folder}"
    if free < _FULL:
        return fail("disk", text, "make room: messages can soon not be stored any more")
    return warn("disk", text, "make room soon") if free < _LOW else ok("disk", text)


def _to_be_made(path: Path) -> Finding:
    folder = _existing(path.parent)
    if not os.access(folder, os.W_OK):
        return fail("database", f"{path} is not there and {folder} cannot be written", "check the folder's owner")
    return ok("database", f"{path} is made by the first start")


def _judged(path: str, found: Inspection) -> Iterator[Finding]:
    if found.revision == found.head:
        yield ok("database", f"{path} can be written, migration {found.head}")
    elif found.revision is None or found.revision < found.head:
        text = f"{path} stands at migration {found.revision or 'none'}, this version at {found.head}"
        yield warn("database", text, "make a backup; the next start brings it up to date")
    else:
        text = f"{path} stands at migration {found.revision}, this version knows {found.head}"
        yield fail("database", text, "install the newer version again, or restore the backup made before the upgrade")
    if found.journal != "wal":
        advice = "the next start sets it to wal; if it does not stay, is the disk a network one?"
        yield warn("journal", f"journal mode {found.journal}", advice)
    if found.supervisors == 0:
        advice = "kefu agents add LOGIN --name NAME --role supervisor"
        yield warn("agents", "nobody can sign in as a supervisor", advice)
    elif found.supervisors is not None:
        yield ok("agents", f"{found.supervisors} can sign in as supervisor")
    if found.dead_deliveries:
        text = f"{found.dead_deliveries} webhook deliveries were given up in the last day"
        yield warn("webhooks", text, "kefu webhooks deliveries ID --state dead; then kefu webhooks replay ID --since …")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    absolute = folder.absolute()
    return next(one for one in (absolute, *absolute.parents) if one.exists())
