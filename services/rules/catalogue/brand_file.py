"""Reads the brands' files: their form is stated here, and only here.

A file is named after its brand's id and holds: id, name, status, source, rank, needs_permission; [[models]] with id,
name, prefixes; [[connect_fields]] with name, kind, required, pattern, example, longest; [serial] with shape or shortest
and longest, lookalikes, prefixes, and [[serial.refused]]; and [words.<language>.<field>] with label and help,
[words.<language>] with note.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from services.rules.catalogue.entries import (
    ENGLISH,
    SERIAL_NUMBER,
    Brand,
    ConnectField,
    FieldKind,
    Lookalikes,
    Model,
    RefusedPrefix,
    SerialRule,
    Status,
)
from services.rules.catalogue.table import CatalogueWrong, Table
from services.text.toml import read_toml
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONGEST_VALUE = 64
_LAST_RANK = 100
_IDENTIFIER = r"[a-z][a-z0-9_]{0,31}"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_folder(folder: Path) -> tuple[Brand, ...]:
    """All brands of a folder: documented ones first, then by rank, then by name. Raises `CatalogueWrong`."""
    brands = [read_brand(path) for path in sorted(folder.glob("*.toml"))]
    return tuple(sorted(brands, key=lambda brand: (not brand.documented, brand.rank, brand.name.casefold())))


def read_brand(path: Path) -> Brand:
    """The brand that a file describes. Raises `CatalogueWrong`."""
    try:
        values = read_toml(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueWrong(path.name, "", Message("catalogue.allowed.toml", {"error": error})) from None
    top = Table(path.name, "", values)
    identifier = top.matching("id", _IDENTIFIER, "identifier")
    if identifier != path.stem:
        raise top.wrong("id", "file_name", name=path.stem)
    serial = _serial(top.table("serial"))
    fields = _connect_fields(top, serial)
    brand = Brand(
        id=identifier,
        name=top.text("name"),
        status=top.choice("status", Status),
        rank=top.number("rank", _LAST_RANK),
        source=top.text("source"),
        models=_models(top, serial),
        connect_fields=fields,
        serial=serial,
        needs_permission=top.flag("needs_permission", default=False),
        words=_words(top.table("words"), fields),
    )
    top.nothing_else()
    return brand


def _models(top: Table, serial: SerialRule) -> tuple[Model, ...]:
    models: list[Model] = []
    refused = {prefix for entry in serial.refused for prefix in entry.prefixes}
    for table in top.tables("models", required=True):
        model = Model(
            id=table.matching("id", _IDENTIFIER, "identifier"),
            name=table.text("name"),
            prefixes=table.prefixes(required=False),
        )
        if any(len(prefix) != serial.letters or prefix in refused for prefix in model.prefixes):
            raise table.wrong("prefixes", "prefixes_of_shape", letters=serial.letters)
        if any(model.id == other.id for other in models):
            raise table.wrong("id", "unique")
        table.nothing_else()
        models.append(model)
    return tuple(models)


def _serial(table: Table) -> SerialRule:
    shape = table.matching("shape", r"A*[A9*]{4,32}", "shape", "")
    rule = SerialRule(
        shape=shape,
        shortest=len(shape) or table.number("shortest"),
        longest=len(shape) or table.number("longest"),
        lookalikes=table.choice("lookalikes", Lookalikes, Lookalikes.IGNORE),
        refused=tuple(_refused(entry) for entry in table.tables("refused", required=False)),
        prefixes=table.prefixes(required=False),
    )
    if any(len(letters) != rule.letters for letters in rule.prefixes):
        raise table.wrong("prefixes", "prefixes_of_shape", letters=rule.letters)
    if rule.shortest > rule.longest or rule.longest > LONGEST_VALUE:
        raise table.wrong("longest", "longest", shortest=rule.shortest, longest=LONGEST_VALUE)
    tail = shape.lstrip("A")
    if rule.lookalikes is Lookalikes.REPAIR and not (tail and set(tail) == {"9"}):
        raise table.wrong("lookalikes", "repairable")
    table.nothing_else()
    return rule


def _refused(table: Table) -> RefusedPrefix:
    refused = RefusedPrefix(prefixes=table.prefixes(required=True), product=table.text("product"))
    table.nothing_else()
    return refused


def _connect_fields(top: Table, serial: SerialRule) -> tuple[ConnectField, ...]:
    fields: list[ConnectField] = []
    for table in top.tables("connect_fields", required=True):
        field = _connect_field(table, serial)
        if any(field.name == other.name for other in fields):
            raise table.wrong("name", "unique")
        fields.append(field)
    first = fields[0]
    if first.name != SERIAL_NUMBER or not first.required or first.is_secret:
        raise top.wrong("connect_fields", "serial_first", name=SERIAL_NUMBER)
    return tuple(fields)


def _connect_field(table: Table, serial: SerialRule) -> ConnectField:
    name = table.matching("name", _IDENTIFIER, "identifier")
    kind = table.choice("kind", FieldKind)
    known_form = name == SERIAL_NUMBER and serial.shape != ""
    field = ConnectField(
        name=name,
        kind=kind,
        required=table.flag("required", default=True),
        pattern=table.pattern("pattern"),
        example=table.text("example", None if known_form else ""),
        longest=table.number("longest", serial.longest if name == SERIAL_NUMBER else LONGEST_VALUE),
    )
    if field.example and not field.fits(field.example):
        raise table.wrong("example", "fitting")
    if known_form and len(field.example) != len(serial.shape):
        raise table.wrong("example", "fitting")
    table.nothing_else()
    return field


def _words(table: Table, fields: Sequence[ConnectField]) -> dict[str, dict[str, str]]:
    """Each language's texts by key; English must have all of them, other languages may lack some."""
    if ENGLISH not in table.values:
        raise table.wrong(ENGLISH, "present")
    words: dict[str, dict[str, str]] = {}
    for language in table.values:
        if not _LANGUAGE.fullmatch(language):
            raise table.wrong(language, "language")
        texts = table.table(language)
        words[language] = {}
        if "note" in texts.values:
            words[language]["note"] = texts.text("note")
        for field in fields:
            if language != ENGLISH and field.name not in texts.values:
                continue
            entry = texts.table(field.name)
            words[language] |= {field.label: entry.text("label"), field.help: entry.text("help")}
            entry.nothing_else()
        texts.nothing_else()
    return words
