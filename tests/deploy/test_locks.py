"""The locks hold what the requirements ask for, with digests, and name no index."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.locks import LOCKS, ROOT, pins

_BLOCK = re.compile(r"^[a-z0-9._-]+==[^\n]*\\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", re.M)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_its_requirements_pin(lock: str) -> None:
    asked, locked = pins(ROOT / LOCKS[lock][0]), pins(ROOT / lock)
    missing = {name: given for name, given in asked.items() if not given <= locked.get(name, set())}
    assert not missing, f"{lock} does not have {missing}: run 'make lock'"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_nothing_but_packages_and_digests(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert _BLOCK.sub("", text) == ""
    assert "://" not in text
    assert " @ " not in text


def test_all_locks_agree() -> None:
    runtime = pins(ROOT / "requirements.lock")
    for other in ("requirements-dev.lock", "requirements-spark.lock"):
        locked = pins(ROOT / other)
        assert {name: given for name, given in runtime.items() if locked.get(name) != given} == {}


def test_what_is_installed_here_is_what_is_locked() -> None:
    locked = pins(ROOT / "requirements.lock")
    assert [name for name in locked if version(name) not in locked[name]] == []


def test_one_lock_serves_every_system() -> None:
    """Of a package with compiled parts there are the digests of many files, one a system."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in ("numpy", "pandas", "duckdb", "pyarrow", "shapely"):
        block = text.split(f"\n{name}==")[1].split("==")[0]
        assert block.count("--hash=") > 10, name


@pytest.mark.slow
def test_the_bill_of_materials_lists_every_package_with_its_digests(tmp_path: Path) -> None:
    made = tmp_path / "sbom.json"
    subprocess.run(["make", "sbom", f"SBOM={made}"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(made.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    listed = {re.sub(r"[-_.]+", "-", x["name"]).lower(): x for x in bill["components"]}
    assert set(listed) == set(pins(ROOT / "requirements.lock"))
    assert all("pkg:pypi/" in x["purl"] for x in listed.values())
    assert all(x["externalReferences"][0]["hashes"] for x in listed.values())
