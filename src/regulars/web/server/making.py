"""An empty database gets at once the tables that all steps together lead to, and the steps are noted as done.

Step by step Django draws up hundreds of states of all models in between, which takes forty times as long; a test
holds that both ways end in the same tables. Where anything is there already, the steps are taken as they always are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor

_OURS = "regulars."


def make(connection: Any, *, verbosity: int = 0) -> bool:
    """All or nothing; False where it is not for this: the database is not empty."""
    executor = MigrationExecutor(connection)
    steps = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if not steps or connection.introspection.table_names():
        return False
    state = executor.loader.project_state()
    with connection.schema_editor() as editor:
        for model in (executor.recorder.Migration, *state.apps.get_models()):
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        _further(steps, editor, state)
        for step in steps:
            executor.record_migration(step)
    plan = [(step, False) for step in steps]
    emit_post_migrate_signal(verbosity, interactive=False, db=connection.alias, plan=plan)
    return True


def _further(steps: Iterable[Migration], editor: Any, state: Any) -> None:
    """What our steps do beside the tables. Those of libraries only change rows, and there are none.

    A step of ours that only changes rows says so as Django has it: ``elidable=True``.
    """
    for step in steps:
        for operation in step.operations if type(step).__module__.startswith(_OURS) else ():
            if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
                operation.database_forwards(step.app_label, editor, state, state)
