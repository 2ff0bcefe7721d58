"""Runs cases, each in a process of its own, and writes what came of them to `benchmarks/results/`."""

import argparse
import sys
import time

from benchmarks import report
from benchmarks.harness import Measured, apart, machine, run

CASES = ("startup", "settling", "hordak", "webhooks", "backfill", "members", "expiry", "memory", "allowance")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"all of {', '.join(CASES)}, unless you name some")
    parser.add_argument("--quick", action="store_true", help="smaller and fewer: under two minutes for all")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"there is no case {', '.join(sorted(unknown))}")
    where, began = machine(), time.monotonic()
    lines: list[Measured] = []
    for case in options.cases or CASES:
        found = apart(run, case, options.quick)
        lines += found
        print(report.table(found), end="\n\n", flush=True)
    took = f"The run took {time.monotonic() - began:.0f} s"
    name = "-".join(("quick" if options.quick else "full", *options.cases))
    print(f"{took}; see {report.save(name, lines, where, took)}")
    if any(one.reached is False for one in lines):
        print("not everything is as fast as it should be", file=sys.stderr)


if __name__ == "__main__":
    main()
