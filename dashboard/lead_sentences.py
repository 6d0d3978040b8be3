"""Why an indicator leads a priority's card, in words made from the catalogue and nothing else."""

from __future__ import annotations

from collections.abc import Sequence


def why(numbers: Sequence[str], reason: str) -> str:
    """Whether the lead is a headline of the strategy, and why it is this one.

    Args:
        numbers: which of the strategy's 14 headline indicators it is; none where it is not one.
        reason: the catalogue's, '' where it needs none.
    """
    known = [x for x in numbers if x]
    if not known:
        return reason
    named = " and ".join(known)
    said = f"Headline{'s' if len(known) > 1 else ''} {named} of the strategy's 14."
    return f"{said} {reason}".strip()


def second(standing: str) -> str:
    """What can be tested where the change of the lead cannot.

    Args:
        standing: what a card says of the second indicator.
    """
    return f"Tested beside it. {standing}"
