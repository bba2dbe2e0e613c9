"""Papers: legal basis, orders, consents, addenda, their numbers and versions."""
