"""Why a query is not even tried, in the words of graphql-ruby, which the real API is made with.

The rule kept here: our library finds the fault and its place, the words are those recorded; a fault that has no
recorded words keeps the library's.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLInputObjectType,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    VariableDefinitionNode,
    print_ast,
)

from adapters.shopify.schema import schema

NOT_NULL = "Expected value to not be null"

Told = tuple[str, dict[str, Any]]
Match = re.Match[str]


def syntax(problem: GraphQLError) -> dict[str, Any]:
    message = problem.message.removeprefix("Syntax Error: ").rstrip(".")
    return {"message": f"syntax error, {message}", "locations": _places(problem), "extensions": {"code": "PARSE_ERROR"}}


def invalid(problem: GraphQLError, document: DocumentNode) -> dict[str, Any]:
    chain = _chain(document, problem.nodes[0]) if problem.nodes else []
    message, extensions = _in_their_words(problem.message, chain)
    places = _places(problem)[:1]
    if extensions["code"] in OF_THE_FIELD:  # the field's place, not the value's
        field = next(node for node in reversed(chain) if isinstance(node, FieldNode))
        places = [_place(field)]
    return {"message": message, "locations": places, "path": _path(chain), "extensions": extensions}


def variable(problem: GraphQLError, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a variable was given does not fit its type."""
    node = problem.nodes[0] if problem.nodes else None
    assert isinstance(node, VariableDefinitionNode)  # noqa: S101 for the type checker
    called, kind = node.variable.name.value, print_ast(node.type)
    path, explanation = _explained(problem.message)
    under = f" for {'.'.join(path)} ({explanation})" if path else ""
    problems = [{"path": path, "explanation": explanation}]
    return {
        "message": f"Variable ${called} of type {kind} was provided invalid value{under}",
        "locations": _places(problem)[:1],
        "extensions": {"code": "INVALID_VARIABLE", "value": given.get(called), "problems": problems},
    }


def _in_their_words(message: str, chain: list[Node]) -> Told:
    for pattern, words in KNOWN:
        if match := re.match(pattern, message):
            return words(match)
    argument = next((node for node in chain if isinstance(node, ArgumentNode)), None)
    if match := re.match(r"Expected value of type '(\w+)' to include required field '(\w+)'", message):
        kind = schema().type_map[match[1]]
        wanted = kind.fields[match[2]].type if isinstance(kind, GraphQLInputObjectType) else "?"
        said = f"Argument '{match[2]}' on InputObject '{match[1]}' is required. Expected type {wanted}"
        details = {"argumentName": match[2], "argumentType": str(wanted), "inputObjectType": match[1]}
        return said, {"code": "missingRequiredInputObjectAttribute", **details}
    if argument is None:
        return message, {"code": "invalid"}
    field, expected = _expected(chain, argument)
    value = print_ast(argument.value)
    said = f"Argument '{argument.name.value}' on Field '{field}' has an invalid value ({value}). Expected type"
    details = {"typeName": "Field", "argumentName": argument.name.value}
    return f"{said} '{expected}'.", {"code": "argumentLiteralsIncompatible", **details}


def _expected(chain: list[Node], argument: ArgumentNode) -> tuple[str, str]:
    """The field that the argument is of, and the argument's type."""
    kind: Any = None
    field = ""
    for node in chain:
        if isinstance(node, OperationDefinitionNode):
            kind = schema().get_root_type(node.operation)
        elif isinstance(node, (FragmentDefinitionNode, InlineFragmentNode)) and node.type_condition:
            kind = schema().type_map[node.type_condition.name.value]
        elif isinstance(node, FieldNode):
            field, found = node.name.value, kind.fields[node.name.value]
            if argument in (node.arguments or ()):
                return field, str(found.args[argument.name.value].type)
            kind = found.type
            while hasattr(kind, "of_type"):
                kind = kind.of_type
    return field, "?"


def _explained(message: str) -> tuple[list[str], str]:
    where = re.search(r"invalid value at ((?:\.\w+|\[\d+\])+):", message)
    path = re.findall(r"\w+", where[1]) if where else []
    if match := re.search(r"to include required field '(\w+)'", message):
        return [*path, match[1]], NOT_NULL
    if match := re.search(r"of type '(\w+)' not to include unknown field '(\w+)'", message):
        return [*path, match[2]], f"Field is not defined on {match[1]}"
    if "non-null type" in message:
        return path, NOT_NULL
    if match := re.search(r"Value '([^']*)' does not exist in '(\w+)' enum", message):
        names = ", ".join(getattr(schema().type_map[match[2]], "values", {}))
        return path, f'Expected "{match[1]}" to be one of: {names}'
    if match := re.search(r"(\w+) cannot represent .*: (.*)$", message):
        return path, f"Could not coerce value {match[2]} to {match[1]}"
    return path, message


