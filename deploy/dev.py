"""The two commands. Standard library only, so that a bare machine with Python 3.11 and a network can start here.

    python3 deploy/dev.py run      set everything up, start the platform with a synthetic world, print its address
    python3 deploy/dev.py test     set everything up, run every check (`--all` adds the heavy suites)

Both are idempotent: a step that is done is recognised and skipped. Everything lands in `.venv` and `.ironriver` of
this checkout; only system packages (Chromium, Pango, venv) come by apt, and only for root.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

import steps
from steps import FRONTEND, PYTHON, ROOT, VENV, Stop, environment, step

OLDEST = (3, 11)
#: How long the first answer may take: the engine needs about ten seconds, much more on a busy machine.
SERVE_SECONDS = 240


# ---- run ------------------------------------------------------------------------------------------------------


def serve(arguments: argparse.Namespace) -> int:
    """Start the platform in demo mode, fill the world once, print the address, stay until it ends."""
    os.environ["IRONRIVER_DEMO"] = "1"
    os.environ["IRONRIVER_PORT"] = str(arguments.port)
    address = f"http://127.0.0.1:{arguments.port}"
    check_port(arguments.port)
    began = time.monotonic()
    print(f"· starting at {address} …", flush=True)
    platform = subprocess.Popen([str(PYTHON), "-m", "ironriver", "run"], cwd=ROOT, env=environment())
    signal.signal(signal.SIGTERM, lambda *_: platform.terminate())
    try:
        wait_until_served(platform, address)
        print(f"  serving [{time.monotonic() - began:.1f} s]", flush=True)
        print(f"\n{fill_world()}")
        show_welcome(address, browser=not arguments.no_browser)
        return platform.wait()
    except KeyboardInterrupt:  # the terminal has told the platform too
        return platform.wait()
    finally:
        if platform.poll() is None:
            platform.terminate()
            platform.wait()


def check_port(port: int) -> None:
    """Stop if something listens there already: its answers would be taken for those of what starts here."""
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            return
    raise Stop(
        f"Port {port} is taken: perhaps Ironriver runs already at http://127.0.0.1:{port}. Stop it (Ctrl-C where "
        f"it was started), or choose another port:\n    python3 deploy/dev.py run --port {port + 1}"
    )


def wait_until_served(platform: subprocess.Popen[bytes], address: str) -> None:
    """Return at the first answer; stop if the platform leaves before."""
    until = time.monotonic() + SERVE_SECONDS
    while time.monotonic() < until:
        if platform.poll() is not None:
            raise Stop("The platform did not start; its own words are above.")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.2)
    raise Stop(f"Nothing answered at {address} within {SERVE_SECONDS} s. Its words are above.")


def fill_world() -> str:
    """Load the demo accounts and the small synthetic world, once per data directory; return the sign-ins."""
    stamp = Path(environment()["IRONRIVER_HOME"]) / "data" / "demo-sign-ins"
    ironriver = [str(PYTHON), "-m", "ironriver"]
    if not stamp.is_file():
        with step("demo accounts"):
            people = steps.run([*ironriver, "accounts", "demo"], why="The demo accounts could not be made.")
        with step("synthetic world (small)"):
            load = [*ironriver, "seed", "load", "--size", "small"]
            steps.run(load, why="The world could not be loaded; run this again to go on.", quiet=False)
        stamp.write_text("  " + people, "utf-8")  # `run` strips what comes before the first row
        # Desk and queue are not empty from the first minute. Without them the rest works all the same.
        with contextlib.suppress(steps.Stop), step("trace requests (a desk to look at)"):
            why = "The desk stays empty; run `ironriver seed desk` by hand."
            steps.run([*ironriver, "seed", "desk"], why=why, quiet=False)
        with contextlib.suppress(steps.Stop), step("detectors (findings to review)"):
            run = [*ironriver, "detect", "--as", "ohlsson"]
            why = "The detectors did not run; run `ironriver detect --as ohlsson` by hand."
            steps.run(run, why=why, quiet=False)
    return stamp.read_text("utf-8")


def show_welcome(address: str, *, browser: bool) -> None:
    """Print where to go, and open it where there is a screen."""
    print(f"\nIronriver is ready: {address}    (Ctrl-C stops it)", flush=True)
    if browser and (os.environ.get("DISPLAY") or sys.platform == "darwin"):
        webbrowser.open(address)


# ---- test -----------------------------------------------------------------------------------------------------


def check(arguments: argparse.Namespace) -> int:
    """Run every check to its end, print which failed, and end with pytest's count."""
    tools = VENV / "bin"
    marks = ["-m", ""] if arguments.all else []
    checks = [
        ("ruff", [str(tools / "ruff"), "check", "."], ROOT),
        ("mypy", [str(tools / "mypy")], ROOT),
        ("import-linter", [str(tools / "lint-imports")], ROOT),
        ("pytest", [str(tools / "pytest"), *marks, *(arguments.rest or lanes())], ROOT),
    ]
    if (FRONTEND / "package-lock.json").is_file():
        steps.ensure_node_modules(arguments.offline)
        checks.insert(0, ("front-end tests", steps.npm_command("test"), FRONTEND))
    failed, last = [], ""
    for name, command, folder in checks:
        with step(name) as words:
            code, last = stream(command, folder)
            if code != 0:
                failed.append(name)
                words.append(f"FAILED (exit code {code})")
    if failed:
        print(f"failed: {', '.join(failed)}")
    print(closing_line(last))
    return 1 if failed else 0


