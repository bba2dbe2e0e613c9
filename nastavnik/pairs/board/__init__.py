"""The board of pairs: columns by state and health, and how much each mentor leads."""
