"""Organisations that were here before programmes get the shipped templates."""

from typing import Any

from django.db import migrations

from nastavnik.programmes.giving import give_templates


def give(apps: Any, _schema: Any) -> None:
    managers = {
        "items": apps.get_model("organisations", "ListItem").objects,
        "templates": apps.get_model("programmes", "Template").objects,
        "lines": apps.get_model("programmes", "TemplateLine").objects,
    }
    for organisation in apps.get_model("organisations", "Organisation").objects.filter(level="organisation"):
        give_templates(organisation, **managers)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("organisations", "0003_topics_and_directions")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
