"""What a step of a migration leaves as it was is not drawn again.

Django, at each step of a migration that touches a model, builds anew its class and those of all that
hold on to it, however far. Where only the lists of indexes, constraints or triggers differ, nothing
else in those classes does, and the lists are put into the class that is there. Where a migration only
adds, no step asks what else holds on to a model: its own class is drawn, and the others wait. Who asks
more finds all of them drawn together, once: a migration that alters, here; a function that moves rows,
and what follows the last migration, by Django itself, which throws away what it knows is `delayed`.
"""

import copy
import itertools
from typing import Any

from django.contrib.postgres.operations import CreateExtension
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from prossimo.core.migrating import Together
from prossimo.core.walls import RaiseWall

LISTS = ("indexes", "constraints", "triggers")
ADDS = (
    operations.CreateModel,
    operations.AddField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterUniqueTogether,
    operations.RunPython,
    AddTrigger,
    RemoveTrigger,
    CreateExtension,
    RaiseWall,
)


def install() -> None:
    """From here on, in every migration of this process."""
    draw, reload, apply = ModelState.render, ProjectState.reload_model, Migration.apply

    def render(self: ModelState, apps: Any) -> Any:
        drawn = draw(self, apps)
        drawn.drawn_from = _essence(self)
        return drawn

    def reload_model(self: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        if _put_in_place(self, app_label, model_name.lower()):
            return
        if getattr(self, "only_adds", False) and "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name.lower())})
        else:
            reload(self, app_label, model_name, delay)

    def apply_in_parts(self: Migration, project_state: Any, *more: Any, **named: Any) -> Any:
        for adding, steps in itertools.groupby(self.operations, _only_adds):
            part: Any = copy.copy(self)
            part.operations = list(steps)
            if not adding:
                _draw_together(project_state)
            project_state.only_adds = adding
            project_state = apply(part, project_state, *more, **named)
        project_state.only_adds = False
        return project_state

    # Django has no place to hook into between a migration and its steps: its methods are replaced.
    ModelState.render = render  # type: ignore[method-assign]
    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    Migration.apply = apply_in_parts  # type: ignore[method-assign]


def _only_adds(step: Any) -> bool:
    """Whether this step can be taken without knowing what else holds on to its model."""
    if isinstance(step, operations.RunSQL):
        return not step.state_operations
    if isinstance(step, Together):
        return all(map(_only_adds, step.operations))
    return isinstance(step, ADDS)


def _draw_together(state: ProjectState) -> None:
    """All the classes anew, if some of them had waited."""
    if state.is_delayed:
        state.clear_delayed_apps_cache()
        state.is_delayed = False
        state.apps  # noqa: B018 (drawn once for the state before the step and for the one after)


def _essence(state: ModelState) -> tuple[Any, ...]:
    """Whatever makes a class another one."""
    options = {name: value for name, value in state.options.items() if name not in LISTS}
    return (state.name, dict(state.fields), options, state.bases, list(state.managers))


def _put_in_place(state: ProjectState, app_label: str, model_name: str) -> bool:
    """Whether the lists alone had changed, and the class that stands there has them now."""
    known = state.models.get((app_label, model_name))
    if known is None or "apps" not in state.__dict__:
        return False
    drawn: Any = state.apps.all_models[app_label].get(model_name)
    if drawn is None or getattr(drawn, "drawn_from", None) != _essence(known):
        return False
    for name in LISTS:
        if name in known.options:
            setattr(drawn._meta, name, list(known.options[name]))
    drawn._meta.__dict__.pop("total_unique_constraints", None)
    return True
