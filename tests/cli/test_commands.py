"""Commands on a good day: what they say to people, and to programs with --json."""

import json
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.bootstrap import Connector
from connector.db import inbox, migrate
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from tests.running import Place, command, main_store, rows

QUEUE = "id store store_id state attempts due_at reason done_at trace"
KEYS = {
    "sync main": "changed unchanged stale transactions failed",
    "store list": "name platform url enabled closed_at books balances_waiting not_reread",
    "store check main": "severity what mend",
    "member show 1": (
        "member joined identities cards programme currency display texts available worth pending held owed tier "
        "statement redemptions"
    ),
    "explain ORDER": "card currency placed",
    "code list": (
        "reference member_id store code points worth currency minimum_spend created_at expires_at held redeemed reward "
        "fulfilment decided_at"
    ),
    "card list": "id programme_id number member_id added_at added_by blocked_at",
    "member list": "id name email programme available pending held owed",
    "ledger log": (
        "id member_id seq kind key happened_at recorded_at reason author order_ref redemption_ref points change"
    ),
    "ledger balance 1": "member_id at known balance",
    "ledger verify": "members transactions points seal faults",
    "programme check FILE": "terms digest needs",
    "programme lint FILE": "code severity where facts sentence",
    "status": "at stores polled not_reread queues parked jobs points next",
    "secrets rotate": "stores lost sealed",
    "programme plan": "programme stores version outcome changes",
    "programme log": "programme versions",
    "inbox list": f"{QUEUE} source received_at subject fingerprint",
    "inbox show 1": f"{QUEUE} source received_at subject fingerprint headers body",
    "outbox list": f"{QUEUE} key kind created_at payload",
    "outbox show 1": f"{QUEUE} key kind created_at payload",
}


def park(connector: Connector, payload: bytes = b'{"id": 5}') -> None:
    letter = Letter(main_store(connector).id, WEBHOOK, payload, {}, "5", "it has no lines")
    with connector.database.write() as connection:
        inbox.add(connection, [letter], bootstrap.now())


def richest(place: Place) -> str:
    """The number of the member who has most points."""
    with place.connector() as connector:
        members = [row["id"] for row in rows(connector.database, "members")]
    cards = {str(one): json.loads(place.command("member", "show", str(one), "--json").out) for one in members}
    return max(cards, key=lambda one: cards[one]["available"])


def an_order_number(place: Place) -> str:
    with place.connector() as connector:
        return str(rows(connector.database, "orders")[0]["external_id"])


def filled_in(words: str, place: Place) -> list[str]:
    order = an_order_number(place) if "ORDER" in words else ""
    return words.replace("ORDER", order).replace("FILE", str(place.folder / "starter.yaml")).split()


@pytest.mark.parametrize("words", KEYS)
def test_each_reading_command_prints_json_with_the_same_keys_always(words: str, synced: Place) -> None:
    synced.command("redeem", richest(synced), "100")
    synced.command("card", "add", "C-1")
    with synced.connector() as connector:
        park(connector)

    said = synced.command(*filled_in(words, synced), "--json")

    found = json.loads(said.out)
    first: dict[str, Any] = found[0] if isinstance(found, list) else found
    assert sorted(first) == sorted(KEYS[words].split())
    assert said.err == ""


def test_json_is_unharmed_by_bytes_that_are_no_text(synced: Place) -> None:
    with synced.connector() as connector:
        park(connector, b'{"name": "\xff\x1b[2J"}')

    said = synced.command("inbox", "show", "1", "--json")

    assert json.loads(said.out)["body"] == '{"name": "\ufffd\x1b[2J"}'


def test_what_comes_from_outside_cannot_steer_the_terminal(synced: Place) -> None:
    with synced.connector() as connector:
        park(connector, b"\x1b[2J")

    said = synced.command("inbox", "show", "1")

    assert "\x1b" not in said.out
    assert "body: \ufffd[2J" in said.out


def test_help_is_instant_and_loads_nothing_heavy() -> None:
    """In a process of its own: this one has loaded everything already."""
    script = (
        "import sys\n"
        "from connector.cli.main import run\n"
        "sys.argv = ['loyalty', '--help']\n"
        "try: run()\n"
        "finally: print(sorted({'sqlalchemy', 'uvicorn', 'requests', 'pydantic'} & set(sys.modules)), file=sys.stderr)"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)  # noqa: S603

    assert ended.returncode == 0
    assert "Usage: loyalty" in ended.stdout
    assert ended.stderr == "[]\n"


def test_init_makes_everything_that_the_next_commands_need(tmp_path: pathlib.Path) -> None:
    settings = tmp_path / "settings.yaml"

    said = command("--settings", str(settings), "init")

    assert said.status == 0
    assert said.out.splitlines() == [
        f"wrote {settings}",
        f"wrote {tmp_path / 'programmes' / 'starter.yaml'}",
        f"wrote {tmp_path / '.env'}",
        "made the database",
        "next: loyalty store add NAME --platform woocommerce --url https://…",
    ]
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert command("--settings", str(settings), "ledger", "verify").status == 0


