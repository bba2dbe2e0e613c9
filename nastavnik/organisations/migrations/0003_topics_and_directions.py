"""Topics and directions of mentoring: two lists more, given to the organisations that are here (R176–R179, R216)."""

from typing import Any

from django.db import migrations, models

from nastavnik.organisations.lists import DIRECTIONS, TOPICS


def give(apps: Any, _schema: Any) -> None:
    items = apps.get_model("organisations", "ListItem").objects
    for organisation in apps.get_model("organisations", "Organisation").objects.filter(level="organisation"):
        for order, item in enumerate((*TOPICS, *DIRECTIONS), start=1000):
            items.get_or_create(
                organisation=organisation,
                list=item.list.value,
                code=item.code,
                defaults={
                    "root_id": organisation.root_id,
                    "title": item.title,
                    "hint": item.hint,
                    "order": order,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_school_holidays")]

    operations = [
        migrations.AlterField(
            model_name="listitem",
            name="list",
            field=models.CharField(
                choices=[
                    ("form", "Формы наставничества"),
                    ("kind", "Виды наставничества"),
                    ("issue", "Вопросы закрепления"),
                    ("category", "Категории наставляемых"),
                    ("problem", "Типы проблем"),
                    ("source", "Откуда наставник"),
                    ("domain", "Области диагностики"),
                    ("criterion", "Критерии отбора наставников"),
                    ("subject", "Предметы и направления"),
                    ("position", "Должности педагогических работников"),
                    ("topic", "Предметы наставничества"),
                    ("direction", "Направления наставнической деятельности"),
                ],
                max_length=20,
                verbose_name="список",
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
