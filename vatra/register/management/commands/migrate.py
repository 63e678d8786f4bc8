"""Django's `migrate`, each step whole or not at all.

Django notes a step as done after it has committed it, where indexes were put off to the step's end. Killed in between,
it would begin the same step again ever after and find its tables there.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


class WholeSteps(MigrationExecutor):
    """Makes what was put off, and notes the step, in the step's own transaction."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As Django's, in one transaction; a step that is only noted, or forbids a transaction, is Django's own."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            while editor.deferred_sql:
                editor.execute(editor.deferred_sql.pop(0))
            for app, name in migration.replaces or [(migration.app_label, migration.name)]:
                self.recorder.record_applied(app, name)
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state


class Command(migrate.Command):
    """The same command; what it prints and takes is Django's."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate in whole steps."""
        vars(migrate)["MigrationExecutor"] = WholeSteps  # the command makes its executor by this name
        super().handle(*args, **options)
