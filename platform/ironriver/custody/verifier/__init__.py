"""The verifier that ships in each court package: written as modules, shipped as one file.

`source()` joins the modules into one text, leaving out the imports between them. It imports nothing of Ironriver:
whoever checks a package needs Python and nothing from us.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_PARTS = ("arithmetic", "container", "steps", "stamps")
_PROGRAM = "program"


@cache
def source() -> bytes:
    """Return `verify.py`: the same bytes in every package of this version."""
    program, parts = _read(_PROGRAM), [_read(name) for name in _PARTS]
    imports = sorted({line for text in (*parts, program) for line in _imports(text)})
    bodies = [_body(text, keep_doc=False) for text in parts]
    registry = "class steps:  # noqa: N801 - a module, where the verifier is several files\n"
    registry += "".join(f"    {name} = staticmethod({name})\n" for name in _steps(_read("steps")))
    head = f'"""{ast.get_docstring(ast.parse(program), clean=False)}"""'
    joined = [head, "from __future__ import annotations", "\n".join(imports), *bodies[:3], registry, bodies[3]]
    return ("\n\n".join([*joined, _body(program, keep_doc=False)]) + "\n").encode()


def _read(name: str) -> str:
    return (_HERE / f"{name}.py").read_text("utf-8")


def _top(text: str) -> list[ast.stmt]:
    return ast.parse(text).body


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _imports(text: str) -> list[str]:
    """Return the imports of a module that are not of ours."""
    return [
        ast.unparse(node)
        for node in _top(text)
        if _is_import(node) and not (getattr(node, "module", "") or "").startswith(("ironriver", "__future__"))
    ]


def _body(text: str, *, keep_doc: bool) -> str:
    """Return a module's text from its first statement that is neither docstring nor import."""
    nodes = [n for n in _top(text) if not _is_import(n)]
    nodes = nodes if keep_doc else nodes[1:]
    lines = text.splitlines()
    start = nodes[0].lineno - 1
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return "\n".join(lines[start:]).strip("\n")


def _steps(text: str) -> list[str]:
    return [n.name for n in _top(text) if isinstance(n, ast.FunctionDef) and n.name.startswith("step_")]
