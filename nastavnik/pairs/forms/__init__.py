"""Forms about mentorships, by idea."""
