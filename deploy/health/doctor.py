"""`countersign doctor`: looks at all that an installation needs, in order, and says what to do."""

from collections.abc import Callable
from functools import partial

from core.settings.settings import Settings
from deploy.commands import dead_jobs
from deploy.health import jobs_check, machine_check, services_check, settings_check
from deploy.health.finding import HealthProblem

MACHINE: dict[str, Callable[[], str]] = {
    "Python": machine_check.python,
    "Python packages": machine_check.packages,
    "PDF libraries": machine_check.pdf_libraries,
    "PDF viewers": machine_check.viewer_comparison,
    "Office documents": machine_check.office,
    "Browser files": machine_check.browser_files,
}
SERVICES: dict[str, Callable[[Settings], str]] = {
    "Database, role app": services_check.app,
    "Database, role relay": services_check.relay,
    "Database, role owner": services_check.owner,
    "Migrations": services_check.migrations,
    "Walls between organizations": services_check.walls,
    "Clock": services_check.clock,
    "Redis": services_check.redis,
    "Object store": services_check.objects,
    "Mail server": services_check.mail,
    "Virus scanner": services_check.scanner,
    "Relay and worker": jobs_check.programs,
    "Jobs that fail": jobs_check.failing,
    "Jobs": dead_jobs.check,
}


def main() -> int:
    """0 when all is well, 1 when something is missing or wrong."""
    well = [_examine(name, check) for name, check in MACHINE.items()]
    settings, wrong = settings_check.read()
    for sentence in wrong:
        _show(False, "Settings", sentence)
    if settings is None:
        print("  The services are checked once the settings are right.")
        return 1
    _show(True, "Settings", f"complete, mode {settings.mode}")
    well += [_examine(name, partial(check, settings)) for name, check in SERVICES.items()]
    return 0 if all(well) else 1


def _examine(name: str, check: Callable[[], str]) -> bool:
    try:
        _show(True, name, check())
    except HealthProblem as finding:
        _show(False, name, str(finding))
        return False
    return True


def _show(well: bool, name: str, sentence: str) -> None:
    print(f"{'ok ' if well else 'NO '} {name}: {sentence}", flush=True)
