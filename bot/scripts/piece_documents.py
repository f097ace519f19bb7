"""The words by which customers say which things of an order they mean: what common.yaml has, and what is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import Field

from bot.scripts.patterns import Patterns
from bot.scripts.shapes import Document
from bot.scripts.tree import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWords:
    """How customers of a language say which things of an order they mean; None where the pack does not say.

    Attributes:
        kept_before: what ends before a thing that is left out: 除了.
        kept_behind: what begins behind one: 不用退, 挺好的.
        verb: what ends before a thing that is meant: 退, of 退四件套不退台灯.
        also: what names more than was chosen: 台灯也一起退.
        rather: what gives up all that stands before it: 还是退.
        instead: what leads up to a thing that came or is wanted instead: 换成.
        order: what makes a thing the name of its order: 那单.
        either: what stands between two things of which one is meant: 还是.
        joint: what stands between two of which both are meant: 和.
        undecided: what says that it is not decided: 我想想.
        out_before: what ends before a thing that is taken out of what was chosen: 去掉.
        out_behind: what begins behind one: 拿掉.
        added: what adds the things named to what was chosen: 还有.
        swap: what stands between a thing that was chosen and the one in its place: 换成.
        only: what says that nothing but what is named is meant: 只退.
        landmark_before: what ends before a thing that only says where another is: 旁边的.
        landmark_behind: what begins behind one: 里那个.
        remedy: what is done with a thing, by groups with the names of intents: 退, 换, 修; `keep` is nothing.
    """

    kept_before: re.Pattern[str] | None = None
    kept_behind: re.Pattern[str] | None = None
    verb: re.Pattern[str] | None = None
    also: re.Pattern[str] | None = None
    rather: re.Pattern[str] | None = None
    instead: re.Pattern[str] | None = None
    order: re.Pattern[str] | None = None
    either: re.Pattern[str] | None = None
    joint: re.Pattern[str] | None = None
    undecided: re.Pattern[str] | None = None
    out_before: re.Pattern[str] | None = None
    out_behind: re.Pattern[str] | None = None
    added: re.Pattern[str] | None = None
    swap: re.Pattern[str] | None = None
    only: re.Pattern[str] | None = None
    landmark_before: re.Pattern[str] | None = None
    landmark_behind: re.Pattern[str] | None = None
    remedy: re.Pattern[str] | None = None


class PiecesDoc(Document):
    """How customers say which things of an order they mean: regular expressions, on text in small letters."""

    kept_before: Text | None = Field(default=None, description="Ends before a thing that is left out: 除了$, 别退$.")
    kept_behind: Text | None = Field(default=None, description="Begins behind a thing that is left out: 不用退, 挺好.")
    verb: Text | None = Field(default=None, description="Ends before a thing that is meant, in so many words: 退$.")
    also: Text | None = Field(default=None, description="What is named comes on top of what was chosen: 也一起退.")
    rather: Text | None = Field(default=None, description="What stands before it is not meant any more: 还是退.")
    instead: Text | None = Field(default=None, description="What stands behind it came or is wanted instead: 换成.")
    order: Text | None = Field(default=None, description="Behind a thing: its order is named, not the thing: 那单.")
    either: Text | None = Field(default=None, description="Between two things: one of them, not both: 还是.")
    joint: Text | None = Field(default=None, description="Between two things or orders: both of them: 和, 跟.")
    undecided: Text | None = Field(default=None, description="Says that it is not decided: 我想想, 来着.")
    out_before: Text | None = Field(default=None, description="Ends before a thing taken out of those chosen: 去掉$.")
    out_behind: Text | None = Field(default=None, description="Begins behind a thing that is taken out: 拿掉.")
    added: Text | None = Field(default=None, description="What is named is added to what was chosen: 还有, 再加.")
    swap: Text | None = Field(default=None, description="Between a thing chosen and the one in its place: 换成.")
    only: Text | None = Field(default=None, description="Nothing but what is named is meant: 只退.")
    landmark_before: Text | None = Field(default=None, description="Ends before a thing that says where one is: 比$.")
    landmark_behind: Text | None = Field(default=None, description="Behind a thing that says where one is: 里那个.")
    remedy: Text | None = Field(
        default=None, description="What is done with a thing: groups with names of intents, (?P<keep>留) for nothing."
    )


def compile_pieces(doc: PiecesDoc | None, patterns: Patterns) -> PieceWords:
    """The words as the dialogue reads them; what is no regular expression is reported and left out."""
    texts = {name: getattr(doc, name) for name in PiecesDoc.model_fields} if doc is not None else {}
    return PieceWords(**{name: patterns.read(text) for name, text in texts.items() if text})
