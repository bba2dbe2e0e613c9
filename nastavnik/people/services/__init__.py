"""Verbs that change people, by idea: cards, employment, appointments, representatives, importing, consents, accounts."""
