"""How passwords are hashed: Argon2id with the least memory that OWASP names, so that eight sign-ins fit a small PC."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    """Argon2id, 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet); Django's own takes 100 MiB."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
