"""Second factors are kept encrypted: a copy of the database does not open anybody's account."""

import base64
import os
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "prossimo.accounts.secrets_at_rest"


def sealed(text: str) -> str:
    return str(_keys().encrypt(text.encode()).decode())


def opened(sealed_text: str) -> str:
    """The secret; a random one where the key is no longer known, so that no code matches it."""
    from cryptography.fernet import InvalidToken

    try:
        return str(_keys().decrypt(sealed_text.encode()).decode())
    except InvalidToken:
        return base64.b32encode(os.urandom(20)).decode()


def _keys() -> Any:
    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(SALT, "", secret=key, algorithm="sha256").digest() for key in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
