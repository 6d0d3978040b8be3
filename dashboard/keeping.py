"""Answers kept for whoever asks the same: by build and by the parts of a view they depend on.

What is kept is shared between viewers, so nobody changes it. How many are kept is bounded, and
all are let go when the dashboard moves to a new build, with the old build's file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from dashboard.state import View

Function = TypeVar("Function", bound=Callable[..., Any])
# Of one subject: a chart of it in every size that pages, scenes and slides have.
MOST_OF_ONE = 32


def kept(most: int, *parts: str) -> Callable[[Function], Function]:
    """Keep so many answers of a function of a build and a view.

    The function is given a view of which only these parts are filled in, so that two views that
    differ elsewhere have one answer, and a part that is not named cannot be used by mistake.

    Args:
        most: how many answers; the longest unused goes first.
        parts: names of the view's fields that the answer depends on.
    """

    def keeping(function: Function) -> Function:
        answers = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(build: Any, view: View, *more: Any, **named: Any) -> Any:
            return answers(build, only(view, parts), *more, **named)

        answer.cache_clear = answers.cache_clear  # type: ignore[attr-defined]
        answer.cache_info = answers.cache_info  # type: ignore[attr-defined]
        return cast(Function, answer)

    return keeping


def kept_with(function: Function) -> Function:
    """Keep a function's answers with what they are about, its first argument.

    They are let go of together. Kept by number, as `kept` does, an answer would hold on to a
    scene and its figures that nobody else keeps any more. The first argument is told apart by
    identity and the answer must not hold it; of one there are at most `MOST_OF_ONE` answers.
    """
    answers: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()

    @wraps(function)
    def answer(subject: Any, *more: Any) -> Any:
        own = answers.setdefault(subject, {})
        try:
            return own[more]
        except KeyError:
            if len(own) >= MOST_OF_ONE:
                own.clear()
            return own.setdefault(more, function(subject, *more))

    answer.cache_clear = answers.clear  # type: ignore[attr-defined]
    answer.subjects = answers  # type: ignore[attr-defined]
    return cast(Function, answer)


def only(view: View, parts: tuple[str, ...]) -> View:
    """The view with nothing in it but some of its parts."""
    kind: Any = type(view)
    return cast("View", kind(**_blank(kind) | {name: getattr(view, name) for name in parts}))


def forget() -> None:
    """Let go of every answer that any module of the dashboard keeps."""
    for function in keepers():
        function.cache_clear()


def keepers() -> list[Any]:
    """Every function and method of the dashboard that keeps answers."""
    modules = [x for name, x in list(sys.modules.items()) if name.startswith("dashboard.")]
    homes: list[Mapping[str, Any]] = [vars(module) for module in modules]
    homes += [vars(x) for home in homes for x in list(home.values()) if isinstance(x, type)]
    found = [x for home in homes for x in list(home.values()) if hasattr(x, "cache_clear")]
    return [x for x in found if not isinstance(x, type)]


@lru_cache(maxsize=1)
def _blank(kind: Any) -> dict[str, Any]:
    """Each field's default, '' where it has none."""
    return {x.name: "" if x.default is MISSING else x.default for x in fields(kind)}
