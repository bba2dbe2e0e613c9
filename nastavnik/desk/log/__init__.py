"""The journal of an organisation on the screen: who did what, when, on whom or on what."""
