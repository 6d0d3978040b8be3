"""The container's recipe, step by step, in a folder: it cannot be built on every machine.

Each COPY, RUN, HEALTHCHECK and CMD of ``deploy/Dockerfile`` is carried out as written, with the
folder in place of the container's file system. Three things differ. Packages are not downloaded
again: the environment is made as the recipe says, and then sees those installed here, which
``test_locks.py`` holds to the lock. The build finds every part of the marts but one indicator's,
so that it derives those alone. And the dashboard runs read-only (``security/read_only.py``) as
whoever runs the tests, in place of the container's own user.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from pipelines.build import PARTS
from tests.replicas.balancer import free_port
from tests.security import read_only

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
WORKDIR = "srv/dashboard"
_PIP = ("-m", "pip", "install")
_BUILD = ("-m", "pipelines", "build")
_PATIENCE_SECONDS = 180


def steps() -> list[tuple[str, str]]:
    """The recipe as instruction and rest, comments left out."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    given = [x for x in lines if x and not x.startswith("#")]
    return [(word, rest) for word, _, rest in (x.partition(" ") for x in given)]


@dataclass
class Image:
    """A stage of the recipe: what it says of itself, and the folder that it makes."""

    root: Path = Path()
    # What makes its files: COPY or RUN, the rest of the line, and the environment until then.
    making: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    health: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    user: str = ""

    @property
    def place(self) -> Path:
        return self.root / WORKDIR


def stages() -> dict[str, Image]:
    """The stages by their names, nothing carried out yet; the last one has none."""
    found: dict[str, Image] = {}
    for word, rest in steps():
        if word == "FROM":
            found[rest.partition(" AS ")[2]] = said = Image()
        elif word in ("COPY", "RUN"):
            said.making.append((word, rest, dict(said.environment)))
        elif word == "ENV":
            said.environment |= dict(x.split("=", 1) for x in shlex.split(rest))
        elif word == "HEALTHCHECK":
            said.health = json.loads(rest.partition(" CMD ")[2])
        elif word == "CMD":
            said.command = json.loads(rest)
        elif word == "USER":
            said.user = rest
        else:
            assert (word, rest) in {("WORKDIR", f"/{WORKDIR}"), ("EXPOSE", "8501")}
    return found


