"""A package as files: a zip or a folder, read without unpacking, refused where its names or entries play tricks."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import unicodedata
import zipfile
from typing import IO, Any

BLOCK = 1 << 20


class Failed(Exception):
    """A check that did not hold: what, where, and what that means, in both languages."""

    def __init__(self, where: str, en: str, es: str) -> None:
        super().__init__(f"{where}: {en}")
        self.where, self.said = where, {"en": en, "es": es}


def need(condition: object, where: str, en: str, es: str) -> None:
    """Stop here unless the condition holds."""
    if not condition:
        raise Failed(where, en, es)


class Package:
    """A zip or a folder, read without unpacking anything."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.zip: zipfile.ZipFile | None = None
        self.files = self._zip(path) if os.path.isfile(path) else self._folder(path)
        tops = {name.split("/")[0] for name in self.files}
        need(len(tops) == 1, path, "There is not exactly one folder at the top.", "No hay una sola carpeta arriba.")
        (self.top,) = tops
        self.files = {name[len(self.top) + 1 :]: found for name, found in self.files.items()}
        seen = {}
        for name in self.files:
            parts = name.split("/")
            bad = not name or "\\" in name or ":" in name or any(p in ("", ".", "..") for p in parts)
            need(not bad, name, "A name leads out of the package.", "Un nombre lleva fuera del paquete.")
            twin = unicodedata.normalize("NFKC", name).casefold()
            same = name == unicodedata.normalize("NFC", name) and twin not in seen
            need(same, name, "Two names look alike, or one is not normal.", "Dos nombres se confunden entre sí.")
            seen[twin] = name

    def _folder(self, path: str) -> dict[str, Any]:
        base, found = os.path.abspath(path), {}
        for folder, inner, names in os.walk(base):
            for name in inner + names:
                full = os.path.join(folder, name)
                need(not os.path.islink(full), full, "A link instead of a file.", "Un enlace en vez de archivo.")
            for name in names:
                full = os.path.join(folder, name)
                found["top/" + os.path.relpath(full, base).replace(os.sep, "/")] = full
        return found

    def _zip(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        archive = self.zip = zipfile.ZipFile(path)
        end = 0
        with open(path, "rb") as raw:
            for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
                raw.seek(info.header_offset)
                head = raw.read(30)
                length, extra = (int.from_bytes(head[i : i + 2], "little") for i in (26, 28))
                same = raw.read(length) == info.orig_filename.encode("utf-8") and head[:4] == b"PK\x03\x04"
                whole = same and info.header_offset == end and info.compress_type == 0 and not info.flag_bits & 9
                whole = whole and info.filename not in found and not stat.S_ISLNK(info.external_attr >> 16)
                need(whole, info.filename, "Entries overlap, repeat or hide.", "Entradas encimadas o repetidas.")
                end, found[info.filename] = info.header_offset + 30 + length + extra + info.file_size, info
        need(end == archive.start_dir, path, "Bytes lie between the entries.", "Hay bytes entre las entradas.")
        return found

    def open(self, name: str) -> IO[bytes]:
        """Open a file of the package."""
        need(name in self.files, name, "This file is missing.", "Falta este archivo.")
        return self.zip.open(self.files[name]) if self.zip else open(self.files[name], "rb")

    def read(self, name: str) -> bytes:
        """Read a small file whole."""
        with self.open(name) as file:
            return file.read()

    def json(self, name: str) -> Any:
        """Read a JSON file."""
        try:
            return json.loads(self.read(name))
        except ValueError:
            raise Failed(name, "This is not JSON.", "Esto no es JSON.") from None

    def measure(self, name: str) -> tuple[int, str]:
        """Size and digest of a file, read in blocks."""
        digest, size = hashlib.sha256(), 0
        with self.open(name) as file:
            for block in iter(lambda: file.read(BLOCK), b""):
                digest.update(block)
                size += len(block)
        return size, digest.hexdigest()
