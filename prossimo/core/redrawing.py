"""An index, a constraint or a trigger more is no reason to draw half the house again.

Django, at each step of a migration that touches a model, builds anew its class and those of all that
hold on to it. Where only the lists of indexes, constraints or triggers differ, nothing else in those
classes does, and the lists are put into the class that is there.
"""

from typing import Any

from django.db.migrations.state import ModelState, ProjectState

LISTS = ("indexes", "constraints", "triggers")


def install() -> None:
    """From here on, in every migration of this process."""
    draw, reload = ModelState.render, ProjectState.reload_model

    def render(self: ModelState, apps: Any) -> Any:
        drawn = draw(self, apps)
        drawn.drawn_from = _essence(self)
        return drawn

    def reload_model(
        self: ProjectState, app_label: str, model_name: str, delay: bool = False
    ) -> None:
        if not _put_in_place(self, app_label, model_name.lower()):
            reload(self, app_label, model_name, delay)

    ModelState.render = render  # type: ignore[method-assign]
    ProjectState.reload_model = reload_model  # type: ignore[method-assign]


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
