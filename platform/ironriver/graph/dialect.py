"""What the catalogue refuses. Each rule has a short name, which an `exception:` line in the header may cite.

A tokenizer and a clause scanner, not a grammar: whatever they do not know is refused, so that a new construct has
to be thought about once before it is used.
"""

from __future__ import annotations

import re

from ironriver.graph.clauses import Clause, functions, split_at, split_clauses
from ironriver.graph.header import Header
from ironriver.graph.patterns import RuleError
from ironriver.graph.tokens import Group, Items, Token, TokenError, flat, read_tokens, read_tree
from ironriver.graph.visibility import FULLTEXT, Reader

__all__ = ["RuleError", "check"]

WRITE_WORDS = frozenset(
    {
        *("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "INSERT", "DROP", "ALTER"),
        *("LOAD", "GRANT", "DENY", "REVOKE", "TERMINATE", "START", "STOP"),
    }
)
#: Never in any statement: they change which database, version or plan is meant, or look behind the dialect.
NEVER_WORDS = frozenset({"USE", "CYPHER", "EXPLAIN", "PROFILE", "SHOW", "TRANSACTIONS", "FINISH", "PERIODIC"})
WRITE_CLAUSES = frozenset(
    {
        *("UNWIND", "MATCH", "OPTIONAL MATCH", "WITH", "MERGE", "ON CREATE", "ON MATCH", "CREATE", "SET", "REMOVE"),
        *("DELETE", "DETACH DELETE", "FOREACH", "RETURN", "CALL"),
    }
)
#: Functions whose answer depends on nothing but their arguments.
FUNCTIONS = frozenset(
    {
        *("count", "collect", "min", "max", "sum", "avg", "coalesce", "nullif", "labels", "type", "keys"),
        *("properties", "size", "length", "nodes", "relationships", "head", "last", "tail", "range", "reverse"),
        *("tostring", "tointeger", "tofloat", "toboolean", "tostringornull", "tointegerornull", "tolower"),
        *("toupper", "trim", "ltrim", "rtrim", "substring", "left", "right", "split", "replace", "abs", "round"),
        *("ceil", "floor", "sign", "sqrt", "log", "exp", "isempty", "all", "any", "none", "single", "reduce"),
        *("duration.indays", "duration.between", "point", "point.distance", "stdev", "percentilecont"),
        *("percentiledisc", "char_length", "character_length", "btrim"),
    }
)
#: Deterministic only with an argument: without one they read the clock.
CLOCKS = frozenset({"date", "datetime", "localdatetime", "time", "localtime", "duration"})
#: Words after which a bracket is no call.
_NOT_CALLS = frozenset(
    {
        *("match", "merge", "create", "call", "where", "and", "or", "xor", "not", "in", "return", "with", "unwind"),
        *("then", "when", "else", "case", "by", "limit", "skip", "is", "as", "on", "set", "delete", "foreach"),
        *("distinct", "shortest", "groups", "contains", "order", "starts", "ends", "end", "insert"),
        *("yield", "asc", "desc"),
    }
)
#: Race, sex, height, weight, identity numbers: read by these two alone, and never by detectors or exports.
PROTECTED = "ProtectedTraits"
PROTECTED_READS = frozenset({"search.protected_traits", "tracing.protected_traits"})
#: No exception can lift these.
ABSOLUTE = frozenset({"protected", "syntax", "words", "params", "rows", "never"})

_SCHEMA_NAME = re.compile(r"schema\.\d{3}_[a-z0-9_]+")
_SCHEMA_START = re.compile(
    r"(CREATE\s+(CONSTRAINT|((RANGE|TEXT|FULLTEXT|POINT|VECTOR|LOOKUP)\s+)?INDEX)\b.*\bIF\s+NOT\s+EXISTS\b"
    r"|DROP\s+(CONSTRAINT|INDEX)\b.*\bIF\s+EXISTS\b)",
    re.IGNORECASE | re.DOTALL,
)


def check(name: str, header: Header, query: str) -> None:
    """Hold one statement to every rule. Raises `RuleError` with the first one it breaks."""
    try:
        _check_exceptions(header)
        if header.mode == "schema":
            _check_schema(name, query)
            return
        tree = read_tree(query)
        tokens = read_tokens(query)
        _check_params(header, tokens)
        _check_words(name, header, tokens)
        _check_functions(header, tree)
        if header.mode == "write":
            _check_write(header, tree)
        else:
            _check_read(header, tree)
    except TokenError as cause:
        raise RuleError("syntax", str(cause)) from cause


def _check_exceptions(header: Header) -> None:
    lifted = {rule.partition("(")[0] for rule in header.exceptions}
    if lifted & ABSOLUTE:
        raise RuleError("exception", f"no exception can lift {', '.join(sorted(lifted & ABSOLUTE))}")


def _check_schema(name: str, query: str) -> None:
    if not _SCHEMA_NAME.fullmatch(name):
        raise RuleError("schema", "a schema file is schema/NNN_name.cypher")
    for block in re.split(r"^\s*;\s*$", query, flags=re.MULTILINE):
        command = re.sub(r"^\s*//[^\n]*$", "", block, flags=re.MULTILINE).strip()
        if command and not _SCHEMA_START.match(command):
            raise RuleError("schema", f"{command[:60]!r} is no CREATE … IF NOT EXISTS or DROP … IF EXISTS")


def _check_params(header: Header, tokens: list[Token]) -> None:
    used = {token.text[1:] for token in tokens if token.kind == "param"}
    declared = set(header.params)
    if used - declared:
        raise RuleError("params", f"used but not declared: {', '.join(sorted(used - declared))}")
    if declared - used:
        raise RuleError("params", f"declared but not used: {', '.join(sorted(declared - used))}")


def _check_words(name: str, header: Header, tokens: list[Token]) -> None:
    for position, token in enumerate(tokens):
        if token.text.strip("'\"`") == PROTECTED and not _may_name_protected(name, header):
            raise RuleError("protected", f"line {token.line}: {PROTECTED} is read by two named statements only")
        if token.text.startswith("`"):
            raise RuleError("syntax", f"line {token.line}: quoted names are not used here")
        if _is_name(tokens, position):
            continue
        if token.upper in NEVER_WORDS:
            raise RuleError("never", f"line {token.line}: {token.upper} has no place in a statement")
        if header.mode == "read" and token.upper in WRITE_WORDS:
            raise RuleError("words", f"line {token.line}: {token.upper} in a read")


def _may_name_protected(name: str, header: Header) -> bool:
    return name in PROTECTED_READS if header.mode == "read" else name.startswith("write.")


def _is_name(tokens: list[Token], position: int) -> bool:
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if before is not None and (before.text in (".", ":", "|", "&") or before.upper == "AS"):
        return True
    return after is not None and after.text == ":"


def _check_functions(header: Header, tree: Items) -> None:
    for name, arguments, line in functions(tree):
        if name in _NOT_CALLS or name in FUNCTIONS or name in FULLTEXT:
            continue
        if name in CLOCKS and arguments.items:
            continue
        if name in CLOCKS:
            raise RuleError("determinism", f"line {line}: {name}() reads the clock; give the time as a parameter")
        if f"function {name}" not in header.exceptions:
            raise RuleError("function", f"line {line}: {name}() is not on the list of functions known to be safe")


def _check_write(header: Header, tree: Items) -> None:
    clauses = split_clauses(tree)
    if header.data == "schema" or not clauses:
        raise RuleError("syntax", "an empty statement")
    if header.data not in ("case", "access"):
        return
    if header.params != ("rows",) or clauses[0].name != "UNWIND" or flat(clauses[0].body) != "$rows AS row":
        raise RuleError("rows", "a write takes $rows alone and begins with UNWIND $rows AS row")
    _check_write_clauses(clauses)
    if any(name == "collect" for name, _, _ in functions(tree)):
        raise RuleError("determinism", "collect() in a write depends on the order of rows")


def _check_write_clauses(clauses: list[Clause]) -> None:
    """The clauses of a write, and those of its subqueries, which could else do what the outer ones may not."""
    for clause in clauses:
        if clause.name not in WRITE_CLAUSES or set(clause.parts) - {"WHERE"}:
            raise RuleError("words", f"line {clause.line}: {clause.name} {' '.join(clause.parts)} in a write")
        if clause.name == "CALL":
            body = clause.body[-1] if clause.body else None
            if not isinstance(body, Group) or body.open != "{":
                raise RuleError("words", f"line {clause.line}: a procedure in a write")
            _check_write_clauses(split_clauses(body.items))


def _check_read(header: Header, tree: Items) -> None:
    clauses = split_clauses(tree)
    if not clauses or clauses[-1].name != "RETURN":
        raise RuleError("syntax", "a read ends with RETURN")
    _check_limits(header, clauses)
    _check_returns(header, clauses)
    if header.data == "case":
        Reader(lambda rule: rule in header.exceptions).walk_query(tree, set())


def _check_limits(header: Header, clauses: list[Clause]) -> None:
    if header.limit_one or "limit" in header.exceptions:
        return
    for clause in clauses:
        if clause.name == "RETURN" and "LIMIT" not in clause.parts:
            raise RuleError("limit", f"line {clause.line}: a list without LIMIT (or say `limit: one`)")


def _check_returns(header: Header, clauses: list[Clause]) -> None:
    """What the header says it returns is what the last RETURN names, in that order."""
    body = flat(clauses[-1].body).removeprefix("DISTINCT ")
    named = tuple(_column(piece) for piece in _columns(clauses[-1].body))
    if body != "*" and named != header.returns:
        raise RuleError("returns", f"declared {', '.join(header.returns)}; returns {', '.join(named)}")


def _columns(body: Items) -> list[Items]:
    items = body[1:] if body and body[0].upper == "DISTINCT" else body
    return split_at(items, ",")


def _column(piece: Items) -> str:
    if len(piece) > 2 and piece[-2].upper == "AS":
        return piece[-1].text
    return flat(piece).replace(" ", "")
