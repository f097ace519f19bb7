"""The chat widget: one file for the page that embeds it, made of small ones for those who read them.

The parts in `widget/` share one scope, in this order; the style sheet becomes the constant `STYLE`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

_FOLDER: Final = Path(__file__).parent / "widget"
_PARTS: Final = ("texts.js", "dom.js", "line.js", "outgoing.js", "frame.js", "view.js", "element.js")

router = APIRouter(include_in_schema=False)


@router.get("/widget.js")
async def widget() -> Response:
    """The widget, which other sites may load."""
    return Response(
        widget_source(),
        media_type="text/javascript",
        headers={"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300"},
    )


@cache
def widget_source() -> str:
    """The header that explains how to embed it, then everything else out of the page's way in one function."""
    style = json.dumps(_read("style.css"), ensure_ascii=False)
    parts = "\n".join(_read(part) for part in _PARTS)
    return f'{_read("header.js")}\n(() => {{\n"use strict";\nconst STYLE = {style};\n{parts}}})();\n'


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
