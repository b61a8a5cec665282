"""The world's state, in SQLite: one connection, tiny statements, all in the event loop that asks."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE fleets (name TEXT PRIMARY KEY, home_charging INT, limit_per_kwh TEXT, currency TEXT);
CREATE TABLE customers (
    email TEXT PRIMARY KEY, name TEXT, fleet TEXT, member_digest TEXT, key_digest TEXT,
    session_seconds REAL, trouble TEXT, bank_masked TEXT);
CREATE TABLE sites (
    id TEXT PRIMARY KEY, email TEXT, country TEXT, street TEXT, postcode TEXT, city TEXT, region TEXT,
    price TEXT, currency TEXT, address_key TEXT, UNIQUE (email, address_key));
CREATE TABLE charge_boxes (
    id TEXT PRIMARY KEY, email TEXT, brand TEXT, model TEXT, serial TEXT, name TEXT, site_id TEXT,
    requested_at REAL, stage TEXT, cause TEXT, online_since REAL, UNIQUE (email, brand, serial));
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, digest TEXT UNIQUE, email TEXT, how TEXT, opened_at REAL, expires_at REAL, used INT DEFAULT 0);
CREATE TABLE links (
    id TEXT PRIMARY KEY, token TEXT UNIQUE, status TEXT, expires_at REAL, email TEXT, answer_at REAL, answer TEXT,
    opened INT DEFAULT 0);
CREATE TABLE idempotency (
    scope TEXT, key TEXT, digest TEXT, status INT, answer TEXT, PRIMARY KEY (scope, key));
CREATE TABLE login_tries (email TEXT, at REAL);
CREATE TABLE pin_tries (brand TEXT, serial TEXT, at REAL);
CREATE TABLE zaptec_accounts (user TEXT PRIMARY KEY, password_digest TEXT, trouble TEXT, limited INT);
CREATE TABLE zaptec_roles (user TEXT, installation_id TEXT, roles INT, PRIMARY KEY (user, installation_id));
CREATE TABLE zaptec_tokens (digest TEXT PRIMARY KEY, user TEXT, kind TEXT, expires_at REAL);
CREATE TABLE installations (
    id TEXT PRIMARY KEY, key TEXT UNIQUE, name TEXT, address TEXT, postcode TEXT, city TEXT, country TEXT, type TEXT,
    max_current REAL, phase1 REAL, phase2 REAL, phase3 REAL, switch_current REAL, offline_minimum INT DEFAULT 0,
    provisioned_at REAL, created_at REAL, updated_at REAL, circuit_id TEXT);
CREATE TABLE grants (
    installation_id TEXT, lookup_key TEXT, roles INT, PRIMARY KEY (installation_id, lookup_key));
CREATE TABLE boxes (
    id TEXT PRIMARY KEY, brand TEXT, serial TEXT, name TEXT, product TEXT, installation_id TEXT, pin TEXT,
    created_at REAL, behaviour TEXT, since REAL, online_after REAL, held_by TEXT, locked_until REAL, delay REAL,
    fails TEXT, fails_left INT, trouble TEXT, firmware TEXT, firmware_available TEXT, link TEXT, signal REAL,
    pulse_interval REAL, mode INT, final_stop INT, sessions INT, active INT, max_current REAL, min_current REAL,
    ocpp_since REAL, car_after REAL, mode_since REAL, booted_before REAL, heard_before REAL, upgraded_at REAL,
    max_phases INT, offline_phase INT, offline_current REAL, meter_interval INT, UNIQUE (brand, serial));
CREATE TABLE faults (id INTEGER PRIMARY KEY AUTOINCREMENT, spec TEXT, seen INT DEFAULT 0, struck INT DEFAULT 0);
CREATE INDEX sites_of ON sites (email);
CREATE INDEX boxes_of ON boxes (installation_id);
CREATE INDEX tries_of ON login_tries (email);
CREATE INDEX held_in ON boxes (installation_id) WHERE held_by IS NOT NULL;
CREATE INDEX cars_to_come ON boxes (car_after) WHERE car_after IS NOT NULL;
CREATE INDEX upgrades ON boxes (upgraded_at) WHERE upgraded_at IS NOT NULL;
"""
_TABLES = (
    *("meta", "fleets", "customers", "sites", "charge_boxes", "sessions", "links", "idempotency", "login_tries"),
    *("pin_tries", "zaptec_accounts", "zaptec_roles", "zaptec_tokens", "installations", "grants", "boxes", "faults"),
)


def folded(text: str | None) -> str:
    """How texts are compared, in SQL as well: without case. SQLite by itself knows only English letters."""
    return (text or "").casefold()


class Store:
    """One world's tables. `database`: a path, or ":memory:". Raises `sqlite3.Error` and `OSError`."""

    def __init__(self, database: str = ":memory:") -> None:
        # One call at a time, but a test tool may make each of them from a thread of its own.
        self._connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA synchronous = OFF")  # a sandbox needn't survive a power cut
        self._connection.create_function("folded", 1, folded, deterministic=True)
        weakref.finalize(self, self._connection.close)
        if not self.one("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
            self._connection.executescript(_SCHEMA)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Changes something; answers with how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        """Adds a row; answers with its number."""
        return self._connection.execute(sql, values).lastrowid or 0

    def add(self, table: str, **columns: Any) -> None:
        """Adds a row by the names of its columns. `table` and the names come from this program, never from outside."""
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values()))  # noqa: S608 - own names

    def change(self, table: str, row_id: str, **columns: Any) -> None:
        """Changes these columns of the row with this id, and no other. The names come from this program."""
        settings = ", ".join(f"{name} = ?" for name in columns)
        self._connection.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*columns.values(), row_id))  # noqa: S608 - own names

    @contextmanager
    def together(self) -> Iterator[None]:
        """Makes everything inside one change: all of it or nothing, and much faster."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def empty(self) -> None:
        """Takes every row out: the world starts again."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - own names

    def meta(self, name: str) -> str | None:
        """A single remembered value."""
        row = self.one("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else None

    def remember(self, name: str, value: str) -> None:
        """Keeps a single value."""
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)

    def tell_time(self, now: Callable[[], float]) -> None:
        """Lets SQL ask for the world's time, in seconds since 1970: `world_now()`."""
        self._connection.create_function("world_now", 0, now)

    def close(self) -> None:
        self._connection.close()
