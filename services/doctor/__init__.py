"""What has to be right before an installer stands at a door: the host, the line to both clouds, one box.

Everything here is read-only, and comes out as findings that a command line or a program reads.
"""

from __future__ import annotations

from services.doctor.box import box_findings, read_any_serial, sign_in_finding
from services.doctor.clock import clock_finding
from services.doctor.clouds import CloudAddress, cloud_findings
from services.doctor.finding import Finding, ItemState, healthy

__all__ = [
    "CloudAddress",
    "Finding",
    "ItemState",
    "box_findings",
    "clock_finding",
    "cloud_findings",
    "healthy",
    "read_any_serial",
    "sign_in_finding",
]
