"""Parts of rows, committed and boxed, here or in a process beside. Imports little, so that one starts at once."""

from ironriver.sealing.beside import Sealer
from ironriver.sealing.boxes import SALT_BYTES, SHREDDED, Boxed, Part, box_parts, canonical, open_box

__all__ = ["SALT_BYTES", "SHREDDED", "Boxed", "Part", "Sealer", "box_parts", "canonical", "open_box"]
