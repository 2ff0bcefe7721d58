"""The address in a letter by which its reader hears no more.

The rule kept here: it names a member and can do nothing but end letters to them, so it holds for ever; nobody can make
one who does not have our secret.
"""

import jwt

_AUDIENCE = "loyalty:letters"
_ALGORITHM = "HS256"


def token_of(member: int, secret: str) -> str:
    return jwt.encode({"aud": _AUDIENCE, "sub": str(member)}, secret, _ALGORITHM)


def member_of(token: str, secret: str) -> int | None:
    """Whose letters it ends; None where it is not one of ours."""
    try:
        claims = jwt.decode(token, secret, [_ALGORITHM], audience=_AUDIENCE, options={"require": ["aud", "sub"]})
    except jwt.InvalidTokenError:
        return None
    return int(claims["sub"])
