"""Verbs of messages: telling people, choosing how to be told, linking a messenger, sending once more."""

from .telling import letters_go_out, mark_read, notify, open_news

__all__ = ["letters_go_out", "mark_read", "notify", "open_news"]
