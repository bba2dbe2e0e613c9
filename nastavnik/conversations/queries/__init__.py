"""What is read of conversations, by idea: threads, complaints, outside chats, the board."""
