"""The version for people with low vision: its settings, before and after the sign-in."""
