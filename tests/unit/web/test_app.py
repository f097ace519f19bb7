from __future__ import annotations

import subprocess
import sys


def test_the_application_loads_without_what_only_telegram_needs() -> None:
    # importing aiogram takes two of the three seconds in which the shop must be ready
    code = "import sys, bot.web.app; print([name for name in ('aiogram', 'aiohttp') if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
