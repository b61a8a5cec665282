"""What's built is what's used: the wheel holds everything and works where none of the source is."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from app.version import VERSION

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "screens", "services")
DATA = (".py", ".toml", ".tcss", ".json")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the wheel from here, offline: the build backend is pinned and installed with the tests' packages."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run([*build, *offline, "--wheel-dir", str(out), str(ROOT)], check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it; only the libraries are lent by ours, not the project."""
    folder = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]
    offline = ["--no-deps", "--no-index", "--quiet", "--no-compile"]
    subprocess.run([*pip, *offline, str(wheel)], check=True, capture_output=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    # a path in a .pth is searched, but the .pth files in it (our editable install) are not followed
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return folder / "bin"


def run(*command: object, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_every_file_that_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in DATA
    }
    assert wanted - inside == set()
    for kind in (".tcss", "services/text/locales/en/cli.toml", "services/rules/catalogue/"):
        assert any(kind in name for name in inside), kind


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {*PACKAGES, f"northe_activate-{VERSION}.dist-info"}


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"northe_activate-{VERSION}.dist-info/METADATA").decode()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for needed in project["dependencies"]:
        assert f"Requires-Dist: {needed.partition('>')[0].partition('=')[0]}" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: MIT" in metadata


def test_the_installed_code_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    code = "import app, screens, services; print(app.__file__, screens.__file__, services.__file__)"
    done = run(installed / "python", "-c", code, cwd=tmp_path)
    assert done.stderr == ""
    assert all(Path(path).is_relative_to(installed.parent) for path in done.stdout.split())


def test_its_console_script_works_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    version = run(installed / "northe-activate", "--version", cwd=tmp_path)
    assert (version.returncode, version.stdout, version.stderr) == (0, f"northe-activate {VERSION}\n", "")
    shown = run(installed / "northe-activate", "--help", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--sandbox" in shown.stdout
    module = run(installed / "python", "-m", "app", "--version", cwd=tmp_path)
    assert module.stdout == version.stdout


def test_its_parts_can_be_imported_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The sandbox's server and the wizard, styles and catalogue: all that a missing file would stop."""
    code = (
        "import app.launch, app.wizard.wizard_app, screens.start, services.build, services.sandbox.serve\n"
        "from services.rules.catalogue import brands\n"
        "from services.sandbox.world import load_world\n"
        "assert brands() and load_world(None).customers"
    )
    done = run(installed / "python", "-c", code, cwd=tmp_path, PATH=os.defpath)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_tells_of_customers_and_boxes_that_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    world = tomllib.loads((ROOT / "services/sandbox/default.toml").read_text("utf-8"))
    serials = {charger["serial"] for charger in world["chargers"]}
    ids = {customer["email"]: customer["fleet_member_id"] for customer in world["customers"]}
    assert set(re.findall(r"`([A-Z]{3}\d{6})`", readme)) <= serials
    named = re.findall(r"`(\w+@example\.com)`[^`]+`(\d+)`", readme)
    assert len(named) == 4
    assert [(email, number) for email, number in named if ids.get(email) != number] == []
    assert "partner key `KEY1`" in readme
    assert {customer["partner_key"] for customer in world["customers"]} == {"KEY1"}


def test_every_package_is_pinned_and_nothing_says_from_where() -> None:
    """constraints.txt covers what this environment has, so that a fresh one gets the same."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert all(name and version for name, version in pins.items())
    assert "://" not in "".join(lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {line.partition(">")[0].partition("=")[0].lower() for line in asked}
    assert names - {name.lower() for name in pins} == set()
