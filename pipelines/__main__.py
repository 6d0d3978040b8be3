"""The pipeline's command line: ``python -m pipelines build | refresh | status | rollback | ...``.

Exit codes: 0 done; 1 an input is wrong, nothing was published; 2 the command line is wrong;
3 the marts were built but failed a check; 4 there is no published build to speak of; 5 refreshed,
but a source kept its last good figures; 6 another process is changing the builds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipelines import build, engines, freshness, history, lock, places, publish, report, snapshot
from pipelines.catalogue import load
from pipelines.engine import EngineError
from pipelines.errors import CheckError, PipelineError
from pipelines.lock import BusyError

DONE, INPUT_WRONG, CHECK_FAILED, NOTHING_PUBLISHED, KEPT_SOME, BUSY = 0, 1, 3, 4, 5, 6
KEEP_VARIABLE = "BUILDS_KEPT"
BUILD_WAITS_SECONDS = 600.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = _parser().parse_args(arguments)
    console = report.Console()
    try:
        command: Callable[[argparse.Namespace, report.Console], int] = given.run
        return command(given, console)
    except BusyError as error:
        console.problem("Nothing was done", error)
        return BUSY
    except CheckError as error:
        console.problem("A check failed; the last published build stays in service", error)
        return CHECK_FAILED
    except PipelineError as error:
        console.problem("Nothing was published", error)
        return INPUT_WRONG
    except EngineError as error:
        console.problem("Nothing was published; the database could not be written", error)
        return INPUT_WRONG
    except OSError as error:
        console.problem("Nothing was published", f"{error.strerror or error}: {error.filename}")
        return INPUT_WRONG


def _build(given: argparse.Namespace, console: report.Console) -> int:
    here: places.Places = given.data
    current = here.marts / str(publish.current(here.marts).get("file"))
    if given.if_missing and publish.is_whole(current):
        return DONE
    with (
        lock.held(here.marts, f"build with {given.engine}", given.wait),
        console.progress("Building") as progress,
    ):
        history.recover(here.catalogue, here.snapshot, here.marts)
        choice = engines.Choice(given.engine, given.master)
        built = build.build(here.catalogue, here.snapshot, here.marts, progress, choice)
        catalogue, last = load(here.catalogue), freshness.last_refresh(here.marts)
        lines = freshness.ledger(*snapshot.load(here.snapshot), catalogue, last)
        freshness.write(lines, built.build_id, here.marts)
    console.say(report.built(built))
    return DONE


def _refresh(given: argparse.Namespace, console: report.Console) -> int:
    # The network is only needed here, and slow to import.
    from pipelines import refresh

    here: places.Places = given.data
    asked = refresh.Asked(
        sources=tuple(given.source),
        addresses=dict(given.address),
        accepted=frozenset(given.accept),
        dry_run=given.dry_run,
        keep=given.keep,
    )
    with (
        lock.held(here.marts, "refresh", given.wait),
        console.progress("Refreshing") as progress,
    ):
        done = refresh.refresh(asked, here, progress)
    console.say(report.refreshed(done))
    return KEPT_SOME if done.kept_some else DONE


def _snapshot(given: argparse.Namespace, console: report.Console) -> int:
    # Geography is only needed here, and slow to import.
    from pipelines import gather

    catalogue = load()
    with console.progress("Reading publishers' files") as progress:
        manifest = gather.make(given.folder, catalogue, progress=progress)
    console.say(report.snapshot_made(manifest))
    return DONE


def _check(_: argparse.Namespace, console: report.Console) -> int:
    lines = report.checked()
    console.say(lines)
    return DONE if publish.current() else NOTHING_PUBLISHED


def _status(given: argparse.Namespace, console: report.Console) -> int:
    here: places.Places = given.data
    pointer = publish.current(here.marts)
    if not pointer:
        console.say(["No build is published. Run: python -m pipelines build"])
        return NOTHING_PUBLISHED
    last, today = freshness.last_refresh(here.marts), datetime.now(UTC).date()
    lines = freshness.ledger(*snapshot.load(here.snapshot), load(here.catalogue), last)
    if given.json:
        rows = freshness.as_rows(lines, today)
        sys.stdout.write(json.dumps({**pointer, "freshness": rows}, indent=1) + "\n")
        return DONE
    console.say(report.status(pointer, here.marts, lines, today))
    return DONE


def _history(given: argparse.Namespace, console: report.Console) -> int:
    console.say(report.builds(history.builds(given.data.marts)))
    return DONE


def _rollback(given: argparse.Namespace, console: report.Console) -> int:
    here: places.Places = given.data
    with lock.held(here.marts, "rollback", given.wait):
        history.recover(here.catalogue, here.snapshot, here.marts)
        with_snapshot = history.rollback(given.build, here.marts, here.snapshot)
    console.say(report.rolled_back(given.build, with_snapshot))
    return DONE


def _prune(given: argparse.Namespace, console: report.Console) -> int:
    here: places.Places = given.data
    with lock.held(here.marts, "prune", given.wait):
        gone = history.prune(here.marts, given.keep)
    console.say([f"{len(gone)} builds removed: {', '.join(gone) or 'none'}."])
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipelines",
        description="Public borough health indicators: publishers' files to DuckDB marts.",
        epilog="Exit codes: 0 done; 1 an input is wrong, nothing published; 2 the command line is "
        "wrong; 3 a check failed, the last build stays; 4 nothing is published yet; 5 refreshed, "
        "but a source kept its last good figures; 6 another process is changing the builds.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    one = _command(commands, "build", _build, "build the marts from the snapshot and publish them")
    one.add_argument("--if-missing", action="store_true", help="only where no build is there")
    one.add_argument(
        "--engine",
        choices=engines.NAMES,
        default=engines.DUCKDB,
        help="what does the work: duckdb in this process, or spark; the result is the same",
    )
    one.add_argument(
        "--master", default="", metavar="URL", help="for spark: local[N] or spark://HOST:PORT"
    )
    _wait(one, BUILD_WAITS_SECONDS)
    _refresh_options(_command(commands, "refresh", _refresh, "newest figures from the publishers"))
    _command(commands, "check", _check, "check catalogue, snapshot and the published build")
    one = _command(commands, "status", _status, "what is published, and how fresh each source is")
    one.add_argument("--json", action="store_true", help="for machines")
    _command(commands, "history", _history, "the builds that are kept")
    one = _command(commands, "rollback", _rollback, "go back to an earlier build")
    one.add_argument("build", metavar="BUILD", help="its id; python -m pipelines history lists it")
    _wait(one)
    one = _command(commands, "prune", _prune, "remove old builds")
    _keep(one)
    _wait(one)
    one = _command(commands, "snapshot", _snapshot, "rebuild the snapshot from publishers' files")
    one.add_argument("--from", dest="folder", type=_folder, required=True, metavar="FOLDER")
    return parser


def _refresh_options(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--source", action="append", default=[], metavar="ID", help="only this one; repeatable"
    )
    one.add_argument(
        "--address",
        action="append",
        default=[],
        type=_address,
        metavar="ID=URL",
        help="where a source is, for a mirror; REFRESH_URL_<ID> does the same",
    )
    one.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ID",
        help="take this source's figures although they moved: you have looked at them",
    )
    one.add_argument(
        "--dry-run", action="store_true", help="say what would change; publish nothing"
    )
    _keep(one)
    _wait(one)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, report.Console], int],
    words: str,
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=words)
    one.set_defaults(run=run)
    one.add_argument(
        "--data",
        type=_places,
        default=places.Places(),
        metavar="FOLDER",
        help="another data folder: catalogue, snapshot, raw and marts below it",
    )
    return one


def _keep(one: argparse.ArgumentParser) -> None:
    default = os.environ.get(KEEP_VARIABLE, str(history.KEEP))
    one.add_argument(
        "--keep", type=_count, default=default, help=f"builds to keep ({KEEP_VARIABLE}; {default})"
    )


def _wait(one: argparse.ArgumentParser, default: float = 0.0) -> None:
    words = f"how long to wait for another ({default:.0f})"
    one.add_argument("--wait", type=float, default=default, metavar="SECONDS", help=words)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"'{written}' is not a number of builds, 1 or more")
    return int(written)


def _address(written: str) -> tuple[str, str]:
    name, found, address = written.partition("=")
    if not found or not address.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"'{written}' is not ID=URL")
    return name, address


def _places(written: str) -> places.Places:
    return places.Places.under(_folder(written))


def _folder(written: str) -> Path:
    folder = Path(written)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"'{written}' is not a folder")
    return folder


if __name__ == "__main__":
    sys.exit(main())
