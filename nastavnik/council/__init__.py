"""The council of mentors: it votes on proposed pairs, its chair closes the question, its minutes are the ground of the order."""
