"""Forms of the import: the file, and what each column holds."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.people.staff_file import Field, Mapping

SURE = 0.8  # a guess below this is shown with «проверьте»


class UploadForm(Form):
    file = forms.FileField(
        label="Файл со списком",
        max_length=150,
        allow_empty_file=True,  # the guard says it in plainer words
        help_text="Excel (.xlsx, .xls), LibreOffice (.ods) или .csv, до 10 МБ. Заголовки — любые, порядок тоже",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


class ColumnsForm(Form):
    """One drop-down a column; the guesses stand in it."""

    def __init__(self, *args: Any, mapping: Mapping, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label="Лист", choices=[(s, s) for s in sheets], initial=mapping.sheet
            )
        for column in mapping.columns:
            self.fields[f"c{column.index}"] = forms.ChoiceField(
                label=f"Столбец {column.letter}: {column.heading or 'без заголовка'}",
                choices=[("", "не загружать"), *((f.value, f.label) for f in Field)],
                initial=column.field.value if column.field else "",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, str] = {}
        for column in self.mapping.columns:
            name = f"c{column.index}"
            value = self.cleaned_data.get(name, "")
            if value and value in chosen:
                say = (
                    f"«{Field(value).label}» уже выбрано для столбца {chosen[value]}. Оставьте в одном месте."
                )
                self.add_error(name, say)
            elif value:
                chosen[value] = column.letter
        return self.cleaned_data

    def chosen(self) -> dict[int, Field | None]:
        data = self.cleaned_data
        found = {c.index: data.get(f"c{c.index}", "") for c in self.mapping.columns}
        # Freed columns first: giving a field to one column takes it from another.
        ordered = sorted(found.items(), key=lambda item: bool(item[1]))
        return {index: Field(value) if value else None for index, value in ordered}

    def rows(self) -> list[dict[str, Any]]:
        """Columns with their drop-downs for the table of the page."""
        return [
            {
                "column": column,
                "field": self[f"c{column.index}"],
                "sample": "; ".join(sample for sample in column.samples[:2] if sample),
                "doubt": column.field is not None and column.confidence < SURE,
            }
            for column in self.mapping.columns
        ]

    @property
    def known(self) -> int:
        return sum(column.field is not None for column in self.mapping.columns)

    @property
    def doubts(self) -> int:
        return sum(bool(row["doubt"]) for row in self.rows())
