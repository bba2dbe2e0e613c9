"""Screens of pairs, by idea: the list and the card, forming, the labour basis, orders."""
