"""Tools of a forger: a package as files in memory, changed, and put together again as convincingly as he can."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ironriver.custody.bag import Filed, root_of
from ironriver.custody.canonical import jcs

Files = dict[str, bytes]


@dataclass
class Forgery:
    """The files of a package by path; what may be changed, and how far a forger repairs what he broke."""

    files: Files
    top: str = "package"
    extra: list[Callable[[zipfile.ZipFile, str], None]] = field(default_factory=list)

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])

    def put(self, path: str, value: Any) -> None:
        self.files[path] = jcs(value)

    def find(self, beginning: str, ending: str = "") -> list[str]:
        return sorted(p for p in self.files if p.startswith(beginning) and p.endswith(ending))

    def flip(self, path: str, place: int | None = None) -> None:
        content = bytearray(self.files[path])
        content[len(content) // 2 if place is None else place] ^= 1
        self.files[path] = bytes(content)

    def lists(self) -> None:
        """Write both manifests anew, so that every digest fits."""
        for name, wanted in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            paths = [p for p in self.files if p.startswith("data/") is wanted and p != "tagmanifest-sha256.txt"]
            lines = [f"{hashlib.sha256(self.files[p]).hexdigest()}  {p}\n" for p in sorted(paths)]
            self.files[name] = "".join(lines).encode()

    def repair(self) -> None:
        """Write contents, root, oxum and manifests anew: what anybody can do without a key."""
        index = self.json("package.json")
        types = {one["path"]: one["type"] for one in index["files"]}
        covered = [p for p in self.files if p.startswith("data/") or p in ("verify.py", "README.txt")]
        files = [
            Filed(
                path=p,
                size=len(self.files[p]),
                sha256=hashlib.sha256(self.files[p]).hexdigest(),
                type=types.get(p, "application/json"),
            )
            for p in sorted(covered, key=str.encode)
        ]
        index["files"] = [one.as_record() for one in files]
        index["root"] = root_of(files)
        self.put("package.json", index)
        payload = [self.files[p] for p in self.files if p.startswith("data/")]
        kept = [
            line for line in self.files["bag-info.txt"].decode().splitlines() if not line.startswith("Payload-Oxum")
        ]
        kept.append(f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}")
        self.files["bag-info.txt"] = ("\n".join(kept) + "\n").encode()
        self.lists()

    def write(self, path: Path) -> Path:
        """Write the zip in the forger's own hand."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bag:
            for name in sorted(self.files):
                bag.writestr(zipfile.ZipInfo(f"{self.top}/{name}"), self.files[name])
            for act in self.extra:
                act(bag, self.top)
        return path


def opened(content: bytes) -> Forgery:
    """Take a package apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as bag:
        names = bag.namelist()
        top = names[0].split("/")[0]
        return Forgery({name[len(top) + 1 :]: bag.read(name) for name in names}, top)


def judged(verifier: Path, package: Path, *words: str) -> dict[str, Any]:
    """What the verifier says, on bare Python with openssl beside it."""
    said = subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), str(package), "--json", *words],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
        timeout=120,
        check=False,
    )
    assert said.stdout, said.stderr
    report: dict[str, Any] = json.loads(said.stdout)
    assert report["code"] == said.returncode
    return report


def other_note(note: str, private: Any, *, root: bytes | None = None, size: int | None = None) -> str:
    """A checkpoint signed by another key, perhaps over another root or size."""
    body, _, _ = note.rpartition("\n\n")
    name, old_size, old_root = body.split("\n")
    text = "\n".join((name, str(size if size is not None else old_size), _b64(root) if root else old_root))
    public = private.public_key().public_bytes_raw()
    keyed = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    signed = private.sign(f"{text}\n".encode())
    return f"{text}\n\n— {name} {_b64(keyed + signed)}\n"


def key_text(name: str, public: bytes) -> str:
    """A verifier key as C2SP writes it."""
    keyed = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    typed = b"\x01" + public
    return f"{name}+{keyed.hex()}+{_b64(typed)}"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
