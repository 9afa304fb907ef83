"""Tests of shape: floors, foreign keys, pure modules, sizes, migrations."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "twoears"
FLOORS = (
    "lib",
    "activities",
    "team",
    "sources",
    "understanding",
    "town",
    "threads",
    "people",
    "reach",
    "measures",
    "conversations",
)
HEIGHT = {
    "activities": 1,
    "team": 1,
    "sources": 2,
    "understanding": 2,
    "town": 2,
    "listening": 2,
    "threads": 3,
    "publishing": 3,
    "people": 4,
    "reach": 5,
    "measures": 6,
    "queries": 6,
    "conversations": 7,
}
# Where Django may be seen; every other module is plain Python.
DJANGO_FILES = {"models.py", "actions.py", "tasks.py", "pages.py", "admin.py", "apps.py"}
DJANGO_FOLDERS = {"web", "api", "cli", "migrations", "pages"}
DJANGO_MODULES = {
    "settings.py",
    "urls.py",
    "wsgi.py",
    "jobs.py",
    "following.py",
    "house.py",
    "models.py",
    "apps.py",
    "bulk.py",
    "record.py",
    "access.py",
}
CEILING = 400


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "samples" not in p.parts)


def may_see_django(path: Path) -> bool:
    inside = path.relative_to(PACKAGE)
    return path.name in DJANGO_FILES | DJANGO_MODULES or bool(DJANGO_FOLDERS & set(inside.parts[:-1]))


PURE = [p for p in modules() if not may_see_django(p)]


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_app_config("twoears").get_models():
        here = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if not (field.many_to_one or field.one_to_one or field.many_to_many) or field.auto_created:
                continue
            there = field.related_model.__module__.split(".")
            if there[0] == "twoears" and HEIGHT[there[1]] >= HEIGHT[here] and there[1] != here:
                wrong.append(f"{model.__name__}.{field.name} points up to {there[1]}")
    assert not wrong, wrong


def test_pure_modules_import_without_django() -> None:
    names = [".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for p in PURE]
    names = [name for name in names if name != "twoears.__main__"]
    code = (
        "import sys, importlib\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'django': raise ImportError('django is blocked here')\n"
        "sys.meta_path.insert(0, Block())\n"
        f"bad = []\nfor name in {names!r}:\n"
        "    try: importlib.import_module(name)\n"
        "    except ImportError as error: bad.append(f'{name}: {error}')\n"
        "if bad: sys.exit('\\n'.join(bad))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_there_are_pure_modules_to_test() -> None:
    assert len(PURE) > 40


@pytest.mark.django_db
def test_migrations_are_made() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_table_is_on_the_one_page() -> None:
    named = {
        alias.name
        for node in ast.parse((PACKAGE / "models.py").read_text("utf8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found = {model.__name__ for model in apps.get_app_config("twoears").get_models() if not model._meta.auto_created}
    assert found <= named


def test_no_file_is_over_the_ceiling() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in modules()
        if (n := len(p.read_text("utf8").splitlines())) > CEILING and "migrations" not in p.parts
    }
    assert not long


def test_every_module_says_in_one_line_what_it_is() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in modules()
        if p.parent.name != "migrations" and not ast.get_docstring(ast.parse(p.read_text("utf8")))
    ]
    assert not silent


def is_wire_shape(node: ast.AST) -> bool:
    """A struct that repeats what a file looks like: its fields are all there is to say."""
    return isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Struct") for base in node.bases)


def test_every_public_function_has_a_docstring() -> None:
    silent = []
    for path in modules():
        if path.parent.name == "migrations":
            continue
        for node in ast.parse(path.read_text("utf8")).body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not is_wire_shape(node)
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not silent, silent


def test_prose_speaks_only_of_the_product() -> None:
    words = ("/work/", "shared/", "subagent")
    found = [f"{p.relative_to(ROOT)}: {w}" for p in modules() for w in words if w in p.read_text("utf8")]
    assert not found
