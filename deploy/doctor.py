"""`countersign doctor`: looks at all that an installation needs, in order, and says what to do."""

from collections.abc import Callable
from functools import partial

from core.settings.settings import Settings
from deploy import (
    dead_jobs,
    health_of_jobs,
    health_of_machine,
    health_of_services,
    health_of_settings,
)
from deploy.health import Unwell

MACHINE: dict[str, Callable[[], str]] = {
    "Python": health_of_machine.python,
    "Python packages": health_of_machine.packages,
    "PDF libraries": health_of_machine.pdf_libraries,
    "Browser files": health_of_machine.browser_files,
}
SERVICES: dict[str, Callable[[Settings], str]] = {
    "Database, role app": health_of_services.app,
    "Database, role relay": health_of_services.relay,
    "Database, role owner": health_of_services.owner,
    "Migrations": health_of_services.migrations,
    "Walls between organizations": health_of_services.walls,
    "Clock": health_of_services.clock,
    "Redis": health_of_services.redis,
    "Object store": health_of_services.objects,
    "Mail server": health_of_services.mail,
    "Relay and worker": health_of_jobs.programs,
    "Jobs that fail": health_of_jobs.failing,
    "Jobs": dead_jobs.check,
}


def main() -> int:
    """0 when all is well, 1 when something is missing or wrong."""
    well = [_examine(name, check) for name, check in MACHINE.items()]
    settings, wrong = health_of_settings.read()
    for sentence in wrong:
        _show(False, "Settings", sentence)
    if settings is None:
        print("  The services are not looked at before the settings are right.")
        return 1
    _show(True, "Settings", f"complete, mode {settings.mode}")
    well += [_examine(name, partial(check, settings)) for name, check in SERVICES.items()]
    return 0 if all(well) else 1


def _examine(name: str, check: Callable[[], str]) -> bool:
    try:
        _show(True, name, check())
    except Unwell as finding:
        _show(False, name, str(finding))
        return False
    return True


def _show(well: bool, name: str, sentence: str) -> None:
    print(f"{'ok ' if well else 'NO '} {name}: {sentence}", flush=True)
