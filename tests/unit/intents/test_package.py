"""The public face of the library."""

from __future__ import annotations

import subprocess
import sys

import intents


def test_all_is_sorted_and_everything_in_it_exists() -> None:
    assert list(intents.__all__) == sorted(intents.__all__)
    assert all(hasattr(intents, name) for name in intents.__all__)


def test_importing_the_library_loads_neither_asyncio_nor_the_phrase_tables_of_pypinyin() -> None:
    code = (
        "import sys, intents; from intents.pinyin import sound; sound('退货');"
        "print([name for name in ('asyncio', 'pypinyin', 'scipy', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
