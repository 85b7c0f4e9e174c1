from local.totp import code_of


def wrong_code(secret: str) -> str:
    """Six digits that no app shows for the secret about now."""
    about_now = {code_of(secret, steps=steps) for steps in range(-5, 6)}
    return next(code for code in map("{:06}".format, range(100)) if code not in about_now)
