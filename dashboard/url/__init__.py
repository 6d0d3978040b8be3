"""The view that an address says, and what becomes of it when one thing is changed."""