def lanes() -> list[str]:
    """Return how the whole suite is spread: a file belongs to one lane, and each lane has an engine of its own.

    Two lanes at most: each holds an engine and now and then a browser, about 2 GB.
    """
    return ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"] if (os.cpu_count() or 1) > 1 else []


def closing_line(last: str) -> str:
    """Return the counts from pytest's last line, e.g. `812 passed, 3 skipped`."""
    counts = re.search(r"\d+ \w+(?:, \d+ \w+)*(?= in )", last)
    return counts[0] if counts else last.strip(" =")


def stream(command: list[str], folder: Path = ROOT) -> tuple[int, str]:
    """Run a command, show what it prints as it comes, return its exit code and its last line."""
    last = ""
    with subprocess.Popen(
        command, cwd=folder, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return child.returncode, last


def parse(words: list[str]) -> argparse.Namespace:
    """Read the command line; what follows `--` goes to pytest."""
    rest = words[words.index("--") + 1 :] if "--" in words else []
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="run|test")
    for name, said in (("run", "start the platform"), ("test", "run every check; `-- ARGUMENTS` go to pytest")):
        command = commands.add_parser(name, help=said, description=said)
        command.add_argument("--offline", action="store_true", help="use only what is here already")
        command.add_argument("--port", type=int, default=8400, help="port of the web server (default 8400)")
        command.add_argument("--no-browser", action="store_true", help="do not open, or not require, a browser")
    commands.choices["test"].add_argument("--all", action="store_true", help="also the heavy suites")
    arguments = parser.parse_args(words[: words.index("--")] if "--" in words else words)
    arguments.rest = rest
    return arguments


def main() -> int:
    """Set up what the command needs, then do it."""
    if sys.version_info < OLDEST:
        raise Stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try python3.11.")
    arguments = parse(sys.argv[1:])
    testing = arguments.command == "test"
    if not testing:
        check_port(arguments.port)  # before minutes of setting up
    steps.ensure_venv(arguments.offline)
    steps.ensure_dependencies("requirements-dev.txt" if testing else "requirements.txt", arguments.offline)
    steps.ensure_engine(arguments.offline)
    steps.ensure_frontend(arguments.offline)
    steps.ensure_pango(arguments.offline, testing=testing)
    if not testing:
        return serve(arguments)
    steps.ensure_judges(arguments.offline)
    if not arguments.no_browser:
        steps.ensure_chromium(arguments.offline)
    return check(arguments)


if __name__ == "__main__":
    sys.exit(main())
