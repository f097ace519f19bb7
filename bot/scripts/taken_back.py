"""The words by which customers take back what was registered, or ask how it stands: those of common.yaml, compiled.

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
_WORDS: Final = ("bare", "drop", "back", "moot", "wrong", "stands", "stands_named")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One kind of thing that is registered.

    Attributes:
        title: what customers call it.
        names: what names it in their sentences.
        back: what takes it back, whatever else may be registered: 找到了, of a parcel that was searched for.
        gone: a whole message by which its reason is gone: 到了, of a parcel that was lost.
        stands: a whole message that asks how it stands, and names it not by `names`: 新单号多少, of a resend.
    """

    title: str
    names: re.Pattern[str] | None = None
    back: re.Pattern[str] | None = None
    gone: re.Pattern[str] | None = None
    stands: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """How what was registered is taken back, or asked about, in a language.

    Attributes:
        bare: a whole message that takes something back and does not say what: 算了不要了.
        drop: what takes back a thing that is named beside it: 顺丰算了.
        back: what takes back something that was registered, whatever it was: 不改了, 撤销退款.
        stands: a whole message that asks how it stands, whatever it is: 办好了吗.
        stands_named: what asks so beside the name of a thing, as `stands` does: 了吗, of 取消了吗.
        moot: a whole message by which there is no reason for anything under way: 看错了, 修好了.
        wrong: a whole message that says of what was just done that it is not what was wanted, and no more: no, 不对.
        things: by register, or by the kind of note or of what the courier was asked.
    """

    bare: re.Pattern[str] | None = None
    drop: re.Pattern[str] | None = None
    back: re.Pattern[str] | None = None
    stands: re.Pattern[str] | None = None
    stands_named: re.Pattern[str] | None = None
    moot: re.Pattern[str] | None = None
    wrong: re.Pattern[str] | None = None
    things: Mapping[str, Thing] = field(default_factory=lambda: MappingProxyType({}))


class ThingDoc(Document):
    """One kind of thing that is registered, and how customers take it back."""

    title: Text = Field(description="What customers call it: 贺卡.")
    names: Text | None = Field(default=None, description="A regular expression that finds its name: 贺卡|卡片.")
    back: Text | None = Field(
        default=None, description="A regular expression; what it finds, nearly alone, takes this back: 找到了."
    )
    gone: Text | None = Field(
        default=None, description="A regular expression for a whole message by which its reason is gone: 到了."
    )
    gone_as: Name | None = Field(
        default=None, description="Another of these things: what leaves that without a reason leaves this so as well."
    )
    back_as: Name | None = Field(
        default=None, description="Another of these things: what takes that back takes this back as well: lost."
    )
    stands: Text | None = Field(
        default=None, description="A regular expression for a whole message that asks how it stands: 新单号多少."
    )


class TakenBackDoc(Document):
    """How customers take back what was registered, or ask how it stands."""

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
    stands: Text | None = Field(
        default=None, description="A regular expression for a whole message that asks how it stands: 办好了吗."
    )
    stands_named: Text | None = Field(
        default=None, description="A regular expression for what asks so beside a thing's name: 了吗."
    )
    moot: Text | None = Field(
        default=None, description="A regular expression for a whole message by which every reason is gone: 看错了."
    )
    wrong: Text | None = Field(
        default=None,
        description="A regular expression for a whole message that says only that what was done is wrong: 不对.",
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
            back=patterns.any_of(_inherited(thing.back, thing.back_as, "back", doc, report)),
            gone=patterns.any_of(_inherited(thing.gone, thing.gone_as, "gone", doc, report)),
            stands=patterns.read(thing.stands) if thing.stands else None,
        )
        for name, thing in doc.things.items()
    }
    words = {name: patterns.read(text) for name in _WORDS if (text := getattr(doc, name))}
    return TakenBack(**words, things=MappingProxyType(things))


def _inherited(own: Text | None, other: Name | None, field: str, doc: TakenBackDoc, report: Report) -> tuple[Text, ...]:
    """The words of a thing, and those of the thing that it is taken for."""
    words = (own,) if own else ()
    if other is None:
        return words
    thing = next((one for name, one in doc.things.items() if name == other), None)
    more = getattr(thing, field, None)
    if more is None:
        report.add(other.place, "undefined_kind", f"`{other}` has no `{field}`", "name a thing that has")
        return words
    return (*words, more)
