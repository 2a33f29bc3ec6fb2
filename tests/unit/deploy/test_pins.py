"""What the wheel asks for is what the lock holds, once, on every Python that is promised."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "deploy" / "requirements.txt").read_text("utf-8")


@pytest.mark.parametrize("pin", PROJECT["dependencies"])
def test_a_pin_of_the_wheel_is_the_locks(pin: str) -> None:
    """Locked in two versions, by Python's, a package could not be installed from the wheel with one of them."""
    name = pin.partition("==")[0]
    assert re.findall(rf"^{re.escape(name)}==[^ ]+(?: ; [^\\]+)?", LOCK, re.MULTILINE) == [pin]
