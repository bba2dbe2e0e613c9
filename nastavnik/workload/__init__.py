"""The budget of minutes: what is asked of each role and how long forms take."""
