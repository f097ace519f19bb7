"""What the documents say is there is there."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click import Context, Group

from bot.cli import main
from bot.core.webhooks import signed_headers

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/capabilities.md",
        "docs/operations.md",
    )
] + sorted((ROOT / "docs" / "decisions").glob("*.md"))
ROWS = {"C": 15, "L": 5, "U": 3, "R": 5, "O": 4, "P": 6, "N": 3, "A": 8, "M": 7, "X": 7}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_path_that_capabilities_name_exists() -> None:
    text = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
    paths = {path for path in re.findall(r"`([a-z_]+/[\w./-]+)`", text) if not path.startswith("zh/x")}
    short = {f"scripts_yaml/{path}.yaml" for path in re.findall(r"(?<![\w/`])((?:zh|en)/[a-z]{2,})", text)}
    assert paths
    assert sorted(path for path in paths | short if not (ROOT / path).exists()) == []


def test_every_capability_has_its_row() -> None:
    text = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
    wanted = [f"{letter}{number}" for letter, count in ROWS.items() for number in range(1, count + 1)]
    assert [row for row in wanted if not re.search(rf"^\| {row} ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_lists_every_command_and_no_other(page: str) -> None:
    documented = set(re.findall(r"^\| `kefu ([a-z-]+)`", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(main.list_commands(Context(main)))


def test_every_command_can_be_loaded_and_explains_itself() -> None:
    context = Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None, name
        assert command.help, name


def test_every_command_that_operations_names_is_there() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = {tuple(found) for found in re.findall(r"^kefu ([a-z]+) ([a-z]+)", text, re.MULTILINE)}
    assert named
    for name, sub in named:
        group = main.get_command(Context(main), name)
        assert isinstance(group, Group), name
        assert sub in group.commands, (name, sub)


def test_the_check_of_signatures_that_operations_show_works() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    [source] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    shown: dict[str, Any] = {}
    exec(source, shown)
    now, secret = datetime.now(UTC), "whsec_" + base64.b64encode(b"k" * 32).decode()
    body = '{"ask":"我要退货"}'
    headers = signed_headers(secret, "msg_1", body, now=now)
    assert shown["verified"](secret, headers, body.encode())
    assert not shown["verified"](secret, headers, b"{}")
    old = signed_headers(secret, "msg_1", body, now=now - timedelta(minutes=6))
    assert not shown["verified"](secret, old, body.encode())
