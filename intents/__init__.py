"""Understanding customers' messages: ranked intents with evidence and a calibrated confidence, entities, options.

A pure library: no event loop, no network, no clock. See `Matcher` for the main door.
"""

from intents.matcher import Matcher
from intents.model import (
    Candidate,
    Decision,
    Evidence,
    Example,
    Explanation,
    IntentSpec,
    Match,
    Thresholds,
    Wish,
)
from intents.normalize import Normalized, normalize
from intents.options import best_option, exact_option

__all__ = [
    "Candidate",
    "Decision",
    "Evidence",
    "Example",
    "Explanation",
    "IntentSpec",
    "Match",
    "Matcher",
    "Normalized",
    "Thresholds",
    "Wish",
    "best_option",
    "exact_option",
    "normalize",
]
