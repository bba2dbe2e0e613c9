"""Messages of a pair with files, the board of announcements, links to outside chats (R040, R041, R233)."""
