"""argon2id at 19 MB: the OWASP minimum that a 4 GB school computer can afford for several sign-ins at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
