"""Commands that keep the installation well: doctor, backup, restore."""

import argparse

from nastavnik.core.errors import Refusal


def doctor(_given: argparse.Namespace) -> int:
    raise Refusal("Проверка появится в следующем выпуске.")


def backup(_given: argparse.Namespace) -> int:
    raise Refusal("Копирование появится в следующем выпуске.")


def restore(_given: argparse.Namespace) -> int:
    raise Refusal("Восстановление появится в следующем выпуске.")
