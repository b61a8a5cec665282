"""What an activation came to, in words: the rows of the last screen, and the receipt that's kept of it.

Pure: a session goes in, text comes out. A receipt stays on the installer's side for years, so it holds what proves
the work and nothing that opens an account: no fleet member ID, partner key, PIN or e-mail, and of the bank account
only whether one is connected. Not even its masked digits: nobody who reads a receipt needs them, and the customer
sees them in the Northe app. The screen shows them, since the customer may stand beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.activation.connect import is_online
from services.activation.receipt.facts import customer_name, headline, left_to_do, rows
from services.activation.receipt.paper import COLUMNS, in_ascii, title_line, wrapped
from services.text.times import local_time

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from services.activation.session import Session
    from services.text.words import Words

__all__ = ["COLUMNS", "customer_name", "headline", "is_online", "left_to_do", "receipt", "receipt_stem", "rows"]


def receipt(
    words: Words,
    session: Session,
    *,
    when: datetime,
    version: str,
    demo: bool = False,
    zone: tzinfo | None = None,
    ascii_only: bool = False,
) -> str:
    """The receipt as plain text, at most `COLUMNS` wide, with a line end at its end.

    `when` is aware; `ascii_only` is for terminals and printers that know nothing else.
    """
    t, account = words.t, session.account
    blank = ("", "")
    about = [
        (t("receipt.row.date"), local_time(when, zone)),
        (t("receipt.row.customer"), customer_name(words, session)),
    ]
    if account is not None:
        about.append((t("receipt.row.fleet"), account.fleet.name))
    left = [part for one in left_to_do(words, session) for part in (blank, one)]
    parts = [
        *([("", t("receipt.sandbox"))] if demo else []),
        *(blank, ("", headline(words, session) + "."), blank),
        *(*about, blank),
        *(*rows(words, session, zone=zone), blank),
        *(("", t("receipt.left.title")), *(left or [("", t("receipt.left.nothing"))])),
    ]
    lettering = in_ascii if ascii_only else str
    lines = [title_line(lettering(t("receipt.title")), f"northe-activate {version}".strip()), "=" * COLUMNS]
    for label, text in parts:
        lines += wrapped(lettering(text), lettering(label))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def receipt_stem(session: Session, when: datetime) -> str:
    """The start of a receipt's file name: day and serial number, nothing about the customer."""
    serial = session.connect.serial_number if session.connect else ""
    return f"{when:%Y%m%d}-{re.sub(r'[^A-Za-z0-9-]', '', serial)[:40] or 'box'}"
