"""Figures as files and answers: the same rows, in the same order, whatever the format."""
