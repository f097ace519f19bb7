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
from bot.scripts.patterns import Patterns
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
        back: what takes back something that was registered, whatever it was: 不改了, 撤销退款.
        things: by register, or by the kind of note or of what the courier was asked.
    """

    bare: re.Pattern[str] | None = None
    drop: re.Pattern[str] | None = None
    back: re.Pattern[str] | None = None
    things: Mapping[str, Thing] = field(default_factory=lambda: MappingProxyType({}))


class ThingDoc(Document):
    """One kind of thing that is registered, and how customers take it back."""

    title: Text = Field(description="What customers call it: 贺卡.")
    names: Text | None = Field(default=None, description="A regular expression that finds its name: 贺卡|卡片.")
    back: Text | None = Field(
        default=None, description="A regular expression; what it finds, nearly alone, takes this back: 找到了."
    )
    back_as: Name | None = Field(
        default=None, description="Another of these things: what takes that back takes this back as well: lost."
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
    back: Text | None = Field(
        default=None,
        description="A regular expression; what it finds, nearly alone, takes back what was registered: 不改了.",
    )
    things: dict[Name, ThingDoc] = Field(
        default_factory=dict, description="By register, by kind of note, or by what the courier was asked."
    )


def compile_taken_back(doc: TakenBackDoc | None, patterns: Patterns, report: Report) -> TakenBack:
    """What the pack says; nothing is taken back where it says nothing."""
    if doc is None:
        return TakenBack()
    for name in doc.things.keys() - set(_KINDS):
        report.add(name.place, "undefined_kind", f"nothing is registered as `{name}`", did_you_mean(name, _KINDS))
    things = {
        str(name): Thing(
            title=str(thing.title),
            names=patterns.read(thing.names) if thing.names else None,
            back=patterns.any_of(_backs(thing, doc, report)),
        )
        for name, thing in doc.things.items()
    }
    words = {name: patterns.read(text) for name in ("bare", "drop", "back") if (text := getattr(doc, name))}
    return TakenBack(**words, things=MappingProxyType(things))


def _backs(thing: ThingDoc, doc: TakenBackDoc, report: Report) -> tuple[Text, ...]:
    """What takes a thing back: its own words, and those of the thing it is taken back as."""
    own = (thing.back,) if thing.back else ()
    if thing.back_as is None:
        return own
    other = next((one for name, one in doc.things.items() if name == thing.back_as), None)
    if other is None or other.back is None:
        report.add(thing.back_as.place, "undefined_kind", f"`{thing.back_as}` has no `back`", "name a thing that has")
        return own
    return (*own, other.back)
