"""The engine's jars: read the lock, fetch what is missing, lay out a home.

Jars are kept by content (`<sha256>.jar`), so one cache serves every home and every version side by side, and a
file under its final name is complete by construction: bytes go to a temporary name, are hashed, then renamed.
"""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from ironriver import clock
from ironriver.errors import Invalid, Say, Unavailable

#: Twelve at a time fetched all 343 jars (143 MB) in 24 s on a 2-core machine; more did not help.
PARALLEL_DOWNLOADS = 12
#: A stalled connection is given up after this many seconds, then tried again from where it stopped.
STALL_SECONDS = 30.0
TRIES = 4
_CHUNK = 1 << 18
_FOLDERS = ("lib", "plugins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    """One line of the lock. `coordinates` are `group:artifact:version[:classifier]`."""

    coordinates: str
    sha256: str
    size: int
    folder: str

    @property
    def name(self) -> str:
        """The file name as published, e.g. `bolt-5.26.30.jar`."""
        return "-".join(self.coordinates.split(":")[1:]) + ".jar"

    @property
    def address(self) -> str:
        """The path below a Maven repository's base address."""
        group, artifact, version = self.coordinates.split(":")[:3]
        return "/".join((group.replace(".", "/"), artifact, version, self.name))

    def kept_at(self, cache: Path) -> Path:
        """Where the jar lies in the cache."""
        return cache / f"{self.sha256}.jar"

    def is_kept(self, cache: Path) -> bool:
        """True if the cache holds it with the right size. Its digest was checked before it got this name."""
        try:
            return self.kept_at(cache).stat().st_size == self.size
        except FileNotFoundError:
            return False


def lock_file() -> Path:
    """Return the engine lock: beside the package in the wheel, in `deploy/` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "shipped" / "engine.lock"
    return shipped if shipped.exists() else package.parents[1] / "deploy" / "engine.lock"


def read_lock(path: Path | None = None) -> tuple[Jar, ...]:
    """Return every jar of the lock; raises `Invalid` naming the first line that is not one."""
    jars = []
    source = path or lock_file()
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 4 or len(parts[1]) != 64 or not parts[2].isdigit() or parts[3] not in _FOLDERS:
            raise Invalid(
                Say(
                    en=f"{source.name}, line {number}, is not a jar with its digest. Restore the file.",
                    es=f"{source.name}, línea {number}, no es un jar con su huella. Restaure el archivo.",
                )
            )
        jars.append(Jar(coordinates=parts[0], sha256=parts[1], size=int(parts[2]), folder=parts[3]))
    return tuple(jars)


def missing_jars(cache: Path, jars: Iterable[Jar] | None = None) -> list[Jar]:
    """Return the jars of the lock that the cache does not hold."""
    return [jar for jar in (jars or read_lock()) if not jar.is_kept(cache)]


def lay_out(home: Path, cache: Path, *, gds: bool) -> None:
    """Make `home/lib` and `home/plugins` link to exactly the lock's jars; `Unavailable` if some are missing."""
    require_jars(cache)
    for folder in _FOLDERS:
        wanted = {jar.name: jar.kept_at(cache) for jar in read_lock() if jar.folder == folder}
        _link(home / folder, {} if folder == "plugins" and not gds else wanted)


def require_jars(cache: Path) -> None:
    """Raise `Unavailable`, saying how to fetch them, if the cache lacks some of the lock's jars."""
    missing = missing_jars(cache)
    if missing:
        raise Unavailable(
            Say(
                en=f"{len(missing)} of the engine's jars are not here yet. Run `ironriver engine fetch`.",
                es=f"Faltan {len(missing)} archivos jar del motor. Ejecute `ironriver engine fetch`.",
            ),
            detail=f"looked in {cache}, first: {missing[0].coordinates}",
        )


def _link(folder: Path, wanted: dict[str, Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for link in folder.iterdir():
        if not link.is_symlink() or wanted.get(link.name) != link.readlink():
            link.unlink()
    for name, target in wanted.items():
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(target)


def maven_address(setting: str = "") -> str:
    """Return the base address of the Maven repository, ending in `/`: the setting, or the public one.

    The public address comes from the `jgo` package, so that no file of ours names a registry.
    """
    if not setting:
        from jgo.constants import MAVEN_CENTRAL_URL

        setting = str(MAVEN_CENTRAL_URL)
    return setting.rstrip("/") + "/"


def fetch(cache: Path, *, base: str = "", tell: Callable[[int, int], None] | None = None) -> int:
    """Download the missing jars, `PARALLEL_DOWNLOADS` at a time, and return how many there were.

    Interrupted downloads go on where they stopped. `tell(done_bytes, all_bytes)` is called after each jar.
    Raises `Unavailable` if a jar cannot be had or is not the one that the lock names; nothing wrong is kept.
    """
    missing = missing_jars(cache)
    if not missing:
        return 0
    cache.mkdir(parents=True, exist_ok=True)
    address, total, done = maven_address(base), sum(jar.size for jar in missing), 0
    with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        running = {pool.submit(_fetch_one, cache, address, jar): jar for jar in missing}
        try:
            for finished in as_completed(running):
                finished.result()
                done += running[finished].size
                if tell:
                    tell(done, total)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return len(missing)


def _fetch_one(cache: Path, base: str, jar: Jar) -> None:
    part = cache / f"{jar.sha256}.part"
    trouble: Exception | None = None
    for attempt in range(TRIES):
        try:
            _continue_download(base + jar.address, part, jar.size)
        except (OSError, urllib.error.URLError) as cause:
            trouble = cause
            clock.sleep(0.5 * 2**attempt)
            continue
        if _digest(part) == jar.sha256:
            part.replace(jar.kept_at(cache))
            return
        part.unlink()  # a stale or foreign beginning: start over
        trouble = ValueError("its sha256 is not the one in engine.lock")
    raise Unavailable(
        Say(
            en=f"The engine's part {jar.name} could not be fetched. Check the network (or IRONRIVER_MAVEN_URL, "
            "if you use a mirror) and run the command again: it goes on where it stopped.",
            es=f"No se pudo descargar {jar.name}, una parte del motor. Revise la red (o IRONRIVER_MAVEN_URL, si "
            "usa un espejo) y repita la orden: sigue donde se detuvo.",
        ),
        detail=str(trouble),
    ) from trouble


def _continue_download(address: str, part: Path, size: int) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= size:
        return
    request = urllib.request.Request(address)  # noqa: S310 - the base address is a setting of the operator
    if have:
        request.add_header("Range", f"bytes={have}-")
    with urllib.request.urlopen(request, timeout=STALL_SECONDS) as answer:  # noqa: S310
        go_on = have and answer.status == 206
        with part.open("ab" if go_on else "wb") as sink:
            while chunk := answer.read(_CHUNK):
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())
    if part.stat().st_size < size:
        raise OSError(f"only {part.stat().st_size} of {size} bytes came")


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
