"""The one Django name a rules module may use: enumerations with Russian labels."""

from django.db.models import IntegerChoices, TextChoices

Choices = TextChoices
NumberChoices = IntegerChoices

__all__ = ["Choices", "NumberChoices"]
