"""The first password of an invited person, and the choice of whom to invite."""

from typing import Any

from django import forms

from nastavnik.people.accounts.forms import NewAccountForm


class AcceptForm(NewAccountForm):
    """`email` is asked for only where the card has none."""

    email = forms.EmailField(
        label="Ваша электронная почта",
        help_text="С ней вы будете входить",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )
    field_order = ("email", "password1", "password2")

    def __init__(self, *args: Any, known_email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known_email:
            del self.fields["email"]
