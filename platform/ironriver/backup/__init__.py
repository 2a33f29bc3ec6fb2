"""A copy of a deployment from which it can be made again on an empty machine: `backup` and `restore`."""

from ironriver.backup.copying import Copied, back_up, read_manifest
from ironriver.backup.restoring import Restored, put_back, replay

__all__ = ["Copied", "Restored", "back_up", "put_back", "read_manifest", "replay"]
