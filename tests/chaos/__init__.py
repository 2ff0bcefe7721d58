"""The fault suite: the service on many machines, under load, while everything it consists of is killed at random.

`make chaos` lives through ten minutes of it; `test_chaos.py` through some seconds in every run of the tests.
"""
