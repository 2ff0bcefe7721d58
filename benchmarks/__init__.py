"""How fast it is beside things that everybody knows: `make bench`, or `python -m benchmarks [--quick] [CASE …]`.

The rule kept here: each case does its own work and its baseline's in turn in one run, so its ratio means something on
any machine.
"""
