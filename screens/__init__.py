"""The middle floor: what the installer sees. One file per step, with the same stem as its step."""
