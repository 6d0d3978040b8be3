"""What each way of comparing, and each measure of inequality, is called and means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One measure: its name, what it says in a line, and how it is computed."""

    name: str
    says: str
    computed: str


DIMENSIONS = {
    "borough_fifths_by_deprivation": "Most and least deprived fifths of boroughs",
    "boroughs_by_deprivation": "All boroughs, in order of deprivation",
    "boroughs": "All boroughs, whatever their deprivation",
    "sex": "Males and females",
    "deprivation_decile": "Tenths of areas by deprivation",
    "deprivation_quintile": "Fifths of areas by deprivation",
    "deprivation_fifth_within_borough": "Fifths of small areas inside one borough",
    "ethnicity": "Ethnic groups",
    "free_school_meals": "Pupils by eligibility for free school meals",
    "disability": "Disabled and not disabled people",
    "occupation": "Occupations",
    "education": "Levels of education",
}
# The absolute and the relative measure that stand for a way of comparing.
PAIRS = {"boroughs_by_deprivation": ("sii", "rii"), "deprivation_decile": ("sii", "rii")}
USUAL_PAIR = ("gap", "ratio")
SIGNS = (
    "A number above zero, or a ratio above one, means that the more deprived are worse off; where "
    "neither direction is good, that the indicator is higher among them."
)
# Of single boroughs without order, the two ends are whichever are highest and lowest.
_OF_SINGLE_BOROUGHS = {
    "gap": "Highest less lowest borough",
    "ratio": "Highest over lowest borough",
    "par": "Attributable risk, best borough",
    "paf": "Attributable fraction, best borough",
}
# Quotients of two ends: 1 is no inequality.
RELATIVE = ("ratio", "rii")

_BY_GROUPS = "y a group's figure, p its share of the people, m the weighted mean of y"
MEASURES = {
    "gap": Measure(
        "Gap",
        "How far apart the figures of the two end groups are, in the indicator's own unit.",
        "The difference of the two end groups; of ordered groups, the most and the least "
        "deprived, turned so that above 0 the more deprived are worse off.",
    ),
    "ratio": Measure(
        "Ratio",
        "How many times one end group's figure is the other's; 1 means no inequality.",
        "The quotient of the same two groups; its interval is made on the log scale.",
    ),
    "sii": Measure(
        "Slope index (SII)",
        "The gap between the very most and the very least deprived, judged from everybody and "
        "not only from the two ends.",
        "The slope of a population-weighted line through the groups against their place in the "
        "order of deprivation (Mackenbach and Kunst 1997; Low and Low 2004).",
    ),
    "rii": Measure(
        "Relative index (RII)",
        "The same line's two ends as a quotient; 1 means no inequality.",
        "The line's figure at the least deprived end over that at the most deprived end, turned "
        "so that more is a bigger inequality.",
    ),
    "aci": Measure(
        "Concentration index, absolute",
        "Whether the burden lies with the more deprived; 0 means evenly spread.",
        "The sum of p(2X - 1)y, with X the middle of the group's place from the most deprived, "
        f"turned so that above 0 is a burden of the more deprived; {_BY_GROUPS}.",
    ),
    "rci": Measure(
        "Concentration index, relative",
        "The same as a share of the mean; 0 means evenly spread.",
        "The absolute concentration index divided by m.",
    ),
    "bgv": Measure(
        "Between-group variance",
        "How far groups lie from the mean, large distances counting most.",
        f"The sum of p(y - m)²; {_BY_GROUPS}.",
    ),
    "bgsd": Measure(
        "Between-group standard deviation",
        "A typical distance from the mean, in the indicator's unit.",
        "The square root of the between-group variance.",
    ),
    "cov": Measure(
        "Coefficient of variation",
        "A typical distance from the mean as a percentage of it.",
        "100 times the between-group standard deviation over m.",
    ),
    "mdm": Measure(
        "Mean difference from the mean",
        "How far the average person's group is from London's mean.",
        "The sum of p times the distance of y from m.",
    ),
    "mdm_unweighted": Measure(
        "Mean difference from the mean, each group alike",
        "The same with every group counting once, however many people it has.",
        "The average distance of y from m.",
    ),
    "mdb": Measure(
        "Mean difference from the best",
        "How far the average person's group is from the best group.",
        "The sum of p times the distance of y from the best y.",
    ),
    "mdb_unweighted": Measure(
        "Mean difference from the best, each group alike",
        "The same with every group counting once.",
        "The average distance of y from the best y.",
    ),
    "mdr": Measure(
        "Mean difference from the least deprived",
        "How far the average person's group is from the least deprived group.",
        "The sum of p times the distance of y from the least deprived group's y.",
    ),
    "mdr_unweighted": Measure(
        "Mean difference from the least deprived, each group alike",
        "The same with every group counting once.",
        "The average distance of y from the least deprived group's y.",
    ),
    "idis": Measure(
        "Index of disparity",
        "The mean difference from the mean, as a percentage of the mean.",
        "100 times the mean difference over m.",
    ),
    "idis_unweighted": Measure(
        "Index of disparity, each group alike",
        "The same with every group counting once.",
        "100 times the unweighted mean difference over m.",
    ),
    "theil": Measure(
        "Theil index",
        "A relative measure that can be split into groups' shares; 0 means no inequality.",
        "1,000 times the sum of p r ln r, with r = y/m.",
    ),
    "mld": Measure(
        "Mean log deviation",
        "Like Theil's index, but it minds low figures more.",
        "1,000 times the sum of p(-ln r), with r = y/m.",
    ),
    "par": Measure(
        "Population attributable risk",
        "How much better London's figure would be if all had that of the best borough, or of the "
        "least deprived fifth.",
        "How far that group's y is better than m; 0 where it is no better.",
    ),
    "paf": Measure(
        "Population attributable fraction",
        "The same as a percentage of London's figure.",
        "100 times the attributable risk over m.",
    ),
}


def dimension_name(dimension: str) -> str:
    """A way of comparing in words; one the data brings new is shown by its own name."""
    return DIMENSIONS.get(dimension, dimension.replace("_", " ").capitalize())


def signs(dimension: str) -> str:
    """What a number above zero means; '' where the groups are not in an order of deprivation."""
    return SIGNS if "deprivation" in dimension or dimension == "boroughs" else ""


def name_of(measure: str, dimension: str) -> str:
    """A measure's name; one that rests on single boroughs says so."""
    if dimension == "boroughs" and measure in _OF_SINGLE_BOROUGHS:
        return _OF_SINGLE_BOROUGHS[measure]
    return MEASURES[measure].name


def pair(dimension: str) -> tuple[str, str]:
    """The absolute and the relative measure of a way of comparing."""
    return PAIRS.get(dimension, USUAL_PAIR)