def _chain(document: DocumentNode, wanted: Node) -> list[Node]:
    """From the operation down to the node."""
    for definition in document.definitions:
        if (found := _below(definition, wanted)) is not None:
            return found
    return []


def _below(node: Node, wanted: Node) -> list[Node] | None:
    if node is wanted:
        return [node]
    for key in node.keys:
        held = getattr(node, key, None)
        for child in held if isinstance(held, (list, tuple)) else [held]:
            if isinstance(child, Node) and (found := _below(child, wanted)) is not None:
                return [node, *found]
    return None


def _path(chain: list[Node]) -> list[str]:
    steps: list[str] = []
    for node in chain:
        match node:
            case OperationDefinitionNode():
                steps.append(f"{node.operation.value} {node.name.value if node.name else ''}".strip())
            case FragmentDefinitionNode():
                steps.append(f"fragment {node.name.value}")
            case FieldNode():
                steps.append(node.alias.value if node.alias else node.name.value)
            case ArgumentNode():
                steps.append(node.name.value)
            case InlineFragmentNode() if node.type_condition:
                steps.append(f"... on {node.type_condition.name.value}")
            case _:
                pass
    return steps


def _places(problem: GraphQLError) -> list[dict[str, int]]:
    return [{"line": place.line, "column": place.column} for place in problem.locations or []]


def _place(node: Node) -> dict[str, int]:
    assert node.loc is not None  # noqa: S101 it was parsed
    return {"line": node.loc.start_token.line, "column": node.loc.start_token.column}


def _undefined_field(m: Match) -> Told:
    said = f"Field '{m[1]}' doesn't exist on type '{m[2]}'"
    return said, {"code": "undefinedField", "typeName": m[2], "fieldName": m[1]}


def _unknown_argument(m: Match) -> Told:
    said = f"Field '{m[2]}' doesn't accept argument '{m[1]}'"
    return said, {"code": "argumentNotAccepted", "name": m[2], "typeName": "Field", "argumentName": m[1]}


def _missing_argument(m: Match) -> Told:
    said = f"Field '{m[1]}' is missing required arguments: {m[2]}"
    return said, {"code": "missingRequiredArguments", "className": "Field", "name": m[1], "arguments": m[2]}


def _no_selection(m: Match) -> Told:
    name, kind = m[1], m[2].strip("[]!")
    said = f"Field must have selections (field '{name}' returns {kind} but has no selections. "
    details = {"nodeName": f"field '{name}'", "typeName": kind}
    return f"{said}Did you mean '{name} {{ ... }}'?)", {"code": "selectionMismatch", **details}


def _unused(m: Match) -> Told:
    said = f"Variable ${m[1]} is declared by {m[2] or 'anonymous query'} but not used"
    return said, {"code": "variableNotUsed", "variableName": m[1]}


def _undeclared(m: Match) -> Told:
    said = f"Variable ${m[1]} is used by {m[2] or 'anonymous query'} but not declared"
    return said, {"code": "variableNotDefined", "variableName": m[1]}


def _undefined_directive(m: Match) -> Told:
    return f"Directive @{m[1]} is not defined", {"code": "undefinedDirective", "directiveName": m[1]}


KNOWN: list[tuple[str, Callable[[Match], Told]]] = [
    (r"Cannot query field '(\w+)' on type '(\w+)'", _undefined_field),
    (r"Unknown argument '(\w+)' on field '\w+\.(\w+)'", _unknown_argument),
    (r"Argument '\w+\.(\w+)\((\w+):\)' of type .* is required, but it was not provided", _missing_argument),
    (r"Field '(\w+)' of type '([^']+)' must have a selection of subfields", _no_selection),
    (r"Variable '\$(\w+)' is never used(?: in operation '(\w+)')?", _unused),
    (r"Variable '\$(\w+)' is not defined(?: by operation '(\w+)')?", _undeclared),
    (r"Unknown directive '@(\w+)'", _undefined_directive),
]
OF_THE_FIELD = frozenset({"argumentLiteralsIncompatible"})
