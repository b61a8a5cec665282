"""What can be told from a host's name or number alone, without asking a resolver."""

from __future__ import annotations


def is_loopback(host: str) -> bool:
    """Whether it means this machine: `localhost`, 127.0.0.0/8 or ::1 (without brackets)."""
    from ipaddress import ip_address  # rarely needed on the way to the first paint, and 2 ms

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
