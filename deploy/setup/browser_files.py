"""What the pages load from others: taken from npm by integrity hash, copied to static/vendor."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from core.fields import kinds
from core.signing.hands import HANDS
from deploy.console import ROOT, run_quietly, say
from deploy.setup import virtual_environment

VENDOR = ROOT / "webapp" / "static" / "vendor"
STAMP = VENDOR / "stamp"
WORK = virtual_environment.FOLDER / "browser-files"
# What only tests use: programs for Node, such as an OpenID provider.
FOR_TESTS = virtual_environment.FOLDER / "for-tests"
MANIFESTS = ("package.json", "package-lock.json")

SINGLE_FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "signature_pad.js": "signature_pad/dist/signature_pad.min.js",
}
SINGLE_FILES_FOR_TESTS = {"axe.min.js": "axe-core/axe.min.js"}
# Style sheets for pages; they name woff2 files of many scripts, of which a browser loads few.
PAGE_FONTS = {
    "@fontsource-variable/inter": ("wght.css", "wght-italic.css"),
    "@fontsource-variable/source-serif-4": ("wght.css", "wght-italic.css"),
    **{f"@fontsource/{hand.name}": (hand.sheet,) for hand in HANDS if hand.sheet == "400.css"},
}
# Whole fonts for PDFs, where text of any script must be set from one file.
PDF_FONTS = {
    "inter": ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold"),
    "noto-sans-jp": ("400Regular",),  # 5.5 MB: letters of names that MuPDF's own fonts lack
    "source-serif-4": ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold"),
    **{hand.name: ("400Regular",) for hand in HANDS if hand.file and hand.sheet == "400.css"},
}


def ready(testing: bool = False) -> bool:
    stamps = (STAMP, FOR_TESTS / "stamp") if testing else (STAMP,)
    return all(stamp.is_file() and stamp.read_text() == _state() for stamp in stamps)


def make(testing: bool = False) -> None:
    if ready(testing):
        return
    say("Browser files: fetching htmx, fonts and icons")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in MANIFESTS:
        shutil.copy(ROOT / name, WORK)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command = [*_npm(), "ci", *options, *(() if testing else ("--omit=dev",))]
    run_quietly(command, what="Fetching the browser files", cwd=WORK)
    _copy_to_vendor(WORK / "node_modules")
    if testing:
        _keep_for_tests(WORK / "node_modules")
    shutil.rmtree(WORK)
    STAMP.write_text(_state())


def node() -> str | None:
    """The program that runs what is kept for tests, where there is one."""
    own = virtual_environment.FOLDER / "bin" / "node"
    return shutil.which("node") or (str(own) if own.exists() else None)


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and _works(found):
        return [found]
    virtual_environment.install_lock("deploy/npm.txt")
    folder = virtual_environment.FOLDER / "bin"
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return [str(folder / "npm")]


def _works(npm: str) -> bool:
    return subprocess.run([npm, "--version"], capture_output=True, check=False).returncode == 0


def _copy_to_vendor(modules: Path) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, file in SINGLE_FILES.items():
        _copy(modules / file, VENDOR / target)
    for package, sheets in PAGE_FONTS.items():
        _copy_page_font(modules / package, sheets, VENDOR / "fonts" / Path(package).name)
    for family, styles in PDF_FONTS.items():
        for style in styles:
            (source,) = (modules / "@expo-google-fonts" / family / style).glob("*.ttf")
            _copy(source, VENDOR / "fonts" / source.name)
        _copy(
            modules / "@expo-google-fonts" / family / "LICENSE_FONT",
            VENDOR / "fonts" / family / "LICENSE",
        )
    for name in _icons(modules / "lucide-static" / "icons"):
        _copy(modules / "lucide-static" / "icons" / name, VENDOR / "icons" / name)


def _keep_for_tests(modules: Path) -> None:
    for target, file in SINGLE_FILES_FOR_TESTS.items():
        _copy(modules / file, VENDOR / target)
    for name in json.loads((ROOT / "package.json").read_text())["dependencies"]:
        shutil.rmtree(modules / name)  # large, and copied already
    shutil.rmtree(FOR_TESTS, ignore_errors=True)
    FOR_TESTS.mkdir(parents=True)
    shutil.move(modules, FOR_TESTS / "node_modules")
    (FOR_TESTS / "stamp").write_text(_state())


def _copy_page_font(package: Path, sheets: tuple[str, ...], target: Path) -> None:
    for sheet in sheets:
        text = (package / sheet).read_text()
        for file in (package / "files").glob("*.woff2"):
            if file.name in text:
                _copy(file, target / "files" / file.name)
        _copy(package / sheet, target / sheet)


def _icons(folder: Path) -> list[str]:
    """Those that webapp/static/icons.txt lists and those of the kinds of fields; all without it."""
    listed = ROOT / "webapp" / "static" / "icons.txt"
    if not listed.is_file():
        return [path.name for path in folder.glob("*.svg")]
    words = (line.partition("#")[0].strip() for line in listed.read_text().splitlines())
    named = [word.removesuffix(".svg") for word in words if word]
    return [f"{name}.svg" for name in dict.fromkeys([*named, *(kind.icon for kind in kinds.ALL)])]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _state() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in (*(ROOT / name for name in MANIFESTS), ROOT / "webapp" / "static" / "icons.txt"):
        digest.update(path.read_bytes() if path.is_file() else b"")
    digest.update(" ".join(kind.icon for kind in kinds.ALL).encode())
    digest.update(" ".join(hand.name for hand in HANDS).encode())
    return digest.hexdigest()
