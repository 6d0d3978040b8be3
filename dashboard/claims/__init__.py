"""Every sentence the pages say, so that a reader can review the wording.

``python -m dashboard.claims`` prints them by form as Markdown, which is docs/claims.md.
"""
