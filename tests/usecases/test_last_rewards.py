"""Many at once: eight processes take the same reward, and nobody gets one that is not there."""

import multiprocessing
from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

from connector.core.commerce import Buyer
from connector.core.quote import Refusal
from connector.db import members
from connector.db.engine import Database
from connector.usecases.audit import verify
from connector.usecases.rewards import open_rewards, take_reward
from tests.building import NOW, a_line, an_order
from tests.usecases.shop import CLUB, a_store, settle

PROCESSES = 8
MUGS = "rewards: [{kind: gift, name: mug, points: 60, title: Mug, stock: 3}]"

_forked = multiprocessing.get_context("fork")


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
