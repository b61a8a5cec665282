"""What a brand can do stands in its record, and nowhere else: the other parts that know of brands agree with it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from services.activation import brands
from services.activation.brands import BrandRecord, brand_record
from services.activation.diagnosis import CheckSubject, diagnose
from services.activation.diagnosis.unknown import unknown_line
from services.activation.kept_sign_ins import KeptSignIns
from services.build import build_services
from services.contracts import ServiceError
from services.fake import FakeZaptec, fake_services
from services.rules import catalogue
from services.text.words import Words
from tests.support.clouds.services_on_sandbox import service_settings
from tests.support.values.diagnosis_facts import DOWN, facts

BRANDS = [brand.id for brand in catalogue.brands()]
FOLDERS = sorted(path.parent.name for path in Path(brands.__file__).parent.glob("*/__init__.py"))


def test_each_folder_is_a_brand_of_the_catalogue() -> None:
    assert FOLDERS
    assert set(FOLDERS) <= set(BRANDS)


def test_a_brand_without_a_folder_has_the_plain_record() -> None:
    plain = [brand for brand in BRANDS if brand_record(brand) == BrandRecord()]
    assert sorted([*plain, *FOLDERS]) == sorted(BRANDS)
    assert brand_record("no_such_brand") == BrandRecord()


@pytest.mark.parametrize("brand", BRANDS)
def test_whoever_can_be_looked_into_has_a_makers_cloud_and_a_list_of_its_own(brand: str, tmp_path: Path) -> None:
    services, has_items = build_services(service_settings(tmp_path)), brand_record(brand).items is not None
    assert (services.maker(brand) is not None) is has_items
    assert (
        [line.what for line in diagnose(facts(brand=brand))] == [CheckSubject.SERIAL, CheckSubject.READY]
    ) is not has_items


@pytest.mark.parametrize("brand", BRANDS)
def test_a_consent_link_is_for_brands_that_need_a_permission(brand: str, tmp_path: Path) -> None:
    maker = build_services(service_settings(tmp_path)).maker(brand)
    links = brand_record(brand).consent_link is not None
    assert links is catalogue.brand(brand).needs_permission
    assert links is (maker is not None and maker.consent is not None)


@pytest.mark.parametrize("brand", FOLDERS)
def test_what_connecting_changes_is_said(brand: str) -> None:
    key = brand_record(brand).about_connecting
    assert key is not None
    assert Words("en").t(key) != key


def test_what_nobody_could_tell_names_the_maker() -> None:
    for brand, name in (("zaptec", "Zaptec"), ("easee", "Easee")):
        text = unknown_line(CheckSubject.ONLINE, facts(brand=brand, maker=DOWN)).text
        assert Words("en").say(text) == f"Online: unknown, {name} did not answer"


@pytest.mark.parametrize("module", ["brands", "brands.zaptec", "brands.zaptec.online", "diagnosis", "diagnosis.facts"])
def test_each_can_be_imported_first(module: str) -> None:
    """Records are made of check items, and a diagnosis asks the record: neither may need the other to be there."""
    subprocess.run([sys.executable, "-c", f"import services.activation.{module}"], check=True)


def test_the_installer_is_forgotten_at_all_makers() -> None:
    one, other = FakeZaptec(signed_in_as="a@example.com"), FakeZaptec(signed_in_as="b@example.com")
    services = replace(fake_services(), makers={"zaptec": one, "easee": other})
    assert (services.maker("easee"), services.maker("garo")) == (other, None)
    KeptSignIns(services).forget()
    assert (one.signed_in_as, other.signed_in_as) == (None, None)


def test_a_maker_that_was_asked_and_refused_did_not_see_nothing() -> None:
    """Not seen is what a maker says; silence and not being asked are something else."""
    assert not facts(maker=ServiceError(DOWN.cause)).unseen
    assert not facts(maker=None).unseen
