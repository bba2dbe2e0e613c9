"""What every test may lean on."""

import os
import tempfile

os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="nastavnik-tests-"))

import pytest
from django.conf import settings

from tests.cast import Cast, make_cast


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
