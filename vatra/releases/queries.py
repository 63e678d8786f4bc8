"""Questions about releases, named by what they return."""

from __future__ import annotations

from uuid import UUID

from vatra.releases.counting import CountedOver, counted_over
from vatra.releases.drafts import Built, built
from vatra.releases.file_trials import FileTried, PopulationFile, population_files
from vatra.releases.file_trials import tried as tried_in
from vatra.releases.models import MethodDraft, Trial, Tried
from vatra.releases.moved import Moved
from vatra.releases.posts import PostsMoved
from vatra.releases.told import Example, FileTold, Told, told, told_of_a_file

__all__ = [
    "Built", "CountedOver", "Example", "FileTold", "FileTried", "PopulationFile", "PostsMoved", "Told", "built",
    "counted_over", "latest_trial", "method_draft", "method_drafts", "moved_by", "population_files", "progress_of",
    "told", "told_of_a_file", "trial_of", "tried_in",
]


def method_drafts() -> list[MethodDraft]:
    """Every draft that ever was: those to decide first, then the newest decided."""
    rows = MethodDraft.objects.select_related("by", "decided_by").order_by("-begun_at", "-id")
    return sorted(rows, key=lambda draft: draft.state != MethodDraft.State.OPEN)


def method_draft(uuid: UUID) -> MethodDraft | None:
    """One draft."""
    return MethodDraft.objects.select_related("by", "decided_by").filter(uuid=uuid).first()


def trial_of(draft: MethodDraft, found: Built) -> Trial | None:
    """The latest trial of a draft as it stands."""
    return Trial.objects.filter(draft=draft, of=found.of).select_related("draft").order_by("-on", "-id").first()


def latest_trial(draft: MethodDraft) -> Trial | None:
    """The latest trial of a draft, whatever was changed since."""
    return Trial.objects.filter(draft=draft).select_related("draft").order_by("-begun_at", "-id").first()


def progress_of(trial: Trial) -> tuple[int, int]:
    """Communes tried, of how many."""
    return Tried.objects.filter(trial=trial).count(), len(trial.communes)


def moved_by(trial: Trial) -> dict[int, Moved]:
    """What a trial moves, by commune, as far as it has come."""
    rows = Tried.objects.filter(trial=trial).order_by("commune").values_list("commune_id", "counts")
    return {commune: Moved.from_json(counts) for commune, counts in rows}
