"""What the marts add to published figures: the statistics applied to frames.

The formulas live in ``pipelines.stats``; here they meet the columns of the staged tables.
"""
