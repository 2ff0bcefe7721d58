"""Many at once: eight processes redeem from the same wallets, and nobody gets a point that is not there."""

import multiprocessing
from collections import Counter
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

from connector.core.commerce import Buyer
from connector.core.quote import Refusal
from connector.db import ledger, members
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.merge import join_members
from connector.usecases.redeem import redeem
from tests.building import NOW, a_line, an_order, some_terms
from tests.usecases.shop import a_store, settle

PROCESSES, MEMBERS = 8, 12

# The parent has no threads and no open database when it forks; a new interpreter for each would take ten times as long.
_forked = multiprocessing.get_context("fork")


def test_eight_processes_redeeming_from_the_same_wallets_never_overdraw_one(database_url: str) -> None:
    """Each wants 60 of 100 points of every member: of eight wishes one can be granted, whichever it is."""
    database = Database(database_url)
    ids = members_with(database, 100)

    told = wished(database, [ids] * PROCESSES)

    assert told == {"granted": MEMBERS, "refused: balance": (PROCESSES - 1) * MEMBERS}
    with database.read() as connection:
        wallets = ledger.stored_wallets(connection, ids)
    assert {(wallet.spendable(NOW), wallet.total(ledger.Account.HELD)) for wallet in wallets.values()} == {(40, 60)}
    assert verify(database).faults == []
    database.close()


def test_neither_do_those_who_spend_one_wallet_under_two_names(database_url: str) -> None:
    """Of each two members who are one person half the processes ask as the one and half as the other, in both orders:
    nobody waits for somebody who waits for them."""
    database = Database(database_url)
    ids = members_with(database, 50)
    for one, other in zip(ids[::2], ids[1::2], strict=True):
        join_members(database, other, one, reason="r", author="s", now=NOW)

    told = wished(database, [ids[::2], ids[1::2], ids[::-2], ids[-2::-2]] * (PROCESSES // 4))

    assert told == {"granted": MEMBERS // 2, "refused: balance": (PROCESSES - 1) * MEMBERS // 2}
    with database.read() as connection:
        wallets = ledger.wallets(connection, ids[::2], some_terms())
    assert {(wallet.spendable(NOW), wallet.total(ledger.Account.HELD)) for wallet in wallets.values()} == {(40, 60)}
    assert verify(database).faults == []
    database.close()


def members_with(database: Database, points: int) -> list[int]:
    store = a_store(database)
    buyers = [Buyer(str(number), None) for number in range(MEMBERS)]
    orders = [an_order(a_line(points * 100), id=buyer.customer_id or "", buyer=buyer) for buyer in buyers]
    settle(database, store, *orders)
    with database.read() as connection:
        return members.all_ids(connection)


def wished(database: Database, wishes: Sequence[Sequence[int]]) -> Counter[str]:
    """What becomes of the wishes of as many processes, each of which wants 60 points of one member after another."""
    database.close()
    barrier, answers = _forked.Barrier(len(wishes)), _forked.Queue()
    url = database.engine.url.render_as_string(hide_password=False)
    workers = [
        _forked.Process(target=wish_for_sixty, args=(url, ids, number, barrier, answers))
        for number, ids in enumerate(wishes)
    ]
    for worker in workers:
        worker.start()
    told = Counter(answers.get(timeout=60) for ids in wishes for _ in ids)
    for worker in workers:
        worker.join()
    return told


def wish_for_sixty(url: str, ids: Sequence[int], number: int, barrier: Barrier, answers: Any) -> None:
    database = Database(url)
    store = a_store(database)
    barrier.wait()
    for member in ids:
        try:
            redeem(database, store, member, 60, key=f"{number}/{member}", author="shopper", now=NOW)
        except Refusal as refusal:
            answers.put(f"refused: {refusal.code}")
        except Exception as error:  # for the parent to see: any trouble but a refusal is a defect
            answers.put(f"{type(error).__name__}: {error}")
        else:
            answers.put("granted")
    database.close()
