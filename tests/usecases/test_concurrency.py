"""Many at once: eight processes redeem from the same wallets and take the same rewards, and nobody gets a point or a
reward that is not there."""

import multiprocessing
from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

from connector.core.commerce import Buyer
from connector.core.quote import Refusal
from connector.db import ledger, members
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.redeem import redeem
from connector.usecases.rewards import open_rewards, take_reward
from tests.building import NOW, a_line, an_order
from tests.usecases.shop import CLUB, a_store, settle

PROCESSES, MEMBERS = 8, 12

# The parent has no threads and no open database when it forks; a new interpreter for each would take ten times as long.
_forked = multiprocessing.get_context("fork")


def test_eight_processes_redeeming_from_the_same_wallets_never_overdraw_one(database_url: str) -> None:
    """Each wants 60 of 100 points of every member: of eight wishes one can be granted, whichever it is."""
    database = Database(database_url)
    store = a_store(database)
    buyers = [Buyer(str(number), None) for number in range(MEMBERS)]
    settle(database, store, *(an_order(a_line(10_000), id=buyer.customer_id or "", buyer=buyer) for buyer in buyers))
    with database.read() as connection:
        ids = members.all_ids(connection)
    database.close()

    barrier, answers = _forked.Barrier(PROCESSES), _forked.Queue()
    workers = [
        _forked.Process(target=wish_for_sixty, args=(database_url, ids, number, barrier, answers))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    told = Counter(answers.get(timeout=60) for _ in range(PROCESSES * MEMBERS))
    for worker in workers:
        worker.join()

    assert told == {"granted": MEMBERS, "refused: balance": (PROCESSES - 1) * MEMBERS}
    with database.read() as connection:
        wallets = ledger.stored_wallets(connection, ids)
    assert {(wallet.spendable(NOW), wallet.total(ledger.Account.HELD)) for wallet in wallets.values()} == {(40, 60)}
    assert verify(database).faults == []
    database.close()


def test_eight_processes_taking_the_last_rewards_never_take_one_more(database_url: str) -> None:
    """Everybody wants the mug, and there are three: of all wishes three can be granted, whosever they are."""
    database = Database(database_url)
    store = a_store(database, programme=CLUB + MUGS)
    buyers = [Buyer(str(number), None) for number in range(PROCESSES)]
    settle(database, store, *(an_order(a_line(10_000), id=buyer.customer_id or "", buyer=buyer) for buyer in buyers))
    with database.read() as connection:
        ids = members.all_ids(connection)
    database.close()

    barrier, answers = _forked.Barrier(PROCESSES), _forked.Queue()
    workers = [_forked.Process(target=wish_for_a_mug, args=(database_url, member, barrier, answers)) for member in ids]
    for worker in workers:
        worker.start()
    told = Counter(answers.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join()

    assert told == {"granted": 3, "refused: sold_out": PROCESSES - 3}
    assert len(open_rewards(database)) == 3
    assert verify(database).faults == []
    database.close()


MUGS = "rewards: [{kind: gift, name: mug, points: 60, title: Mug, stock: 3}]"


def wish_for_a_mug(url: str, member: int, barrier: Barrier, answers: Any) -> None:
    database = Database(url)
    store = a_store(database, programme=CLUB + MUGS)
    barrier.wait()
    try:
        take_reward(database, store, member, "mug", key=f"mug/{member}", author="shopper", now=NOW)
    except Refusal as refusal:
        answers.put(f"refused: {refusal.code}")
    except Exception as error:  # for the parent to see: any trouble but a refusal is a defect
        answers.put(f"{type(error).__name__}: {error}")
    else:
        answers.put("granted")
    database.close()


def wish_for_sixty(url: str, ids: list[int], number: int, barrier: Barrier, answers: Any) -> None:
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
