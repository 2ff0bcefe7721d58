"""The sandbox store as a process: prints where it listens as one line of JSON, and serves until it is told to stop.

The rule kept here: nothing but that line goes to standard output.
"""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from .server import Sandbox


def main() -> None:
    options = _parser().parse_args()
    told_to_stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: told_to_stop.set())
    with Sandbox(
        seed=options.seed,
        orders=options.orders,
        customers=options.customers,
        products=options.products,
        days=options.days,
        host=options.host,
        port=options.port,
        https=options.https,
        consumer_key=options.key,
        consumer_secret=options.secret,
        cron_interval=options.cron_interval,
        background_cron=options.background_cron,
        wp_cron=not options.disable_wp_cron,
        allow_loopback=options.allow_loopback,
        control=options.control,
        state=options.state,
        gift_cards=options.gift_cards,
    ) as shop:
        listening = {"url": shop.url, "consumer_key": shop.consumer_key, "consumer_secret": shop.consumer_secret}
        sys.stdout.write(json.dumps(listening) + "\n")
        sys.stdout.flush()
        told_to_stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m adapters.woocommerce.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--https", action="store_true", help="behave as a site behind TLS: Basic is accepted")
    parser.add_argument("--key", default="ck_sandbox", help="the consumer key")
    parser.add_argument("--secret", default="cs_sandbox", help="the consumer secret")
    parser.add_argument("--seed", type=int, default=0, help="equal seeds make equal shops")
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--customers", type=int, default=0)
    parser.add_argument("--products", type=int, default=None)
    parser.add_argument("--days", type=int, default=365, help="how far back the orders go")
    parser.add_argument("--cron-interval", type=float, default=60.0, help="seconds between runs of the webhook queue")
    parser.add_argument("--background-cron", action="store_true", help="run the queue without waiting for a request")
    parser.add_argument("--disable-wp-cron", action="store_true", help="requests do not run the queue")
    parser.add_argument("--allow-loopback", action="store_true", help="send webhooks to private addresses, any port")
    parser.add_argument("--gift-cards", action="store_true", help="the extension WooCommerce Gift Cards is active")
    parser.add_argument("--control", action="store_true", help="serve /sandbox/faults, /sandbox/cron, /sandbox/state")
    parser.add_argument("--state", type=Path, default=None, help="a file that keeps the shop; loaded if it exists")
    return parser


if __name__ == "__main__":
    main()
