"""Office files made PDFs by LibreOffice, inside the child itself: no program is started.

The libraries of LibreOffice are loaded into a child that has a folder of its own and ends after
one file: no document finds anything of another one. Macros are never run; there is no network
to load from, and no file to read but its own.
"""

import ctypes
import os
from pathlib import Path

from actors.pdf.sandbox import landlock
from core.documents.refusals import (
    CalcMissing,
    ImpressMissing,
    NotConverted,
    OfficeMissing,
    WriterMissing,
)

FOLDERS = ("/usr/lib/libreoffice", "/usr/lib64/libreoffice")
LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
APPLICATIONS = {
    "writer": ("doc", "docx", "odt", "rtf"),
    "calc": ("ods", "xls", "xlsx"),
    "impress": ("odp", "ppt", "pptx"),
}
CODE = {"writer": "libswlo.so", "calc": "libsclo.so", "impress": "libsdlo.so"}
"""Settings of an application may stay behind when it is removed: its own library does not."""

ABSENT = {"writer": WriterMissing, "calc": CalcMissing, "impress": ImpressMissing}
OPTIONS = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir")

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""Of a profile that is made for each document: no macros, and links are not followed."""


def missing() -> list[str]:
    """The applications of LibreOffice that are not installed; [] when all are."""
    folder = _folder()
    if not folder:
        return list(APPLICATIONS)
    registry, code = Path(folder, "share", "registry"), Path(folder, "program")
    return [
        name
        for name in APPLICATIONS
        if not (registry / f"{name}.xcd").exists() or not (code / CODE[name]).exists()
    ]


def is_confined() -> bool:
    """Whether this kernel keeps a child to its folder; else no office file is opened."""
    return landlock.version() > 0


def to_pdf(data: bytes, kind: str, folder: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and no notes. Raises a kind of OfficeMissing, NotConverted.

    To be run in a child with this folder.
    """
    needed = next(name for name, kinds in APPLICATIONS.items() if kind in kinds)
    if not is_confined():
        raise OfficeMissing
    if needed in missing():
        raise ABSENT[needed]
    source, made = Path(folder, f"document.{kind}"), Path(folder, "document.pdf")
    source.write_bytes(data)
    _make_profile(Path(folder, "profile", "user"))
    os.environ.update(HOME=folder, TMPDIR=folder, OSL_SOCKET_PATH=folder, SAL_USE_VCLPLUGIN="svp")
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    _run(profile, *OPTIONS, folder, str(source))
    if not made.is_file():
        raise NotConverted
    return made.read_bytes(), ()


def _run(*arguments: str) -> None:
    """What the program soffice.bin does, without starting it."""
    library = _library(_folder())
    if library is None:
        raise OfficeMissing
    words = [str(library.parent / "soffice.bin").encode(), *(word.encode() for word in arguments)]
    given = (ctypes.c_char_p * (len(words) + 1))(*words, None)
    office = ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    system = ctypes.CDLL(str(library.parent / "libuno_sal.so.3"), mode=ctypes.RTLD_GLOBAL)
    system.sal_detail_initialize(len(words), given)
    office.soffice_main()


def _make_profile(user: Path) -> None:
    """One that LibreOffice takes for its own, so that it does not ask to be started again."""
    (user / "extensions").mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(SETTINGS)
    (user / "extensions" / "buildid").write_text(_build())


def _folder() -> str:
    return next((name for name in FOLDERS if _library(name)), "")


def _library(folder: str) -> Path | None:
    places = (Path(folder, "program", name) for name in LIBRARIES)
    return next((place for place in places if place.exists()), None)


def _build() -> str:
    lines = Path(_folder(), "program", "versionrc").read_text().splitlines()
    return next((line[8:] for line in lines if line.startswith("buildid=")), "")