@pytest.fixture(scope="module")
def image(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The last stage, each step of all of them carried out."""
    made = stages()
    for stage in made.values():
        stage.root = tmp_path_factory.mktemp("stage")
        stage.place.mkdir(parents=True)
        for word, rest, environment in stage.making:
            if word == "COPY":
                _copy(rest, stage, made)
            else:
                _run(rest, stage, environment, marts)
    return stage


def _copy(rest: str, made: Image, others: dict[str, Image]) -> None:
    *options, source, target = rest.split()
    stage = others[options[0].removeprefix("--from=")] if options else None
    given = stage.root / source.lstrip("/") if stage else ROOT / source
    if stage is None:
        allowed = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
        assert f"!{source}" in allowed, f"{source} is not sent to the builder"
    place = made.place / target
    place.parent.mkdir(parents=True, exist_ok=True)
    if given.is_dir():
        shutil.copytree(given, place, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(given, place)


def _run(rest: str, made: Image, environment: dict[str, str], marts: Path) -> None:
    command = shlex.split(rest)
    if command[0] == "python":
        command[0] = sys.executable
    if tuple(command[1:4]) == _PIP:
        assert "--require-hashes" in command
        assert (made.place / command[-1]).is_file()
        (library,) = made.place.glob(".venv/lib/python*/site-packages")
        (library / "installed_here.pth").write_text(sysconfig.get_path("purelib"))
        return
    if tuple(command[1:]) == _BUILD:
        _all_parts_but_one_indicators(marts, made.place / "data" / "marts")
    if not Path(command[0]).is_absolute():
        command[0] = str(made.place / command[0])
    around = _clean(environment)
    done = subprocess.run(command, cwd=made.place, env=around, capture_output=True, text=True)
    assert done.returncode == 0, f"{rest}: {done.stderr[-2000:]}"


def _all_parts_but_one_indicators(marts: Path, own: Path) -> None:
    shutil.copytree(marts / PARTS, own / PARTS)
    first = min(x.name for x in (own / PARTS / "observation").iterdir())
    for folder in (own / PARTS).glob(f"*/{first}"):
        shutil.rmtree(folder)


def _clean(environment: dict[str, str], **more: str) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | environment | more


@pytest.fixture(scope="module")
def running(image: Image) -> Iterator[tuple[Image, int]]:
    """The container's own command, read-only, on a free port."""
    port = free_port()
    inside = [str(image.place / image.command[0]), *image.command[1:]]
    settled = ("--server.fileWatcherType", "none")
    process = subprocess.Popen(
        read_only.wrapped(*inside, *settled),
        cwd=image.place,
        env=_clean(image.environment, STREAMLIT_SERVER_PORT=str(port), PYTHONPATH=str(ROOT)),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(port, process)
        yield image, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the container's command does not serve")


def _health(image: Image, port: int) -> int:
    command = [str(image.place / image.health[0]), *image.health[1:]]
    environment = _clean(image.environment, STREAMLIT_SERVER_PORT=str(port))
    done = subprocess.run(command, cwd=image.place, env=environment, capture_output=True)
    return done.returncode


def test_the_recipe_is_as_it_should_be() -> None:
    bases = [rest.split()[0] for word, rest in steps() if word == "FROM"]
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+(@sha256:\w{64})?", x) for x in bases)
    *_, last = stages().values()
    user, _, group = last.user.partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert last.environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert last.command[0] == ".venv/bin/python"
    words = [word for word, _ in steps()]
    assert words.index("USER") > max(n for n, word in enumerate(words) if word in ("RUN", "COPY"))


@pytest.mark.slow
def test_the_image_holds_what_it_needs_and_nothing_else(image: Image) -> None:
    assert {x.name for x in image.place.iterdir()} == {
        ".venv",
        ".streamlit",
        "data",
        "pipelines",
        "dashboard",
    }
    assert (image.place / "data" / "marts" / "current.json").is_file()
    assert list(image.place.glob("dashboard/__pycache__/app.*.pyc"))


@pytest.mark.slow
def test_the_container_runs_and_is_healthy(running: tuple[Image, int]) -> None:
    image, port = running
    assert _health(image, port) == 0
    for path in ("", "api/v1/indicators.csv", "app/static/boundaries/boroughs.geojson"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=60) as answer:
            assert answer.status == 200


@pytest.mark.slow
def test_a_container_that_is_not_well_is_told_apart(image: Image) -> None:
    assert _health(image, free_port()) != 0


@pytest.mark.parametrize("name", ["compose.yml", "replicas.yml"])
def test_containers_can_write_nothing_and_gain_nothing(name: str) -> None:
    given = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    for service in given["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert all(x["read_only"] for x in service["volumes"])
        assert "privileged" not in service
        if "nginx" not in service["image"]:
            assert int(service["user"].split(":")[0]) > 0


def test_the_replicas_of_compose_are_those_that_nginx_knows() -> None:
    given = yaml.safe_load((DEPLOY / "replicas.yml").read_text(encoding="utf-8"))
    services = {k: v for k, v in given["services"].items() if k.startswith("replica")}
    addresses = {x["networks"]["inside"]["ipv4_address"] for x in services.values()}
    groups = (DEPLOY / "nginx" / "upstreams-compose.conf").read_text().split("upstream ")[1:]
    assert len(groups) == 2
    for group in groups:
        assert set(re.findall(r"server ([\d.]+):8501", group)) == addresses
    nginx = given["services"]["nginx"]
    own = nginx["networks"]["inside"]["ipv4_address"]
    assert {x["environment"]["FORWARDED_ALLOW_IPS"] for x in services.values()} == {own}
    for volume in nginx["volumes"]:
        assert (DEPLOY / volume["source"]).exists()


@pytest.mark.parametrize("name", ["dashboard.service", "health-inequalities@.service"])
def test_a_unit_is_hardened(name: str) -> None:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    for line in (
        "ProtectSystem=strict",
        "NoNewPrivileges=true",
        "CapabilityBoundingSet=",
        "SystemCallFilter=@system-service",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    ):
        assert line in lines
    assert not [x for x in lines if x.startswith("ReadWritePaths")]


def test_both_units_are_hardened_alike() -> None:
    one, many = (
        (DEPLOY / name).read_text(encoding="utf-8").split("[Service]")[1].split("[Install]")[0]
        for name in ("dashboard.service", "health-inequalities@.service")
    )
    assert one.replace("--server.port 8501", "--server.port %i").split() == many.split()
