"""`loyalty code list`: codes as the merchant sees them."""

import json

from connector import bootstrap
from connector.usecases.redeem import redeem
from tests.building import BERT, a_line, an_order, with_code
from tests.running import Place, main_store
from tests.usecases.shop import settle


def test_a_code_that_another_used_is_shown_to_people_and_programs(place: Place) -> None:
    with place.connector() as connector:
        store, now = main_store(connector), bootstrap.now()
        settle(connector.database, store, an_order(a_line(50_000), id="1"))
        code = redeem(connector.database, store, 1, 100, key="k", author="shopper", now=now).row.code
        assert place.command("code", "list", "--used-by-others").out == "no code was used by somebody else\n"
        assert f"{code}" in place.command("code", "list").out
        settle(connector.database, store, with_code(an_order(id="2", number="1002", buyer=BERT), code))

    said = place.command("code", "list", "--used-by-others")
    (told,) = json.loads(place.command("code", "list", "--used-by-others", "--json").out)
    (all_codes,) = json.loads(place.command("code", "list", "--json").out)

    assert said.status == 0
    assert all(word in said.out for word in (code, "1002 (main)", "member 2"))
    assert (told["code"], told["member_id"], told["ordered_by"], told["points"]) == (code, 1, 2, 100)
    assert (all_codes["code"], all_codes["redeemed"]) == (code, 100)
