"""Ranked wishes of both sides by a deadline: whom a mentee would like, whom a mentor would like to help."""
