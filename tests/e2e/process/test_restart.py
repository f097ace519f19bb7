"""The process may end at any point, and nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
from typing import TYPE_CHECKING

from tests.e2e.process.conftest import Visitor

if TYPE_CHECKING:
    from tests.e2e.process.conftest import Kefu


async def test_killed_between_stored_and_answered_the_answer_comes_once_after_the_restart(kefu: Kefu) -> None:
    kefu.quiet_seconds = 5  # the window in which the message is stored and not yet answered
    await kefu.start()
    visitor = Visitor(kefu)
    async with visitor.window() as window:
        await visitor.send(window, "message-1", "我要人工")
        assert await kefu.kill() == -signal.SIGKILL
    assert visitor.said() == []

    kefu.quiet_seconds = 0.1
    await kefu.start()
    async with visitor.window() as window:
        [line] = await visitor.answers(window, 1)
        await visitor.send(window, "message-1", "我要人工")  # the window cannot know that it arrived, so it sends again
        await visitor.send(window, "message-2", "好的")
    async with visitor.window():
        assert visitor.said().count(line) == 1
        assert [entry["text"] for entry in visitor.seen.values() if entry["author"] == "customer"] == [
            "我要人工",
            "好的",
        ]
    with sqlite3.connect(kefu.home / "kefu.db") as database:
        assert database.execute("select count(*) from cases").fetchone() == (1,)


async def test_ctrl_c_ends_cleanly_with_windows_open(kefu: Kefu) -> None:
    await kefu.start()
    visitor = Visitor(kefu)
    async with visitor.window() as window:
        await visitor.send(window, "message-1", "在吗")
        await visitor.answers(window, 1)
        assert await kefu.kill(signal.SIGINT) == 0
    assert "Traceback" not in await kefu.output()


async def test_a_database_locked_for_a_while_delays_the_answer_and_loses_nothing(kefu: Kefu) -> None:
    await kefu.start()
    visitor = Visitor(kefu)
    async with visitor.window() as window:
        locker = sqlite3.connect(kefu.home / "kefu.db", isolation_level=None)
        locker.execute("begin immediate")
        sending = asyncio.ensure_future(visitor.send(window, "message-1", "在吗"))
        await asyncio.sleep(0.5)
        assert not sending.done()
        locker.execute("rollback")
        locker.close()
        await sending
        assert len(await visitor.answers(window, 1)) == 1


async def test_a_taken_port_is_a_clear_error(kefu: Kefu) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", kefu.port))
        other.listen()
        code, output = await kefu.run("run", "--config", str(kefu.config))
    assert code == 2
    assert f"Port {kefu.port} on 127.0.0.1 is in use" in output
    assert "Traceback" not in output


async def test_a_second_process_on_the_same_database_is_refused_and_the_first_goes_on(kefu: Kefu) -> None:
    await kefu.start()
    config = kefu.config.read_text(encoding="utf-8").replace(f"port: {kefu.port}", "port: 0")
    (kefu.home / "second.yaml").write_text(config, encoding="utf-8")
    code, output = await kefu.run("run", "--config", str(kefu.home / "second.yaml"))
    assert (code, "Another kefu runs on kefu.db" in output, "Traceback" in output) == (2, True, False)
    visitor = Visitor(kefu)
    async with visitor.window() as window:
        await visitor.send(window, "message-1", "在吗")
        assert len(await visitor.answers(window, 1)) == 1


async def test_a_database_from_the_future_is_left_alone_with_a_clear_error(kefu: Kefu) -> None:
    await kefu.start()
    await kefu.kill(signal.SIGTERM)
    with sqlite3.connect(kefu.home / "kefu.db") as database:
        database.execute("update alembic_version set version_num = 'from_the_future'")
    code, output = await kefu.run("run", "--config", str(kefu.config))
    assert code == 2
    assert "newer" in output
    assert "Traceback" not in output


async def test_a_file_that_is_no_database_is_left_alone_with_a_clear_error(kefu: Kefu) -> None:
    (kefu.home / "kefu.db").write_text("my shopping list, not a database " * 50, encoding="ascii")
    code, output = await kefu.run("run", "--config", str(kefu.config))
    assert code == 2
    assert "Traceback" not in output
    assert (kefu.home / "kefu.db").read_text(encoding="ascii").startswith("my shopping list")


async def test_broken_settings_and_broken_scripts_are_reported_with_their_places(kefu: Kefu) -> None:
    config = kefu.config
    config.write_text("web: {prt: 1}\n", encoding="utf-8")
    code, output = await kefu.run("run", "--config", str(config))
    assert (code, "config.yaml:1:7: there is no key `prt`" in output) == (2, True)
    (kefu.home / "scripts_yaml").mkdir()
    (kefu.home / "scripts_yaml" / "shop.yaml").write_text("name: [", encoding="utf-8")
    config.write_text("quiet_seconds: 1\n", encoding="utf-8")
    code, output = await kefu.run("run", "--config", str(config))
    assert (code, "shop.yaml:2:1: " in output, "Traceback" in output) == (2, True, False)
