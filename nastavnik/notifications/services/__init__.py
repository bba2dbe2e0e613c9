"""Verbs of messages: telling people, choosing how to be told, linking a messenger, sending once more."""

from .telling import letters_go_out, mark_read, mark_seen, notify, open_news, without_unread

__all__ = ["letters_go_out", "mark_read", "mark_seen", "notify", "open_news", "without_unread"]