def test_init_a_second_time_changes_nothing(tmp_path: pathlib.Path) -> None:
    settings = tmp_path / "settings.yaml"
    command("--settings", str(settings), "init")
    written = {file: file.read_bytes() for file in (settings, tmp_path / ".env", tmp_path / "programmes/starter.yaml")}

    said = command("--settings", str(settings), "init")

    assert (said.status, said.out.splitlines()[0]) == (0, "the database is up to date")
    assert {file: file.read_bytes() for file in written} == written


def test_init_upgrades_an_old_database(place: Place) -> None:
    (place.folder / "loyalty.db").unlink()
    old = Database(f"sqlite:///{place.folder / 'loyalty.db'}")
    migrate.upgrade(old, "0001")
    old.close()
    assert place.command("store", "list").status == 3

    said = place.command("init")

    assert said.status == 0
    assert "upgraded the database from revision 0001 to " in said.out
    assert place.command("store", "list").status == 0


def test_what_people_are_told_fits_on_a_line(synced: Place) -> None:
    member, order = richest(synced), an_order_number(synced)

    said = {
        words: synced.command(*words.split())
        for words in (
            "sync main",
            "store list",
            "ledger verify",
            "ledger log",
            "member list",
            f"member show {member}",
            f"explain {order}",
        )
    }

    assert {one.status for one in said.values()} == {0}
    assert "0 orders new or changed" in said["sync main"].out
    assert "main   http://127.0.0.1:" in said["store list"].out
    assert said["ledger verify"].out.endswith("the books are proved\n")
    balance = r"^available: [\d,]+ points? \(worth €[\d.,]+\); pending: "
    assert re.search(balance, said[f"member show {member}"].out, re.MULTILINE)
    assert said[f"explain {order}"].out.startswith(f"Order {order} of main, placed ")


def test_a_programme_is_checked_and_put_in_force_once(synced: Place) -> None:
    file = synced.folder / "starter.yaml"
    file.write_text(file.read_text().replace("points: 1, per: 1.00", "points: 2, per: 1.00"))

    said = [synced.command(*words) for words in (["programme", "check", str(file)], *[["programme", "apply"]] * 2)]

    assert [one.out for one in said] == [
        f"{file}: programme 'starter' is sound\n",
        "starter (main)\n  ~ earn[0].points: 1 → 2\nstarter (main): version 2 is in force from now on\n",
        "starter (main): version 2 stays in force\n",
    ]


def test_redeeming_makes_a_coupon_in_the_store_once_for_one_key(synced: Place, shop: Sandbox) -> None:
    words = ("redeem", richest(synced), "100", "--key", "counter-1")

    people, program = synced.command(*words), synced.command(*words, "--json")

    made = json.loads(program.out)
    code = made["redemption"]["code"]
    assert people.out.startswith(f"{code}  €5.00 off for 100 points\n")
    assert (made["replayed"], made["in_store"]) == (True, True)
    coupon = shop.coupon(code)
    assert coupon is not None
    assert coupon["amount"] == "5.00"


def test_a_coupon_the_store_did_not_take_is_said_and_can_be_sent_again(synced: Place, shop: Sandbox) -> None:
    shop.fail("status", "/wp-json/wc/v3/coupons*", status=400, times=None)

    said = synced.command("redeem", richest(synced), "100")
    listed = json.loads(synced.command("outbox", "list", "--state", "parked", "--json").out)
    retried = [synced.command("outbox", "retry", *words) for words in (["1"], ["--parked"])]

    assert said.status == 0
    assert "not in the store yet: " in said.out
    assert "(loyalty outbox show 1)" in said.out
    assert [row["id"] for row in listed] == [1]
    assert [one.out.partition(";")[0] for one in retried] == ["1 back in the outbox", "nothing is parked\n"]


def test_what_was_parked_goes_back_to_the_inbox(synced: Place) -> None:
    with synced.connector() as connector:
        park(connector)

    listed, said = synced.command("inbox", "list"), synced.command("inbox", "retry", "--parked")

    assert "parked: it has no lines" in listed.out
    assert said.out == "1 back in the inbox; `loyalty run` takes them up\n"


def test_a_check_of_a_sound_store_says_so(synced: Place, shop: Sandbox) -> None:
    file = synced.settings
    file.write_text("\n".join(line for line in file.read_text().splitlines() if not line.startswith("web:")))

    said = synced.command("store", "check", "main")

    assert (said.status, said.out) == (0, "store main: all is well\n")


def test_reading_since_a_time_finds_what_the_books_lost_sight_of(synced: Place, shop: Sandbox) -> None:
    words = ("sync", "main", "--json", "--since")
    everything, nothing = (json.loads(synced.command(*words, at).out) for at in ("2000-01-01", "2100-01-01T12:00"))
    with synced.connector() as connector:
        before = rows(connector.database, "stores")[0]["orders_cursor"]
        with connector.database.write() as connection:
            connection.exec_driver_sql("UPDATE orders SET digest = x'00'")

    again = json.loads(synced.command(*words, "2000-01-01").out)

    assert (everything["changed"], everything["unchanged"]) == (0, 40)
    assert (nothing["changed"], nothing["unchanged"]) == (0, 0)
    assert again["changed"] == 40
    with synced.connector() as connector:
        assert rows(connector.database, "stores")[0]["orders_cursor"] == before
