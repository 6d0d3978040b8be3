"""What the balancer's edge does: packs, keeps, passes on, and names nobody."""

from __future__ import annotations

import gzip
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path

import pytest
import trustme

from tests.replicas.balancer import NGINX, Balanced, balanced

pytestmark = pytest.mark.replicas


@pytest.fixture(scope="module")
def edge(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    with balanced(published, tmp_path_factory.mktemp("edge"), 2, "/health") as made:
        yield made


def ask(address: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(address, headers=given)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_page_has_a_replica_and_its_headers(edge: Balanced) -> None:
    status, headers, body = ask(f"{edge.address}/map", accept="text/html")
    assert status == 200
    assert b"Health inequalities" in body
    (cookie,) = [x for x in headers.get_all("set-cookie") or [] if "health_replica" in x]
    assert re.fullmatch(r"health_replica=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", cookie)
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["server"] == "nginx"
    again = ask(f"{edge.address}/map", accept="text/html", cookie=cookie.split(";")[0])[1]
    assert not [x for x in again.get_all("set-cookie") or [] if "health_replica" in x]


def _script(edge: Balanced) -> str:
    page = ask(f"{edge.address}/", accept="text/html")[2].decode()
    found = re.search(r'src="\./(static/js/index[^"]+)"', page)
    assert found
    return f"{edge.address}/{found[1]}"


def test_files_are_packed_and_kept_at_the_edge(edge: Balanced) -> None:
    address = _script(edge)
    for _ in range(3):
        _, headers, body = ask(address, accept_encoding="gzip")
        assert headers["content-encoding"] == "gzip"
    plain = ask(address)[2]
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2
    path = address.removeprefix(edge.address.removesuffix("/health"))
    assert _kept(edge, f"GET {path} ", 4) == ["MISS", "HIT", "HIT", "HIT"]


def _kept(edge: Balanced, asked: str, times: int) -> list[str]:
    """What the edge had of what was asked for so many times; it writes after it has answered."""

    def written() -> list[str]:
        return [x for x in edge.lines() if asked in x]

    edge.wait_until(lambda: len(written()) >= times)
    return [x.partition("cache=")[2].split()[0] for x in written()]


def test_boundaries_are_packed(edge: Balanced) -> None:
    address = f"{edge.address}/app/static/boundaries/boroughs.geojson"
    assert ask(address, accept_encoding="gzip")[1]["content-encoding"] == "gzip"


def test_open_data_is_kept_for_a_moment_and_is_itself(edge: Balanced) -> None:
    address = f"{edge.address}/api/v1/observations.csv?indicator=suicide"
    through, direct = (
        ask(address),
        ask(f"{edge.replicas[0].address}/api/v1/observations.csv?indicator=suicide"),
    )
    assert through[2] == direct[2]
    assert through[1]["etag"] == direct[1]["etag"]
    ask(address)
    assert _kept(edge, "GET /health/api/v1/observations.csv", 2) == ["MISS", "HIT"]
    status = ask(address, if_none_match=through[1]["etag"])[0]
    assert status == 304
    link = through[1]["link"]
    assert edge.address in link, "its own address is the one people use"
    packed = ask(address, accept_encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == direct[2]


def test_mistakes_are_told_as_ever(edge: Balanced) -> None:
    status, headers, body = ask(f"{edge.address}/api/v1/observations.csv?speed=1")
    assert status == 400
    assert headers["content-type"] == "application/problem+json"
    assert b"speed" in body
    assert ask(edge.address + "/", host="stranger.example")[0] == 421


def test_the_log_names_no_viewer_and_no_view(edge: Balanced) -> None:
    before = len(edge.lines())
    ask(f"{edge.address}/map?indicator=suicide&area=E09000025", accept="text/html", user_agent="me")
    edge.wait_until(lambda: len(edge.lines()) > before)
    text = "\n".join(edge.lines())
    assert "suicide" not in text
    assert not re.search(r"(?<!replica=)(?<!, )127\.0\.0\.1", text)
    assert all(
        re.search(r"replica=\S+.* replied=\S+.* cache=\S+ seconds=[0-9.]+$", x)
        for x in edge.lines()
    )


def test_the_example_with_encryption_is_a_configuration(edge: Balanced, tmp_path: Path) -> None:
    """As it is in the folder, with a certificate made for it, nginx takes it."""
    authority = trustme.CA()
    certificate = authority.issue_cert("health.example.org")
    certificate.private_key_pem.write_to_path(tmp_path / "privkey.pem")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "fullchain.pem")
    folder = edge.log.parent.parent
    text = (NGINX / "tls.conf").read_text().replace("/etc/ssl/health", str(tmp_path))
    text = text.replace("/etc/nginx/health", str(folder)).replace("80;", "18080;")
    (tmp_path / "site.conf").write_text(text.replace("443 ssl", "18443 ssl"))
    main = (folder / "nginx.conf").read_text()
    main = main.replace(f"{folder}/site.conf", f"{tmp_path}/site.conf")
    (tmp_path / "nginx.conf").write_text(main.replace("nginx.pid", "other.pid"))
    done = subprocess.run(
        [
            "/usr/sbin/nginx",
            "-t",
            "-p",
            str(tmp_path),
            "-c",
            str(tmp_path / "nginx.conf"),
            "-e",
            str(tmp_path / "error.log"),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
