"""What is done in conversations, by idea: talk, complaints, outside chats, the board."""
