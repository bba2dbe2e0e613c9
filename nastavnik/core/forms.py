"""How every form looks and speaks: label, hint, error with the next step, tied to the field for screen readers."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template.exceptions import TemplateDoesNotExist

Row = TypeVar("Row", bound=Model)

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
COUNT_FROM = 200  # a counter under a shorter field only distracts


class Plates(forms.RadioSelect):
    """Radio buttons as large plates, for two to five short answers."""

    template_name = "ui/widgets/plates.html"


class PlateBoxes(forms.CheckboxSelectMultiple):
    """Checkboxes as large plates."""

    template_name = "ui/widgets/plates.html"


class Radios(forms.RadioSelect):
    """Radio buttons in a column, for long answers."""

    template_name = "ui/widgets/radios.html"


class Boxes(forms.CheckboxSelectMultiple):
    """Checkboxes in a column."""

    template_name = "ui/widgets/radios.html"


class PeopleBoxes(forms.CheckboxSelectMultiple):
    """Checkboxes of people under headings; the last heading is folded until somebody under it is chosen.

    A list with Ctrl cannot be used by a finger.
    """

    template_name = "ui/widgets/people_boxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        folded = groups[-1][1] if len(groups) > 1 else []
        context["widget"]["opened"] = len(groups) < 2 or any(option["selected"] for option in folded)
        return context


class DayInput(forms.DateInput):
    """The date field of the browser. It wants ISO in the attribute and shows the date in the person's own form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class PageField(BoundField):
    """A field on the page: which look it takes and where the error summary points."""

    @property
    def look(self) -> str:
        """Which part of ui/field.html draws it: group, check, file, password, hidden or plain."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if isinstance(widget, CHOICES):
            return "group"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.PasswordInput):
            return "password"
        return "file" if isinstance(widget, forms.FileInput) else "plain"

    @property
    def anchor(self) -> str:
        """The id that a link of the error summary leads to: the first control of a group."""
        return f"{self.auto_id}_0" if isinstance(self.field.widget, CHOICES) else str(self.auto_id)

    @property
    def count_id(self) -> str:
        """The id of «Осталось 500 знаков», or nothing where no counter is needed."""
        limit = getattr(self.field, "max_length", None)
        long_text = isinstance(self.field.widget, forms.Textarea) and (limit or 0) >= COUNT_FROM
        return f"{self.auto_id}_count" if long_text else ""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the class of the look and the counter to what Django ties by itself (describedby, invalid)."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        own = str(widget.attrs.get("class", ""))
        attrs["class"] = f"{_css(widget)} {own}".strip()
        if self.count_id:
            attrs["data-count"] = self.count_id
        if attrs.get("disabled") is False:
            attrs.pop("disabled")
        return attrs


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, (*CHOICES, forms.CheckboxInput)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Renderer(TemplatesSetting):
    """Draws every form of the site, those of the libraries too: settings name it in FORM_RENDERER."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"
    bound_field_class = PageField

    def get_template(self, template_name: str) -> Any:
        """Ours first; the widgets that we do not draw ourselves come from Django."""
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)


NOT_CHOSEN_YET = "---------"  # what Django shows


def speak_plainly(form: forms.BaseForm) -> None:
    for name, field in form.fields.items():
        if type(field.widget) is forms.DateInput:
            field.widget = DayInput(field.widget.attrs)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == NOT_CHOSEN_YET:
            field.empty_label = "выберите" if field.required else "не выбрано"
        label = field.label or name
        default = forms.Field.default_error_messages["required"]
        if field.error_messages.get("required") == default:
            field.error_messages["required"] = _missing(field, str(label))


def _missing(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, forms.FileInput):
        return "Выберите файл"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Выберите ответ в поле «{label}»"
    if isinstance(field, forms.BooleanField):
        return f"Поставьте отметку «{label}»"
    return f"Заполните поле «{label}»"


class Form(forms.Form):
    """The base of our forms."""

    default_renderer = Renderer
    use_required_attribute = (
        False  # the server explains in Russian; the browser would explain in its own words
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class ModelForm(forms.ModelForm[Row]):
    """The same for forms that stand on one table."""

    default_renderer = Renderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)
