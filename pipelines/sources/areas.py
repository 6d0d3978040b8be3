"""Which area a publisher's row is about: GSS codes as they are, names through their variants."""

from __future__ import annotations

import difflib
import re

import pandas as pd

from pipelines.catalogue import Catalogue
from pipelines.errors import SourceError
from pipelines.sources.reading import listed

# A borough's code begins E09. One that has lost its zero, or is in lower case, still means London.
_LIKE_LONDON = r"(?i)E0?9"

# Names this near to one of ours are that name misspelt, and not another place in England.
_NEAR = 0.88

# What the catalogue's names and synonyms leave unsaid.
_VARIANTS = {
    "city of london corporation": "E09000001",
    "corporation of london": "E09000001",
    "london region": "E12000007",
}
_STYLES = (
    "the ",
    "london borough of ",
    "royal borough of ",
    "city of ",
    "city and county of ",
)


def by_code(codes: pd.Series[str], column: str, file: str, catalogue: Catalogue) -> pd.Series[str]:
    """The codes that are in the catalogue; rows about other places are left out.

    Raises:
        SourceError: for a code that looks like London's but is not one, or when none is ours.
    """
    known = codes.isin(catalogue.area_codes)
    wrong = codes[codes.str.match(_LIKE_LONDON) & ~known]
    if len(wrong):
        raise SourceError(
            f"{file}, row {wrong.index[0]}, column '{column}': '{wrong.iloc[0]}' looks like a "
            f"London code but is not one; allowed: {', '.join(sorted(catalogue.area_codes))}"
        )
    return _require_some(codes[known], codes, column, file)


def by_name(
    names: pd.Series[str], column: str, file: str, catalogue: Catalogue, only_london: bool
) -> pd.Series[str]:
    """The codes of areas that are given by name.

    Args:
        names: the publisher's names; "&" for "and", "City of ..." and the like are understood.
        column: where they are, for the message.
        file: whose they are, for the message.
        catalogue: the areas.
        only_london: every name must be known; otherwise rows about other places are left out,
            and only a name that is nearly ours is an error.

    Raises:
        SourceError: naming the row, the name and the names that are allowed.
    """
    known = _codes_by_name(catalogue)
    codes = names.map({name: known.get(plain(name), "") for name in names.unique()})
    for name in names[codes == ""].unique():
        near = difflib.get_close_matches(plain(name), known, n=1, cutoff=_NEAR)
        if only_london or near:
            raise SourceError(
                f"{file}, row {names.index[names == name][0]}, column '{column}': '{name}' is not "
                f"an area of the catalogue; allowed: {', '.join(catalogue.areas['area_name'])}"
            )
    return _require_some(codes[codes != ""].astype("str"), names, column, file)


def plain(name: str) -> str:
    """A name without what varies between publishers: case, "&", hyphens, footnote marks."""
    words = re.sub(r"\[[^\]]*\]|\([^)]*\)|[*']", " ", name.lower()).replace("&", " and ")
    return " ".join(re.sub(r"[^a-z ]", " ", words).split())


def _codes_by_name(catalogue: Catalogue) -> dict[str, str]:
    names = catalogue.areas[["area_code", "area_name", "short_name", "synonyms"]].fillna("")
    known = dict(_VARIANTS)
    for code, name, short, synonyms in names.itertuples(index=False):
        written = [name, short, *str(synonyms).split("|")]
        known |= {plain(variant): code for variant in written if variant}
    # "City of London" is a name before it is London with a style.
    styled = {f"{style}{name}": code for name, code in known.items() for style in _STYLES}
    ended = {f"{name} london borough": code for name, code in known.items()}
    return styled | ended | known


def _require_some(
    codes: pd.Series[str], given: pd.Series[str], column: str, file: str
) -> pd.Series[str]:
    if codes.empty:
        raise SourceError(
            f"{file}: no row chosen is about London, England or a borough; "
            f"column '{column}' has {listed(given.unique(), 10)}"
        )
    return codes
