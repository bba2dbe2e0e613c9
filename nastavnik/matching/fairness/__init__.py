"""The fairness sheet of a run: kept with it in numbers, told to the curator alone."""
