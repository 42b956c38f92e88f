"""Examines what the machine gives: Python, its packages, the libraries for PDFs, browser files."""

import importlib.metadata
import sys
from importlib.metadata import PackageNotFoundError

from packaging.requirements import Requirement

from actors.pdf.comparison import poppler_library
from actors.pdf.conversion import office as office_conversion
from actors.pdf.sandbox import own_folder
from actors.pdf.sandbox.answers import SetUpFault
from deploy.console import ROOT
from deploy.health.finding import HealthProblem
from deploy.setup import browser_files as browser
from tenants.use_cases.signing.typed_signature import FONTS, UPRIGHT

CERTIFICATE = ("Inter_600SemiBold.ttf", "SourceSerif4_600SemiBold.ttf")
SET_UP = "Run ./countersign up, which installs it."


def python() -> str:
    """The launcher refuses an older one; the environment may have lost its Python since."""
    if not sys.prefix.startswith(str(ROOT)) and sys.prefix == sys.base_prefix:
        raise HealthProblem("this is not the Python of .venv. Run it as ./countersign doctor.")
    return sys.version.split()[0]


def packages() -> str:
    """Every package of ours is there, and none has another version than the lock says."""
    locked = _locked()
    absent = [name for name in _required() if _version(name) is None]
    other = [n for n, wanted in locked.items() if _version(n) not in (None, wanted)]
    if absent:
        raise HealthProblem(f"missing {', '.join(absent)}. {SET_UP}")
    if other:
        raise HealthProblem(f"another version than the lock says: {', '.join(other)}. {SET_UP}")
    return f"{len(locked)} as locked"


def pdf_libraries() -> str:
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
    except OSError as error:
        raise HealthProblem(
            f"WeasyPrint finds no Pango ({error.__class__.__name__}). Install it, on Debian with: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from None
    if not HTML(string="<p>Countersign</p>").write_pdf():
        raise HealthProblem(
            "WeasyPrint created an empty PDF. Install a font, for example fonts-dejavu-core."
        )
    fonts = {file.name for file in (browser.VENDOR / "fonts").glob("*.ttf")}
    missing = {*CERTIFICATE, *(FONTS | UPRIGHT).values()} - fonts
    if missing:
        raise HealthProblem(f"fonts are missing: {', '.join(sorted(missing))}. {SET_UP}")
    return f"WeasyPrint makes a PDF, {len(fonts)} fonts"


def office() -> str:
    """Countersign does without; then it says so to those who upload such a document."""
    if not office_conversion.is_confined():
        return "refused, as this kernel has no Landlock to confine LibreOffice (Linux 5.13 has it)"
    missing = office_conversion.missing()
    if missing:
        packages = " ".join(f"libreoffice-{name}-nogui" for name in missing)
        return (
            f"refused for want of LibreOffice {', '.join(missing)}. To convert them, on Debian:"
            f" apt-get install --no-install-recommends {packages}"
        )
    try:
        own_folder.check()
    except SetUpFault as error:
        raise HealthProblem(str(error)) from None
    return "converted by LibreOffice"


def viewer_comparison() -> str:
    """Countersign does without; then two engines compare pages, and senders are told."""
    if not poppler_library.is_installed():
        return (
            "MuPDF and PDFium compare pages, and not Poppler. To have it look as well, on Debian:"
            " apt-get install libpoppler-glib8"
        )
    return "MuPDF, PDFium and Poppler compare pages"


def browser_files() -> str:
    if not browser.ready():
        raise HealthProblem(f"missing or of another version than package-lock.json says. {SET_UP}")
    return "as locked"


def _required() -> list[str]:
    wanted = [Requirement(line) for line in importlib.metadata.requires("countersign") or ()]
    return [each.name for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]


def _locked() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pinned = [Requirement(line.rstrip(" \\")) for line in lines if "==" in line]
    meant = [each for each in pinned if not each.marker or each.marker.evaluate()]
    return {each.name: str(each.specifier).removeprefix("==") for each in meant}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except PackageNotFoundError:
        return None
