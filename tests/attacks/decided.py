"""What is decided for everybody, in the attacks' land: a draft of the method, open data, a study."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tests.attacks.land import FAR, HERE, NEAR, model, uuid
from vatra.assessment.queries import rulebook_in_force
from vatra.releases.open_files import keep_missing_files


def change() -> UUID:
    """A draft of the method that nobody has decided yet."""
    editor = model("access.Worker").objects.get(username="method_editor")
    draft, _made = model("releases.MethodDraft").objects.get_or_create(uuid=uuid("change"), defaults={
        "title": "Un prag", "reason": "Indexare", "based_on": "romania", "begun_at": timezone.now(), "by": editor})
    return draft.uuid


def version() -> int:
    """A version of the open data without cells, with its files."""
    by = model("access.Worker").objects.get(username="national")
    release, _made = model("releases.DataRelease").objects.get_or_create(uuid=uuid("release"), defaults={
        "version": 1, "at": timezone.now(), "by": by, "words": "Decizia 1", "rulebook": "romania"})
    keep_missing_files()
    return release.version


def study() -> UUID:
    """A study of which no round was counted."""
    by = model("access.Worker").objects.get(username="evaluator")
    plan = {"question": "Ce s-a schimbat?", "treated": [HERE, NEAR], "comparison": [FAR, FAR + 1],
            "rounds": [209901, 209912], "begun": 209912, "outcomes": ["coverage"]}
    model("places.Commune").objects.get_or_create(siruta=FAR + 1, defaults={
        "name": "Vecina", "searched": "vecina", "kind": "commune", "county_id": "IS", "urban": False})
    made, _made = model("releases.Study").objects.get_or_create(uuid=uuid("study"), defaults={
        "title": "Un studiu", "at": timezone.now(), "by": by, "plan": plan, "rulebook": rulebook_in_force(
            on=timezone.localdate()).version})
    return made.uuid
