"""Settings of the measurements: those of the product, plus the addresses of the bare views."""

import os

os.environ.setdefault("TESTING", "1")

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
