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
        r"|^(?:oops|sorry|no|wait|that's|thats|it's|its|the|\W)*wrong order\W*$"
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
    no_text=(
        r"\W*(?:not (?:now|yet|telling)|(?:maybe )?later|(?:i )?forg[eo]t|no way|(?:ha)+h?|lol|guess"
        r"|none of your business|see for yourself|hold on|wait|hmm+|i'?d rather not|don'?t ask)\W*"
    ),
    # amounts
    by_how_much=r"\b\d+(?:\.\d+)? ?(?:yuan |rmb )?(?:off|less|cheaper)\b",
    not_an_amount=(
        r"(?:days?|hours?|weeks?|months?|years?|times|cm|mm|inch(?:es)?|pieces?|pcs|holes?|stains?|places|(?<=\d)x)\b"
    ),
    takes_back=r"\b(?:actually|make (?:it|that)|no|but|sorry|i mean)[,.\s]*$",
    or_else=r"\bor\b",
    beside_amount=r"(?-i:about|around|yuan)",
    # joining
    besides=r"by the way|btw|also|plus",
    leans_before=r"and|(?:what|how) about|what if(?: it'?s)?",
    leans_behind="",
    beside_product=r"and|the|what about",
    sent=r"\b(?:sent|shipped|posted|mailed)\b",
    # colours and sizes
    not_wanted=(
        r"[^,;!?\n]{0,16}\btoo (?:small|big|large|long|short|tight|loose|wide|dark|light|bright)\b"
        r"|\b(?:not|no|don'?t (?:want|like|need|change|give|send|make)|isn'?t|except|anything but|instead of|rather"
        r" than|(?:right )?now (?:it'?s|i have))\b[^,;!?\n]{0,30}?(?=\b(?:but|make|give|i want|i need)\b|[,;!?\n]|$)"
    ),
    asks_for=(
        r"\b(?:can|could|may|would|will|i|you|we|please|have|get|change|swap|switch|exchange|make|it|that|to|the|into|for"
        r"|an?|one|in|is|ok(?:ay)?|fine|possible|size|colou?r|me|my|be|then|instead|want|need|like|do)\b"
    ),
    before_value="",
    behind_value="",
)
