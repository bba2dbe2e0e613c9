"""Messages: written with the fact they tell of, shown inside, sent by e-mail later, never lost, never twice."""
