"""The dashboard: pages that read one published build, and the charts and wording they use."""
