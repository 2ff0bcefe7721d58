"""Who may ask, and for how long."""

HOUR = 3600


def test_only_shopifys_own_header_is_taken(ask):
    ask.headers = {"Authorization": f"Bearer {ask.sandbox.access_token}"}

    refused = ask.post("{ shop { name } }")

    assert refused.status_code == 401
    assert refused.json() == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}


def test_client_credentials_are_worth_a_token_for_a_day(ask):
    told = ask.token({"grant_type": "client_credentials"}).json()
    ask.headers = {"X-Shopify-Access-Token": told["access_token"]}

    assert told["expires_in"] == 86399
    assert ask("{ shop { name } }") == {"shop": {"name": "Sandbox"}}
    ask.time += 24 * HOUR
    assert ask.post("{ shop { name } }").status_code == 401


def test_wrong_credentials_are_worth_nothing(ask):
    refused = ask.token({"grant_type": "client_credentials", "client_secret": "guessed"})

    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client")


def test_a_refresh_token_is_good_until_what_it_brought_was_used(ask):
    first = ask.token({"code": ask.sandbox.tokens.authorise(), "expiring": "1"}).json()
    wish = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    ask.time += HOUR

    lost = ask.token(wish).json()
    second = ask.token(wish).json()
    ask.headers = {"X-Shopify-Access-Token": second["access_token"]}

    assert lost["refresh_token"] != second["refresh_token"]
    assert ask("{ shop { name } }")
    assert ask.token(wish).status_code == 400


def test_a_code_is_good_once_and_without_expiring_its_token_lasts(ask):
    code = ask.sandbox.tokens.authorise()
    told = ask.token({"code": code}).json()

    assert set(told) == {"access_token", "scope"}
    assert ask.token({"code": code}).status_code == 400


def test_tokens_can_end_in_the_middle(ask):
    ask.sandbox.tokens.revoke_all()

    assert ask.post("{ shop { name } }").status_code == 401
    assert ask.token({"grant_type": "client_credentials"}).status_code == 200
