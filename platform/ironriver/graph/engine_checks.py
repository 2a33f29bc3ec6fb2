"""What must hold before an engine is started, and what its log says when it did not start."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

from ironriver.errors import Conflict, Invalid, IronriverError, Say, Unavailable
from ironriver.graph.engine_home import LEAST_DISK_MB, EngineSpec

#: Outside heap and page cache the JVM takes about this much (RSS 680 MB was measured at -Xmx2g just after start).
JVM_OVERHEAD_MB = 300
#: Below this heap the engine starts but fails on everyday statements.
LEAST_HEAP_MB = 256


def choose_port(port: int) -> int:
    """Return `port` if it is free on loopback, a free one for 0; raises `Conflict` if something listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as cause:
            raise _port_taken(port, str(cause)) from cause
        return int(probe.getsockname()[1])


def check_memory(spec: EngineSpec, available_mb: int | None = None) -> None:
    """Raise `Invalid` for a heap too small to work, `Unavailable` if less memory is free than asked for."""
    if spec.heap_mb < LEAST_HEAP_MB or spec.pagecache_mb < 8:
        raise Invalid(
            Say(
                en=f"The engine needs at least {LEAST_HEAP_MB} MB of heap and 8 MB of page cache. Raise "
                "IRONRIVER_ENGINE_HEAP_MB or IRONRIVER_ENGINE_PAGECACHE_MB.",
                es=f"El motor necesita al menos {LEAST_HEAP_MB} MB de memoria heap y 8 MB de caché de páginas. "
                "Suba IRONRIVER_ENGINE_HEAP_MB o IRONRIVER_ENGINE_PAGECACHE_MB.",
            )
        )
    free = available_memory_mb() if available_mb is None else available_mb
    wanted = spec.heap_mb + spec.pagecache_mb + JVM_OVERHEAD_MB
    if free is not None and wanted > free:
        raise _too_little_memory(wanted, free)


def available_memory_mb(source: Path = Path("/proc/meminfo")) -> int | None:
    """Return the memory that can be had without swapping, or None where the system does not say (not Linux)."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", source.read_text("ascii"), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) // 1024 if found else None


def check_disk(home: Path) -> None:
    """Raise `Unavailable` if the disk of `home` is nearly full or cannot be written to."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free // 2**20
        probe = home / ".write-test"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as cause:
        raise Unavailable(
            Say(
                en=f"The engine's directory {home} cannot be written to. Check who owns it and whether the disk is "
                "full.",
                es=f"No se puede escribir en el directorio del motor, {home}. Revise de quién es y si el disco "
                "está lleno.",
            ),
            detail=str(cause),
        ) from cause
    if free < LEAST_DISK_MB:
        raise _disk_full(home, free)


def explain_exit(spec: EngineSpec, port: int, code: int, log: str) -> IronriverError:
    """Return the refusal that fits what the engine wrote before it left with `code`."""
    tail = "\n".join(line for line in log.splitlines() if not line.lstrip().startswith("at "))[-800:]
    found = _known_cause(spec, port, log)
    if found is None:
        where = spec.home / "logs" / "console.log"
        found = Unavailable(
            Say(
                en=f"The engine did not start (exit code {code}). Its last words are in {where}.",
                es=f"El motor no arrancó (código de salida {code}). Sus últimas palabras están en {where}.",
            )
        )
    found.detail = found.detail or tail
    return found


def _known_cause(spec: EngineSpec, port: int, log: str) -> IronriverError | None:
    if "Address already in use" in log or "BindException" in log:
        return _port_taken(port, "")
    if "Lock file has been locked" in log or "FileLockException" in log or "already in use by another" in log:
        return home_in_use(spec.home)
    if re.search(r"Could not reserve enough space|insufficient memory|OutOfMemoryError|Invalid memory config", log):
        return _too_little_memory(spec.heap_mb + spec.pagecache_mb + JVM_OVERHEAD_MB, available_memory_mb() or 0)
    if "No space left on device" in log:
        return _disk_full(spec.home, 0)
    return None


def home_in_use(home: Path) -> Conflict:
    """Return the refusal for a home that another engine holds and that does not answer."""
    return Conflict(
        Say(
            en=f"Another process holds the engine's directory {home}, and it does not answer. Wait until it has "
            "stopped, or stop it with `ironriver engine stop`.",
            es=f"Otro proceso tiene el directorio del motor, {home}, y no responde. Espere a que termine o "
            "deténgalo con `ironriver engine stop`.",
        )
    )


def _port_taken(port: int, detail: str) -> Conflict:
    return Conflict(
        Say(
            en=f"Port {port} on this machine is taken by another program. Stop that program, or choose another "
            "port with IRONRIVER_ENGINE_PORT (0 takes a free one).",
            es=f"Otro programa ocupa el puerto {port} de este equipo. Detenga ese programa o elija otro puerto con "
            "IRONRIVER_ENGINE_PORT (0 toma uno libre).",
        ),
        detail=detail,
    )


def _too_little_memory(wanted: int, free: int) -> Unavailable:
    return Unavailable(
        Say(
            en=f"The engine is set to use {wanted} MB of memory and only {free} MB are free. Close other programs, "
            "or lower IRONRIVER_ENGINE_HEAP_MB and IRONRIVER_ENGINE_PAGECACHE_MB.",
            es=f"El motor está ajustado para usar {wanted} MB de memoria y solo hay {free} MB libres. Cierre otros "
            "programas o baje IRONRIVER_ENGINE_HEAP_MB e IRONRIVER_ENGINE_PAGECACHE_MB.",
        )
    )


def _disk_full(home: Path, free: int) -> Unavailable:
    return Unavailable(
        Say(
            en=f"Only {free} MB are free on the disk of {home}; the engine needs {LEAST_DISK_MB}. Free some space.",
            es=f"Solo quedan {free} MB libres en el disco de {home}; el motor necesita {LEAST_DISK_MB}. Libere "
            "espacio.",
        )
    )
