"""The look of the pages."""

from django import forms

from nastavnik.core.forms import Form, Plates
from nastavnik.people.accounts.services import THEMES


class LookForm(Form):
    theme = forms.ChoiceField(label="Тема", choices=list(THEMES.items()), widget=Plates)
