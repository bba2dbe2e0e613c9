"""How the page should look for eyes that see badly."""

from django import forms

from nastavnik.core import vision
from nastavnik.core.forms import Form, Plates, Radios


class VisionForm(Form):
    size = forms.ChoiceField(label="Размер букв", choices=list(vision.SIZES.items()), widget=Radios)
    scheme = forms.ChoiceField(label="Цвета", choices=list(vision.SCHEMES.items()), widget=Radios)
    letters = forms.ChoiceField(
        label="Расстояние между буквами", choices=list(vision.LETTERS.items()), widget=Radios
    )
    lines = forms.ChoiceField(
        label="Расстояние между строками", choices=list(vision.LINES.items()), widget=Radios
    )
    images = forms.ChoiceField(label="Картинки", choices=list(vision.IMAGES.items()), widget=Plates)
    back = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)

    def chosen(self) -> vision.Vision:
        names = ("size", "letters", "lines", "scheme", "images")
        return vision.Vision(*(self.cleaned_data[name] for name in names))
