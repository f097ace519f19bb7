"""The words by which customers take back what was registered: what is written in common.yaml, and what is made of it.

What is registered is named by what it is for a customer (贺卡, 拦截), so that they are asked about that and not about
a number, and what has no name here is nothing that a customer takes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pydantic import Field

from bot.core.catalogue import COURIER_KINDS, NOTE_KINDS
from bot.core.tasks import TaskKind
from bot.scripts.report import Report, did_you_mean
from bot.scripts.shapes import Document, Name
from bot.scripts.tree import Text

_KINDS: Final = (*TaskKind, *NOTE_KINDS, *COURIER_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One kind of thing that is registered.

    Attributes:
        title: what customers call it.
        names: what names it in their sentences.
        back: what takes it back, whatever else may be registered: 找到了, of a parcel that was searched for.
    """

    title: str
    names: re.Pattern[str] | None = None
    back: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """How what was registered is taken back in a language.

    Attributes:
        bare: a whole message that takes something back and does not say what: 算了不要了.
        drop: what takes back a thing that is named beside it: 顺丰算了.
        things: by register, or by the kind of note or of what the courier was asked.
    """

    bare: re.Pattern[str] | None = None
    drop: re.Pattern[str] | None = None
    things: Mapping[str, Thing] = field(default_factory=lambda: MappingProxyType({}))


class ThingDoc(Document):
    """One kind of thing that is registered, and how customers take it back."""

    title: Text = Field(description="What customers call it: 贺卡.")
    names: Text | None = Field(default=None, description="A regular expression that finds its name: 贺卡|卡片.")
    back: Text | None = Field(
        default=None, description="A regular expression; what it finds, nearly alone, takes this back: 找到了."
    )


class TakenBackDoc(Document):
    """How customers take back what was registered."""

    bare: Text | None = Field(
        default=None,
        description="A regular expression for a whole message that says not what is taken back: 算了不要了.",
    )
    drop: Text | None = Field(
        default=None, description="A regular expression for what takes back a thing named beside it: 算了."
    )
    things: dict[Name, ThingDoc] = Field(
        default_factory=dict, description="By register, by kind of note, or by what the courier was asked."
    )


def compile_taken_back(doc: TakenBackDoc | None, report: Report) -> TakenBack:
    """What the pack says; nothing is taken back where it says nothing."""
    if doc is None:
        return TakenBack()
    for name in doc.things.keys() - set(_KINDS):
        report.add(name.place, "undefined_kind", f"nothing is registered as `{name}`", did_you_mean(name, _KINDS))
    things = {
        str(name): Thing(title=str(thing.title), names=_pattern(thing.names, report), back=_pattern(thing.back, report))
        for name, thing in doc.things.items()
    }
    bare, drop = _pattern(doc.bare, report), _pattern(doc.drop, report)
    return TakenBack(bare=bare, drop=drop, things=MappingProxyType(things))


def _pattern(text: Text | None, report: Report) -> re.Pattern[str] | None:
    if text is None:
        return None
    try:
        found = re.compile(text, re.IGNORECASE)
    except re.error as error:
        report.add(text.place, "pattern", f"this is no regular expression: {error}")
        return None
    if found.search(""):
        report.add(text.place, "pattern", "this finds something in every sentence", "name a word it needs")
    return found
