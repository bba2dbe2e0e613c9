"""Screens of conversations, by idea: the thread, complaints, outside chats, the board."""
