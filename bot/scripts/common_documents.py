"""The shape of what only common.yaml has: titles of buttons, words of consent, stand-ins of names, the letter."""

from __future__ import annotations

from pydantic import Field

from bot.scripts.shapes import Document
from bot.scripts.tree import Text


class ButtonTitles(Document):
    """Titles of the buttons every topic may use."""

    yes: Text = Field(description="Title of the yes button.")
    no: Text = Field(description="Title of the no button.")
    human: Text = Field(description="Title of the button that calls a person.")


class ConsentDoc(Document):
    """What stands around a yes or a no: what is about to be done may cost money, so nothing else may be in it."""

    beside: Text = Field(description="Words that may stand beside a yes or a no, with | between: 麻烦|谢谢.")
    but: Text = Field(description="Words that lead a no up behind a yes: 不过|先.")
    no: Text = Field(description="Words that deny what is to be done: 不|别.")
    read: Text | None = Field(
        default=None, description="A regular expression; examples of a yes that it matches only say so much: 哦."
    )
    doubt: Text | None = Field(
        default=None, description="A regular expression; what it finds makes neither a yes nor a no: 吗$."
    )
    refuses: Text | None = Field(
        default=None,
        description="A regular expression; what it finds, beside words of the matter, is a no: 点错了, 谁要…了.",
    )
    after_all: Text | None = Field(
        default=None,
        description="A regular expression; behind what it matches at the beginning, the matter is a yes: 算了 还是….",
    )


class NamingDoc(Document):
    """How a message is read without the name of a thing: 四件套换燕麦 wants what 换燕麦 does, whatever the thing."""

    stand_in: Text = Field(description="What is read in the place of the name: 这个, it.")
    article: Text | None = Field(default=None, description="What goes with a name, with | between: the|my.")


class LetterDoc(Document):
    """The letter that answers a complaint, in its seven parts."""

    salutation: Text = Field(description="Who is addressed.")
    thanks: Text = Field(description="Thanks for telling us.")
    apology: Text = Field(description="The apology.")
    report: Text = Field(description="What was found, why it happened, what we do about it.")
    hope: Text = Field(description="What we hope for.")
    thanks_again: Text = Field(description="Thanks again.")
    signature: Text = Field(description="Who writes, and when.")
