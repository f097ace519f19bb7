"""The rules by which a message is taken, in order: the order is the policy, and each rule says why it stands there.

A person on request and grave matters come before everything, a correction before an answer, an answer before a new
wish, and what nobody understood goes to a person. See docs/decisions/0014-dialogue.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.dialogue.address_said import hear_address, hear_correction_of_offer
from bot.dialogue.answering import hear_answer
from bot.dialogue.attachments import hear_no_photos, hear_photos, hear_unreadable
from bot.dialogue.calling import call_person, hear_threat
from bot.dialogue.cancelling import hear_cancel
from bot.dialogue.choosing import offer_choice
from bot.dialogue.confirming import hear_question
from bot.dialogue.corrections import hear_correction
from bot.dialogue.digressing import hear_outer
from bot.dialogue.facts_told import hear_fact
from bot.dialogue.following import once_more, vary
from bot.dialogue.meanwhile import keep
from bot.dialogue.misunderstanding import not_understood
from bot.dialogue.objecting import hear_objection, object_to_order
from bot.dialogue.offered import hear_early, take_offered
from bot.dialogue.other_way import hear_other_way
from bot.dialogue.patience import again_and_again, hear_pause
from bot.dialogue.pressing import hear_press
from bot.dialogue.rating import hear_rating
from bot.dialogue.reason_gone import hear_gone
from bot.dialogue.refusing import hear_refusal
from bot.dialogue.reopening import reopen
from bot.dialogue.return_numbers import hear_return_number
from bot.dialogue.rewriting import rewrite
from bot.dialogue.second_wish import hear_also
from bot.dialogue.standing import hear_how_it_stands
from bot.dialogue.taking_back import hear_what_back, take_back
from bot.dialogue.turn import Talk
from bot.dialogue.unasked import hear_about_offer, hear_yes_no
from bot.dialogue.understanding import Message, Reading
from bot.dialogue.wishing import hear_wish
from bot.dialogue.wordless import hear_blank, hear_card, hear_code


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One way to take a message.

    Attributes:
        hear: takes the message and returns True, or returns False and has changed nothing that counts.
        because: why it stands where it does; told by `--why`.
        understood: whether a message that it takes ends the row of those that were not understood.
        of_matter: whether what it takes is a part of the matter under way: a handoff card goes on quoting the matter.
    """

    hear: Callable[[Talk, Message, Reading], bool]
    because: str
    understood: bool = False
    of_matter: bool = False

    @property
    def name(self) -> str:
        """The name of the function that takes the message."""
        return self.hear.__name__


RULES: Final = (
    Rule(hear=call_person, because="a person on request and a grave matter come before everything"),
    Rule(
        hear=again_and_again,
        because="what did not help four times in minutes does not help the fifth time, whatever it means",
    ),
    Rule(
        hear=hear_rating,
        because="the question how it was is the last thing they read, and 2 answers it before any other question",
        of_matter=True,
    ),
    Rule(hear=hear_press, because="a button says exactly what it stands for"),
    Rule(hear=hear_photos, because="photos go where some are wanted before the words beside them are read"),
    Rule(hear=hear_no_photos, because="没照片 sounds like a wish, and is none where a photo is wanted"),
    Rule(hear=hear_unreadable, because="a voice message has no words for the rules below"),
    Rule(hear=hear_blank, because="an emoji has no words either, and is no reason to give up"),
    Rule(hear=hear_threat, because="a threat must not become the text of a card"),
    Rule(hear=hear_pause, because="等一下 is no answer, no correction and no miss"),
    Rule(
        hear=hear_how_it_stands,
        because="取消了吗, of what was registered, asks how it stands: it takes nothing back and wants nothing new",
        understood=True,
    ),
    Rule(
        hear=hear_return_number,
        because="a parcel's number belongs to what is sent back, whatever 写错了 or 发错了 beside it sounds like",
        understood=True,
    ),
    Rule(hear=take_back, because="不要了 of what was registered is about that, and cancels no order"),
    Rule(hear=hear_what_back, because="the answer to what is to be taken back often sounds like a wish of its own"),
    Rule(
        hear=hear_about_offer,
        because="别发了, after a message that nobody asked for, is about such messages, whatever else is open",
        understood=True,
    ),
    Rule(hear=hear_gone, because="找到了 sounds like an answer, and leaves nothing to ask", understood=True),
    Rule(
        hear=hear_refusal, because="不开了 has the words of the wish it refuses, and could be a text that was asked for"
    ),
    Rule(hear=hear_early, because="退款, where that choice comes later, makes it and begins no second flow"),
    Rule(
        hear=hear_other_way,
        because="a number that was not asked for says which way they choose, and corrects nothing",
        understood=True,
    ),
    Rule(
        hear=rewrite,
        because="the new text of a card may have the words of a correction or an answer in it",
        understood=True,
    ),
    Rule(
        hear=hear_also,
        because="也 adds to what is to be confirmed, where a correction would take its place",
        understood=True,
    ),
    Rule(
        hear=object_to_order,
        because="不对, where the order was only guessed, is about that guess before anything else",
        understood=True,
        of_matter=True,
    ),
    Rule(
        hear=hear_objection,
        because="不对 alone says not what is right: it is no answer, and not yet a miss",
        of_matter=True,
    ),
    Rule(
        hear=hear_correction,
        because="a correction may answer the open question as well, and would be taken for that answer",
        understood=True,
        of_matter=True,
    ),
    Rule(
        hear=hear_answer,
        because="whoever was asked something is taken to answer it, before the words may mean a new wish",
        understood=True,
        of_matter=True,
    ),
    Rule(
        hear=hear_fact,
        because="what else they tell of a thing belongs to its story, and is no new wish about it",
        understood=True,
    ),
    Rule(
        hear=hear_outer,
        because="what does not answer the open question may answer the one below it",
        understood=True,
        of_matter=True,
    ),
    Rule(hear=take_offered, because="the choice that was just offered is meant before the same words as a wish"),
    Rule(
        hear=hear_cancel,
        because="算了 closes what is open, unless one of the questions above had it as an answer",
        understood=True,
    ),
    Rule(hear=vary, because="那新疆呢 is another value of the last question, and has no meaning of its own"),
    Rule(
        hear=keep,
        because="while the orders cannot be read, words wait with the flow unless they are a matter of their own",
    ),
    Rule(hear=hear_code, because="a number before anybody asked is an order to be told about, not a sentence"),
    Rule(
        hear=hear_correction_of_offer,
        because="名字错了, after the shop asked, begins the change with the value, not without it",
    ),
    Rule(
        hear=reopen,
        because="a correction of what was just registered says the wish anew, and is no second one",
        understood=True,
    ),
    Rule(
        hear=hear_wish,
        because="nothing that is open or was just done wants the words: they mean what they say",
        understood=True,
    ),
    Rule(hear=once_more, because="那保温杯呢 repeats the last matter, if it is no wish by itself"),
    Rule(hear=hear_card, because="a product alone says nothing else"),
    Rule(hear=hear_yes_no, because="a yes or no that nobody asked for gets a nudge"),
    Rule(hear=hear_address, because="a whole address alone says that something goes there"),
    Rule(hear=offer_choice, because="what is only likely is asked about, after all that is sure"),
    Rule(
        hear=hear_question,
        because="a likely question beside a confirmation is answered rather than counted as a miss",
        understood=True,
    ),
    Rule(hear=not_understood, because="no rule took it: asked in other words, or handed to a person"),
)
