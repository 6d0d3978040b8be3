"""The statistics: pure functions of arrays, each with its formula, its source and its limits."""
