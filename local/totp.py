"""What an authenticator app does (RFC 6238): six digits, another six every 30 seconds."""

import base64
import hmac
import time

_STEP = 30
_DIGITS = 6


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code that an app shows for a secret.

    Parameters
    ----------
    secret
        In base 32, as Cognito gives it.
    steps
        How many codes from now.
    """
    key = base64.b32decode(secret.upper())
    counter = int(time.time() // _STEP) + steps
    mac = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"
