"""Public borough health indicators, from publishers' files to immutable DuckDB marts."""
