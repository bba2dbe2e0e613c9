"""What matters in matching, in words: the organisation's own settings, the model's defaults, and what a change would do."""
