"""Verbs of the council: a question sent, votes given, the question closed, care decided, letters sent."""
