from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.exchange.shapes import FOLDER
from tests.unit.people.village import AGAS, ON, communes
from vatra.assessment.queries import rulebook_in_force
from vatra.exchange.form import Form, form_of
from vatra.exchange.submission_import import Imported, import_submissions, told_by


@pytest.fixture
def form(settings) -> Form:
    settings.RULEBOOK = "romania"
    return form_of(rulebook_in_force(on=ON).rulebook, FOLDER)


@pytest.fixture
def worker(db: None):
    """A social worker of Agăș."""
    communes()
    worker = apps.get_model("access.Worker")(uuid=uuid4(), username="maria", full_name="Maria")
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=worker, role="social_worker", commune_id=AGAS, since="2020-01-01"
    )
    return worker


@pytest.fixture
def bring(worker, form: Form, tmp_path: Path) -> Callable[..., Imported]:
    """Import contents given as name=content, in one go."""
    from datetime import UTC, datetime

    def bring(*contents: str | bytes, name: str = "export", commune: int | None = AGAS, **rest) -> Imported:
        files = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{name}{number}"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            files.append(path)
        at = datetime(2026, 3, 10, 12, tzinfo=UTC)
        return import_submissions(told_by(files, form), form, by=worker, at=at, commune=commune, **rest)

    return bring
