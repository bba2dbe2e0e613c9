"""What can go wrong on purpose. Anything else is a bug and should crash."""


class Refusal(Exception):
    """A rule said no. The text is a Russian sentence for the person at the screen: what to do next."""


class Conflict(Refusal):
    """Somebody else was faster."""


class Denied(Exception):
    """The actor may not do this here."""
