"""The sandbox store as a process: prints where it listens as one line of JSON, and serves until it is told to stop.

The rule kept here: nothing but that line goes to standard output.
"""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from .grants import ALL_SCOPES
from .seed import Past
from .server import Sandbox
from .shop import Terms


def main() -> None:
    options = _parser().parse_args()
    told_to_stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: told_to_stop.set())
    with Sandbox(
        terms=Terms(domain=options.domain, currency=options.currency),
        past=Past(options.seed, options.orders, options.customers, options.products, options.days),
        host=options.host,
        port=options.port,
        client_id=options.client_id,
        client_secret=options.client_secret,
        access_token=options.access_token,
        scopes=options.scopes.split(","),
        background_webhooks=True,
        control=options.control,
        state=options.state,
    ) as store:
        store.courier.compliance_url = options.compliance_url
        listening = {
            "url": store.url,
            "shop": options.domain,
            "client_id": options.client_id,
            "client_secret": options.client_secret,
            "access_token": options.access_token,
        }
        sys.stdout.write(json.dumps(listening) + "\n")
        sys.stdout.flush()
        told_to_stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m adapters.shopify.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--domain", default="sandbox.myshopify.com")
    parser.add_argument("--currency", default="EUR")
    parser.add_argument("--client-id", default="sandbox-client")
    parser.add_argument("--client-secret", default="sandbox-secret")
    parser.add_argument("--access-token", default="shpat_sandbox", help="one that never expires")
    parser.add_argument("--scopes", default=",".join(ALL_SCOPES), help="what the app may do, with commas between")
    parser.add_argument("--seed", type=int, default=0, help="equal seeds make equal shops")
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--customers", type=int, default=0)
    parser.add_argument("--products", type=int, default=None)
    parser.add_argument("--days", type=int, default=365, help="how far back the orders go")
    parser.add_argument("--compliance-url", default=None, help="where customers/redact and the like are sent")
    parser.add_argument("--control", action="store_true", help="serve /sandbox/faults")
    parser.add_argument("--state", type=Path, default=None, help="a file that keeps the shop; loaded if it exists")
    return parser


if __name__ == "__main__":
    main()
