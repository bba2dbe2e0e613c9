"""Two sets of pairs side by side: what differs between two runs, or what a change of weights would do."""
