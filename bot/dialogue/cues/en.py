"""The cues in English. What each field means is written in `model`."""

from __future__ import annotations

from typing import Final

from bot.dialogue.cues.model import Cues

ENGLISH: Final = Cues(
    # pointing at things
    wished_for=r"\b(?:swap|exchange|change)\b[^,.;\n]{0,16} (?:for|to|into)(?: an?| the)? $",
    came_or_wanted=r"\b(?:swap|exchange|change|instead|wrong|received|got|sent|came)\b[^,.;\n]{0,24}$",
    its_order=r"\s*order\b",
    wanted=r"\b(?:to|for|want|need|into)\b",
    # pointing at orders
    other_order=(
        r"\b(?:other|different) (?:one|order)|\bnot (?:order )?[A-Za-z]{0,4}-?\d{4,}|another order"
        r"|(?<!send )(?<!me )(?<!us )(?<!get )(?<!want )(?<!need )another one"  # send me another one: of the same thing
    ),
    further_order=r"one more|(?<!send )(?<!me )another one",
    that_order=r"\W*the .{2,30} (?:one|order)\W*",
    this_order=r"\b(?-i:order|one)\b",
    newest=r"latest|newest|most recent",
    several_orders="",
    labels_of_codes=r"order|number|phone|digits",
    other_product=r"\b(?-i:(?:an)?other (?:one|product))",
    # giving up
    no_need=(r"\W*(?:no,? )?(?:never ?mind|no need|it'?s ok(?:ay)?|forget it)(?:,? (?:thanks|thank you))?\W*"),
    gives_up_behind="",
    leaves_to_us=r"(?:nothing|anything|whatever|you (?:choose|decide)|i don'?t know)\W*",
    # amounts
    by_how_much=r"\b\d+(?:\.\d+)? ?(?:yuan |rmb )?(?:off|less|cheaper)\b",
    not_an_amount=r"days?|hours?",
    beside_amount=r"(?-i:about|around|yuan)",
    # joining
    besides=r"by the way|btw|also|plus",
    leans_before=r"and|(?:what|how) about|what if(?: it'?s)?",
    leans_behind="",
    beside_product=r"and|the|what about",
    sent=r"\b(?:sent|shipped|posted|mailed)\b",
)
