"""Sign-in: accounts, second factor, invitations, sessions."""
