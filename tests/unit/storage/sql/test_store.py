"""What only a database can do wrong: locked, damaged, foreign, newer, not writable, killed."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.errors import StorageError, StoreBusy, StoreTooNew
from bot.core.messages import Content, Delivery, Incoming, Peer
from bot.core.ports import UnitOfWork
from bot.storage import SqlStore, open_store
from bot.storage.sql.migrate import HEAD

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SHORT = timedelta(milliseconds=90)


def incoming(number: int) -> Incoming:
    return Incoming(
        channel="web",
        account="main",
        external_id=f"m{number}",
        peer=Peer(id="p1"),
        content=Content(text="在吗"),
        sent_at=NOW,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kefu.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(f"sqlite:///{file}", patience=SHORT)
    yield opened
    await opened.close()


async def test_a_database_is_made_with_its_directory_and_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "kefu.db"
    store = await open_store(f"sqlite:///{file}")
    await store.transact(lambda uow: uow.inbox.add(incoming(1), now=NOW))
    await store.close()
    again = await open_store(f"sqlite+aiosqlite:///{file}")
    assert await again.transact(lambda uow: uow.inbox.add(incoming(1), now=NOW)) is None
    await again.close()


async def test_opening_is_fast_for_a_new_database_and_faster_for_a_known_one(file: Path) -> None:
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        await (await open_store(f"sqlite:///{file}")).close()
        seconds.append(time.perf_counter() - begun)
    assert seconds[0] < 1.0
    assert seconds[1] < 0.15


async def test_a_committed_turn_is_on_the_disk_and_readers_do_not_wait(store: SqlStore, file: Path) -> None:
    pragmas = {}
    for name in ("journal_mode", "synchronous", "foreign_keys"):
        async with store._writer.connect() as connection:
            pragmas[name] = await connection.scalar(text(f"PRAGMA {name}"))
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_a_locked_database_is_busy_and_the_use_case_is_not_begun(store: SqlStore, file: Path) -> None:
    begun: list[UnitOfWork] = []
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match=r"kefu\.db is locked by another process"):
        await store.transact(begun.append)
    assert begun == []
    assert await store.read(lambda uow: uow.agents.listing()) == []
    other.execute("ROLLBACK")
    other.close()
    await store.transact(begun.append)
    assert len(begun) == 1


async def test_a_lock_that_goes_away_in_time_is_waited_for(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}", patience=timedelta(seconds=20))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.transact(lambda uow: uow.inbox.add(incoming(1), now=NOW)))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    assert await waiting is not None
    await store.close()


async def test_opening_a_locked_database_that_needs_its_tables_is_busy(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await open_store(f"sqlite:///{file}", patience=SHORT)
    other.close()


async def test_a_known_database_opens_while_another_process_writes(store: SqlStore, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await (await open_store(f"sqlite:///{file}", patience=SHORT)).close()
    other.close()


async def test_a_database_of_a_newer_version_is_left_alone(store: SqlStore, file: Path) -> None:
    await store.close()
    other = sqlite3.connect(file)
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    before = other.execute("SELECT * FROM sqlite_master").fetchall()
    with pytest.raises(StoreTooNew, match=rf"stands at 9999, this version knows {HEAD}.*install that version"):
        await open_store(f"sqlite:///{file}")
    assert other.execute("SELECT * FROM sqlite_master").fetchall() == before
    other.close()


async def test_a_database_of_something_else_is_left_alone(file: Path) -> None:
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE customers (id)")
    other.close()
    with pytest.raises(StorageError, match=r"tables of something else \(customers\).*of its own"):
        await open_store(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("number,buyer\n" * 200)
    with pytest.raises(StorageError, match=r"orders\.csv is not a database"):
        asyncio.run(open_store(f"sqlite:///{orders}"))
    assert orders.read_text() == "number,buyer\n" * 200


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageError, match=r"the directory .*taken.* for the database cannot be made"):
        await open_store(f"sqlite:///{tmp_path / 'taken' / 'kefu.db'}")


async def test_a_directory_in_the_files_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened; check"):
        await open_store(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("kefu.db", "no database URL"),
        ("mysql://root@host/kefu", "mysql is not supported"),
        ("sqlite+pysqlite:///kefu.db", "sqlite[+]pysqlite is not supported"),
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
    ],
)
async def test_a_url_that_cannot_be_used_is_explained(url: str, said: str) -> None:
    with pytest.raises(StorageError, match=said):
        await open_store(url)


async def test_what_the_database_itself_refuses_is_a_storage_error(store: SqlStore) -> None:
    with pytest.raises(StorageError, match="refused: FOREIGN KEY constraint failed"):
        await store.transact(lambda uow: uow.topics.link(99, 1, 2, None))


async def test_the_password_of_a_database_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError) as caught:
        await open_store("postgresql://kefu:geheim@127.0.0.1:1/kefu")
    assert "geheim" not in str(caught.value)


VICTIM = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from bot.core.messages import Author, Content, Draft, Incoming, Peer
from bot.storage import open_store

NOW = datetime(2026, 3, 2, tzinfo=UTC)

def arrive(uow, number):
    message = Incoming(channel="telegram", account="main", external_id=str(number), peer=Peer(id="p1"),
                       content=Content(text=str(number)), sent_at=NOW)
    conversation = uow.inbox.add(message, now=NOW)
    uow.outbox.put(conversation, Draft(author=Author.BOT, content=Content(text=f"re {number}")), now=NOW)

async def main():
    store = await open_store(sys.argv[1])
    for number in range(3):
        await store.transact(lambda uow: arrive(uow, number))
    await store.transact(lambda uow: uow.outbox.claim(
        "s1", channels=["telegram"], now=NOW, lease=timedelta(seconds=30), limit=10))
    await store.transact(half_a_turn)

def half_a_turn(uow):
    arrive(uow, 99)
    print("ready", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


async def test_after_kill_9_what_was_committed_is_there_and_nothing_else(file: Path) -> None:
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-c", VICTIM, f"sqlite:///{file}", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert victim.stdout is not None
    assert await victim.stdout.readline() == b"ready\n"
    victim.kill()
    await victim.communicate()

    store = await open_store(f"sqlite:///{file}", patience=SHORT)
    unread = await store.read(lambda uow: uow.inbox.unread(1))
    assert [message.content.text for _, message in unread] == ["0", "1", "2"]
    later = NOW + timedelta(seconds=31)
    [parcel] = await store.transact(
        lambda uow: uow.outbox.claim("s2", channels=["telegram"], now=later, lease=SHORT, limit=10)
    )
    assert parcel.content.text == "re 1"
    fates = [entry.delivery for entry in await store.read(lambda uow: uow.transcript.entries(1))]
    assert fates == [None, Delivery.UNKNOWN, None, Delivery.SENDING, None, Delivery.WAITING]
    await store.close()
