"""The API against its own description: whatever is asked, nothing breaks."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from starlette.applications import Starlette

from dashboard import db
from dashboard.api import routes
from dashboard.db import Marts

# By name: tests that share one are run once by processes that share the tests out.
OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(routes.api.openapi()).get_all_operations()
}


@pytest.fixture(autouse=True)
def _served(open_marts: Marts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "_marts", open_marts)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_whatever_is_asked_is_answered(name: str) -> None:
    @settings(
        max_examples=8,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[name].as_strategy())
    def asked(case: schemathesis.Case) -> None:
        case.operation.app = Starlette(routes=routes.routes())
        response = case.call(base_url=f"http://testserver{routes.ROOT}")
        case.validate_response(response, checks=[not_a_server_error])
        assert response.status_code in (200, 400, 404, 405, 406, 410, 414)

    asked()


def test_there_is_a_description_of_every_operation() -> None:
    assert len(OPERATIONS) > 20
