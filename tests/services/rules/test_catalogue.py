"""The catalogue: what ships is right, and a broken file is told by file, key and what's allowed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from services.rules import catalogue
from services.rules.catalogue import CatalogueWrong, FieldKind, Lookalikes, NotInCatalogue, Status, brand, brands, model
from services.rules.catalogue.brand_file import read_brand, read_folder
from services.text.words import LOCALES, Words

FILES = sorted(catalogue.FOLDER.glob("*.toml"))

GOOD = """
id = "acme"
name = "Acme"
status = "unconfirmed"
rank = 3
source = "a page"

[[models]]
id = "one"
name = "One"
prefixes = ["ACM"]

[[connect_fields]]
name = "serial_number"
kind = "text"
example = "ACM123"

[[connect_fields]]
name = "pin"
kind = "secret"
required = false
pattern = "[0-9]{4}"
example = "1234"
longest = 4

[serial]
shape = "AAA999"
lookalikes = "repair"

[[serial.refused]]
prefixes = ["MTR"]
product = "Acme Meter"

[words.en]
note = "Careful."

[words.en.serial_number]
label = "Serial number"
help = "On the label."

[words.en.pin]
label = "PIN"
help = "On the back."

[words.sv.pin]
label = "PIN-kod"
help = "På baksidan."
"""


def written(folder: Path, text: str, name: str = "acme.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


# ---------------------------------------------------------------------------------------------- what ships


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_keeps_to_the_form(path: Path) -> None:
    one = read_brand(path)
    assert one.id == path.stem
    assert one.source
    for field in one.connect_fields:
        assert one.word("en", field.label)
        assert one.word("en", field.help)
        assert len(one.word("en", field.label)) <= 16, "a label must fit beside its field"
        assert not (field.is_secret and field.example), "nobody should copy an example of a secret"
        if field.example:
            assert field.fits(field.example)


def test_every_file_is_a_brand_with_documented_ones_first() -> None:
    assert len(brands()) == len(FILES) >= 8
    assert [one.documented for one in brands()] == sorted((one.documented for one in brands()), reverse=True)
    assert [one.id for one in brands()][:2] == ["zaptec", "easee"]
    assert brands() is brands()


def test_only_zaptec_claims_to_be_documented() -> None:
    assert [one.id for one in brands() if one.status is Status.DOCUMENTED] == ["zaptec"]


def test_zaptec_has_the_prefixes_that_its_maker_publishes() -> None:
    prefixes = {one.id: set(one.prefixes) for one in brand("zaptec").models}
    assert prefixes["go"] == {"ZAP", "ZGB", "ZAG"}
    assert prefixes["go_2"] == {"GPN", "GPG"}
    assert prefixes["pro"] == {"ZCS", "ZPR", "ZCH", "ZPG"}
    assert brand("zaptec").models[0].id == "go"
    assert {one.id for one in brand("zaptec").model_of("ZCH")} == {"pro", "home"}, "the maker's own pages differ"
    assert brand("zaptec").serial.refused[0].prefixes == ("APH", "APG", "APM")


def test_easee_asks_for_a_secret_pin() -> None:
    pin = brand("easee").connect_fields[1]
    assert (pin.name, pin.kind, pin.required) == ("pin", FieldKind.SECRET, True)
    assert pin.fits("1234")
    assert not any(pin.fits(wrong) for wrong in ("", "123", "12 34", "abcd", "1" * 9, "1234\n", "１２３４"))


def test_brands_and_models_are_found_by_id() -> None:
    assert brand("zaptec").name == "Zaptec"
    assert model("zaptec", "go").name == "Go"
    assert model(brand("zaptec"), "go") is model("zaptec", "go")
    with pytest.raises(NotInCatalogue, match="nonesuch"):
        brand("nonesuch")
    with pytest.raises(NotInCatalogue, match="zaptec/nonesuch"):
        model("zaptec", "nonesuch")
    with pytest.raises(NotInCatalogue):
        model("nonesuch", "go")


# ---------------------------------------------------------------------------------------------- reading a file


def test_a_file_says_all_of_this(tmp_path: Path) -> None:
    one = read_brand(written(tmp_path, GOOD))
    assert (one.name, one.status, one.rank, one.source) == ("Acme", Status.UNCONFIRMED, 3, "a page")
    assert one.models[0].prefixes == ("ACM",)
    assert (one.serial.shape, one.serial.shortest, one.serial.longest) == ("AAA999", 6, 6)
    assert one.serial.lookalikes is Lookalikes.REPAIR
    assert one.serial.letters == 3
    assert one.connect_fields[0].required
    assert not one.connect_fields[1].required
    assert one.connect_fields[1].fits("")
    assert not one.connect_fields[0].fits("")
    assert not one.connect_fields[0].fits("ACM1234"), "longer than a serial number of this form"
    assert one.word("sv", "pin.label") == "PIN-kod"
    assert one.word("sv", "serial_number.label") == "Serial number", "English stands in"
    assert one.word("fi", "note") == "Careful."
    assert one.word("en", "nothing of the kind") == ""


def test_a_brand_is_added_by_adding_its_file(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert [one.id for one in read_folder(tmp_path)] == ["acme"]
    written(tmp_path, GOOD.replace('"acme"', '"best"').replace("rank = 3", "rank = 2"), "best.toml")
    written(
        tmp_path,
        GOOD.replace('"acme"', '"paper"').replace("unconfirmed", "documented").replace("rank = 3\n", ""),
        "paper.toml",
    )
    assert [one.id for one in read_folder(tmp_path)] == ["paper", "best", "acme"]


BROKEN = [
    ('name = "Acme"', "name = ", "", "TOML"),
    ('name = "Acme"\n', "", "name", "missing"),
    ('name = "Acme"', "name = 3", "name", "text"),
    ('name = "Acme"', 'name = "A\\u001b[31m"', "name", "text"),
    ('name = "Acme"', 'nmae = "Acme"\nname = "Acme"', "nmae", "status"),
    ('"unconfirmed"', '"perhaps"', "status", "documented, unconfirmed"),
    ('"unconfirmed"', "[]", "status", "documented, unconfirmed"),
    ('id = "acme"', 'id = "other"', "id", "acme"),
    ('id = "acme"', 'id = "Ac me"', "id", "small letters"),
    ("rank = 3", "rank = true", "rank", "1000"),
    ("rank = 3", "rank = 0", "rank", "1000"),
    ('source = "a page"', 'source = " "', "source", "text"),
    ('[[models]]\nid = "one"', '[models]\nid = "one"', "models", "[[...]]"),
    ('prefixes = ["ACM"]', 'prefixes = "ACM"', "models[1].prefixes", "list"),
    ('prefixes = ["ACM"]', 'prefixes = ["acm"]', "models[1].prefixes", "capital"),
    ('prefixes = ["ACM"]', 'prefixes = ["AC"]', "models[1].prefixes", "3"),
    ('prefixes = ["ACM"]', 'prefixes = ["MTR"]', "models[1].prefixes", "refused"),
    ('prefixes = ["ACM"]', 'prefixes = ["ACM"]\n[[models]]\nid = "one"\nname = "Two"', "models[2].id", "twice"),
    ('prefixes = ["ACM"]', "year = 2020", "models[1].year", "prefixes"),
    ('name = "serial_number"', 'name = "serial"', "connect_fields", "serial_number"),
    ('kind = "text"', 'kind = "secret"', "connect_fields", "serial_number"),
    ('kind = "secret"', 'kind = "hidden"', "connect_fields[2].kind", "text, secret"),
    ('name = "pin"', 'name = "serial_number"', "connect_fields[2].example", "fit"),
    ("required = false", "required = 0", "connect_fields[2].required", "true"),
    ('pattern = "[0-9]{4}"', 'pattern = "["', "connect_fields[2].pattern", "regular expression"),
    ('example = "1234"', 'example = "12"', "connect_fields[2].example", "fit"),
    ('example = "ACM123"', 'example = "ACM1234"', "connect_fields[1].example", "fit"),
    ('example = "ACM123"\n', "", "connect_fields[1].example", "missing"),
    ("longest = 4", "colour = 4", "connect_fields[2].colour", "longest"),
    ('shape = "AAA999"', 'shape = "999AAA"', "serial.lookalikes", "repair"),
    ('shape = "AAA999"', 'shape = "BBB999"', "serial.shape", "letter"),
    ('shape = "AAA999"', "shortest = 4", "serial.longest", "missing"),
    ('shape = "AAA999"', "shortest = 9\nlongest = 4", "serial.longest", "64"),
    ('shape = "AAA999"', "shortest = 4\nlongest = 65", "serial.longest", "64"),
    ('"repair"', '"guess"', "serial.lookalikes", "repair, ask, ignore"),
    ('prefixes = ["MTR"]', "prefixes = []", "serial.refused[1].prefixes", "list"),
    ('product = "Acme Meter"', "", "serial.refused[1].product", "missing"),
    ("[words.en]", "[words.english]", "words.english", "language"),
    ("[words.sv.pin]", "[words.swedish.pin]", "words.swedish", "language"),
    ("[words.en.pin]", "[words.en.pan]", "words.en.pin", "missing"),
    ('help = "On the back."', "", "words.en.pin.help", "missing"),
    ('help = "På baksidan."', 'help = "På"\nhint = "x"', "words.sv.pin.hint", "label"),
    ("[words.sv.pin]", "[words.sv.pinne]", "words.sv.pinne", "known"),
    ("[words.en.pin]", '[words.en]\nno = "x"\n[words.en.pin]', "", "TOML"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "allowed"), BROKEN)
def test_a_broken_file_names_file_key_and_what_is_allowed(
    tmp_path: Path, right: str, wrong: str, key: str, allowed: str
) -> None:
    assert right in GOOD
    with pytest.raises(CatalogueWrong) as caught:
        read_brand(written(tmp_path, GOOD.replace(right, wrong, 1)))
    assert caught.value.file == "acme.toml"
    assert caught.value.key == key
    assert allowed.casefold() in str(caught.value).casefold()
    assert str(caught.value).startswith(f"acme.toml: {caught.value.key}")
    assert Words().say(caught.value.message) == str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_that_is_not_text_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_bytes(b"id = \xff\xfe")
    with pytest.raises(CatalogueWrong, match=r"acme\.toml"):
        read_brand(path)


def test_every_key_of_the_allowed_texts_is_used_and_exists() -> None:
    known = tomllib.loads((LOCALES / "en" / "catalogue.toml").read_text("utf-8"))
    source = "".join(path.read_text("utf-8") for path in Path(catalogue.__file__).parent.glob("*.py"))
    for key in known["allowed"]:
        assert re.search(rf'["\.]{key}"', source), key
