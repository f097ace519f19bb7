"""Where the demo shop is; apart from `bot.cli.shops`, so that a command without a database does not load one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import bot

DEMO_SCRIPTS: Final = Path(bot.__file__).parent.parent / "scripts_yaml"
DEMO_HOME: Final = Path("var/demo")
