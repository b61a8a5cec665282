"""Says where a customer's drafts lie, by the e-mail address alone: a folder for each, named by a digest with a key.

So signing in looks at that customer's drafts and at nobody else's, however many there are.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from services.stores.atomic_files import name_once, private_folder, replace_whole, unfinished_file

if TYPE_CHECKING:
    from pathlib import Path

BY_CUSTOMER = "by_customer"
KEY = "key"
KEY_BYTES = 32


def told_apart(root: Path) -> bool:
    """Whether the key is there: without it no folder's name tells whose it is."""
    return _key(root) is not None


def folder_of(root: Path, email: str) -> Path | None:
    """Where this customer's drafts are, if there are any; None before the first draft of all."""
    key = _key(root)
    return None if key is None else root / BY_CUSTOMER / _name(email, key)


def made_folder_of(root: Path, email: str) -> Path:
    """The same, made if it's missing, for its owner only. Raises `OSError`."""
    private_folder(root)
    folder = root / BY_CUSTOMER / _name(email, _key(root) or _made_key(root))
    private_folder(folder.parent)
    private_folder(folder)
    return folder


def _name(email: str, key: bytes) -> str:
    from hashlib import blake2b  # off the way to the first paint

    return blake2b(email.casefold().encode(), key=key, digest_size=16).hexdigest()


def _key(root: Path) -> bytes | None:
    try:
        key = bytes.fromhex((root / KEY).read_text("ascii"))
    except (OSError, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _made_key(root: Path) -> bytes:
    """The one key of this folder: of two sessions that make it at once, the first one's."""
    import secrets  # off the way to the first paint

    text = secrets.token_hex(KEY_BYTES)
    with suppress(FileExistsError), unfinished_file(root, text) as unfinished:
        name_once(unfinished, root / KEY)
    key = _key(root)
    if key is None:  # what's there is no key
        replace_whole(root / KEY, text)
        key = bytes.fromhex(text)
    return key
