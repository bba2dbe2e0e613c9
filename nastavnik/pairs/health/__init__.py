"""How things go in a pair: rules of an organisation, what they say today, a message that they suggest."""
