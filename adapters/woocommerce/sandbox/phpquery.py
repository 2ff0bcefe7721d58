"""Query strings as PHP reads them: brackets make arrays, and of equal names the last one wins.

The rule kept here: the tree that comes out is the one that the OAuth signature is checked against.
"""

import re
from urllib.parse import unquote_plus

Tree = dict[str, "str | Tree"]

_NAME = re.compile(r"([^\[]+)((?:\[[^\]]*\])*)")


def parse(query: str) -> Tree:
    tree: Tree = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        match = _NAME.fullmatch(unquote_plus(name))
        if match is None:
            continue
        keys = [match[1].replace(".", "_").replace(" ", "_"), *re.findall(r"\[([^\]]*)\]", match[2])]
        branch = tree
        for key in keys[:-1]:
            child = branch.get(key)
            if not isinstance(child, dict):
                child = {}
                branch[key] = child
            branch = child
        branch[keys[-1] or str(len(branch))] = unquote_plus(value)
    return tree
