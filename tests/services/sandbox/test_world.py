"""A world file that can't be used is told in one sentence: file, place, what's allowed. And never with a secret in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.sandbox.seed import world_id
from services.sandbox.world import WorldWrong, load_world
from services.text.words import Words

if TYPE_CHECKING:
    from pathlib import Path

FLEET = '[[fleets]]\nname = "Acme"\n'
KIM = (
    '[[customers]]\nname = "Kim"\nemail = "kim@example.com"\nfleet_member_id = "1"\npartner_key = "2"\nfleet = "Acme"\n'
)
PLACE = '[[installations]]\nkey = "home"\nname = "Home"\n'
GIVEN = "ffffffff-0000-4000-8000-00000000000a"
ID = f'id = "{GIVEN}"\n'
SITE = '[[customers.sites]]\nstreet = "Storgatan 1 A"\ncity = "Lund"\n'
OWNED = '[[customers.boxes]]\nserial = "ZAP900001"\nname = "Garage"\n'
BOX = '[[chargers]]\nserial = "ZAP900001"\ninstallation = "home"\n'


def told(path: Path) -> str:
    with pytest.raises(WorldWrong) as raised:
        load_world(path)
    sentence = Words().say(raised.value.message)
    assert str(path) in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    return sentence.removeprefix(f"{path}: ").removeprefix(str(path)).strip()


def test_a_small_world_is_read(world_file: Any) -> None:
    world = load_world(world_file(FLEET.replace("Acme", "Åkeri") + "limit_per_kwh = 2.35\n" + PLACE + BOX))
    assert world.fleets[0].name == "Åkeri"
    assert world.fleets[0].limit_per_kwh == Decimal("2.35"), "not a binary fraction of it"
    assert world.chargers[0].behaviour == "online"


def test_an_empty_file_is_an_empty_world(world_file: Any) -> None:
    assert load_world(world_file("")).customers == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[fleets]]\nnmae = "A"\n', "fleets[1].name is missing. Add it."),
        ('[[fleets]]\nname = "A"\nhome_chargin = true\n', 'fleets[1].home_chargin isn\'t known. Did you mean "home_charging"?'),
        ('[[costumers]]\nname = "A"\n', 'costumers isn\'t known. Did you mean "customers"?'),
        (FLEET + "zzz = 1\n", 'fleets[1].zzz isn\'t known. Allowed here: "name", "home_charging", "limit_per_kwh", "currency".'),
        (FLEET + 'currency = "kr"\n', "fleets[1].currency is wrong: it should match pattern '^[A-Z]{3}$'."),
        (FLEET + 'limit_per_kwh = "much"\n', "fleets[1].limit_per_kwh is wrong: it should be a valid decimal."),
        (FLEET + KIM.replace("Acme", "Acne"), 'customers[1].fleet is wrong: there\'s no "Acne". Allowed here: "Acme".'),
        (FLEET + KIM + KIM, 'customers[2].email is wrong: "kim@example.com" is there twice.'),
        (FLEET + KIM + 'boxes = [{ serial = "ZAP1", name = "B" }]\n' + PLACE + BOX, 'customers[1].boxes[1].serial is wrong: there\'s no "ZAP1". Allowed here: "ZAP900001".'),
        (FLEET + KIM + 'boxes = [{ serial = "ZAP900001", name = "B" }]\n' + PLACE + BOX, "customers[1].boxes[1].site is wrong: this customer has no site with that number."),
        (PLACE + BOX.replace('"home"', '"away"'), 'chargers[1].installation is wrong: there\'s no "away". Allowed here: "home".'),
        (PLACE + BOX + BOX, 'chargers[2].serial is wrong: "ZAP900001" is there twice.'),
        (PLACE + BOX + 'behaviour = "sulky"\n', "chargers[1].behaviour is wrong: it should be 'online', 'offline', 'stale_pulse', 'never_online' or 'powering_up'."),
        (PLACE + BOX + "delay_second = 3\n", 'chargers[1].delay_second isn\'t known. Did you mean "delay_seconds"?'),
        ('[[zaptec_accounts]]\nuser = "a@b"\npassword = "p"\nroles = { nowhere = ["owner"] }\n' + PLACE, 'zaptec_accounts[1].roles.nowhere is wrong: there\'s no "nowhere". Allowed here: "home".'),
        ("[link]\nexpires = 3\n", 'link.expires isn\'t known. Did you mean "expires_seconds"?'),
        (FLEET + KIM + '[link]\napprove_as = "no@example.com"\n', 'link.approve_as is wrong: there\'s no "no@example.com". Allowed here: "kim@example.com".'),
        ('fleets = "Acme"\n', "fleets is wrong: it should be a valid list."),
        (PLACE + ID + PLACE.replace('"home"', '"away"') + ID, f'installations[2].id is wrong: "{GIVEN}" is there twice.'),
        (PLACE + PLACE.replace('"home"', '"away"') + f'id = "{world_id("installation", "home")}"\n', f'installations[2].id is wrong: "{world_id("installation", "home")}" is there twice.'),
        (FLEET + KIM + SITE + SITE.replace("1 A", "1a"), 'customers[1].sites[2].street is wrong: "Storgatan 1a" is there twice.'),
        (FLEET + KIM + OWNED + OWNED + SITE + PLACE + BOX, 'customers[1].boxes[2].serial is wrong: "ZAP900001" is there twice.'),
        (FLEET + KIM + OWNED + SITE + KIM.replace("kim@", "asa@") + OWNED + SITE + PLACE + BOX, 'customers[2].boxes[1].serial is wrong: "ZAP900001" is there twice.'),
        ('[[other_boxes]]\nserial = "ZAP900001"\nbrand = "zaptec"\n', "other_boxes[1].brand is wrong: Zaptec's boxes are [[chargers]]."),
        ('[[other_boxes]]\nserial = "12345"\nbrand = "tesla"\n', 'other_boxes[1].brand is wrong: there\'s no "tesla". Allowed here: "easee",'),
        ('[[faults]]\nkind = "explode"\n', "faults[1].kind is wrong: it should be 'status', 'delay'"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(world_file: Any, text: str, sentence: str) -> None:
    said = told(world_file(text))
    assert said == sentence if sentence.endswith((".", "?")) else said.startswith(sentence)


def test_broken_toml_names_its_line(world_file: Any) -> None:
    said = told(world_file('[[fleets]]\nname = "A\n'))
    assert said.startswith("isn't valid TOML:")
    assert "line 2" in said


def test_files_that_cant_be_read(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere.toml") == "can't be read: No such file or directory. Name another world file."
    assert told(tmp_path) == "can't be read: Is a directory. Name another world file."
    picture = tmp_path / "picture.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert told(picture) == "isn't text in UTF-8. Save it as UTF-8."


@pytest.mark.parametrize("key", ["fleet_member_id", "partner_key", "bank"])
def test_a_secret_is_never_told(world_file: Any, key: str) -> None:
    lines = [line for line in KIM.splitlines() if not line.startswith(key)]
    said = told(world_file(FLEET + "\n".join(lines) + f'\n{key} = ["s3cret"]\n'))
    assert "s3cret" not in said
    assert key in said
    world = load_world(world_file(FLEET + KIM.replace('"1"', '"s3cret"')))
    assert "s3cret" not in repr(world)
