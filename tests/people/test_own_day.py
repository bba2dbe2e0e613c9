"""«Сегодня» is the day of the organisation, not of the server."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from nastavnik.organisations.models import Organisation
from tests.cast import Cast


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 15, 16, 30, tzinfo=UTC), "15 сентября"),
        (datetime(2026, 9, 15, 17, 30, tzinfo=UTC), "16 сентября"),  # 00:30 in Barnaul
    ],
)
def test_the_day_turns_at_the_organisations_midnight(
    cast: Cast, client: Client, moment: datetime, day: str
) -> None:
    Organisation.objects.filter(pk=cast.school.pk).update(time_zone="Asia/Barnaul")
    with time_machine.travel(moment, tick=False):
        client.force_login(cast.darya.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert day in client.get("/").content.decode().replace("\u00a0", " ")
