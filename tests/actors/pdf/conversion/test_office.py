"""Office files are made PDFs by LibreOffice, which can do nothing but that."""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from actors.pdf.conversion import file_kinds, office
from actors.pdf.intake import file_intake
from actors.pdf.sandbox import sandbox
from core.documents.refusals import OfficeMissing, UnusableFile
from deploy.health import machine_check
from deploy.setup import system_packages
from tests.actors.pdf import pdfs
from tests.actors.pdf.conversion import office_files

installed = not office.missing() and office.is_confined()
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Linux only: Landlock confines it"),
    pytest.mark.usefixtures("child"),
]
converts = pytest.mark.skipif(not installed, reason="LibreOffice is not installed")


def converted(data: bytes) -> bytes:
    kind = file_kinds.kind_of(data)
    return sandbox.run_untrusted(office.to_pdf, data, kind.name, seconds=60, in_folder=True)[0]


def texts(data: bytes) -> str:
    return " ".join(pdfs.texts(converted(data)))


@converts
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "xlsx", "ods", "odp"])
def test_every_kind_becomes_pages_with_its_text(kind):
    make = getattr(office_files, kind)
    data = (
        make("of:=&quot;Agree&quot;&amp;&quot;ment&quot;") if kind == "ods" else make("Agreement")
    )

    accepted = file_intake.accept_made(converted(data), kind, ())

    assert file_kinds.kind_of(data).name == kind
    assert "Agreement" in pdfs.texts(accepted.canonical)[0]
    assert accepted.notes == (f"made_from:{kind}",)


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Written once, at the first start of LibreOffice: that takes longer than a conversion."""
    return f"-env:UserInstallation={(tmp_path_factory.mktemp('office') / 'profile').as_uri()}"


@converts
@pytest.mark.parametrize(
    ("kind", "made_of"), [("doc", "odt"), ("xls", "xlsx"), ("ppt", "odp"), ("pptx", "odp")]
)
def test_the_kinds_of_before_and_slides_do_so_too(kind, made_of, profile, tmp_path):
    source = tmp_path / f"a.{made_of}"
    source.write_bytes(getattr(office_files, made_of)("Agreement"))
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    data = (tmp_path / f"a.{kind}").read_bytes()

    assert file_kinds.kind_of(data).name == kind
    assert "Agreement" in texts(data)


@converts
def test_a_linked_picture_is_fetched_from_nowhere_and_that_is_said():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        data = office_files.linked_picture(f"http://127.0.0.1:{server.getsockname()[1]}/a.png")

        assert "Before the picture" in texts(data)

        with pytest.raises(BlockingIOError):
            server.accept()
    assert file_kinds.kind_of(data).notes == ("links_left_out",)


@converts
def test_nothing_of_the_machine_comes_into_a_document(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the key of the worker")
    secret.chmod(0o644)
    for place in (secret, "/etc/passwd", "/proc/self/environ"):
        text = texts(office_files.field(f"INCLUDETEXT &quot;{place}&quot;"))

        assert "key of the worker" not in text
        assert "root:" not in text
    assert "root:" not in texts(office_files.ods("of:='file:///etc/passwd'#$Sheet1.A1", "none"))


@converts
def test_a_formula_that_asks_the_network_gets_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"

        converted(office_files.ods(f"of:=WEBSERVICE(&quot;{address}&quot;)", "none"))

        with pytest.raises(BlockingIOError):
            server.accept()


@converts
def test_templates_objects_and_fields_from_elsewhere_fetch_and_start_nothing(tmp_path):
    started = tmp_path / "started"
    tmp_path.chmod(0o777)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        data = office_files.reaching_out(address, str(started))
        dde = f"of:=DDE(&quot;/bin/sh&quot;;&quot;-c&quot;;&quot;touch {started}&quot;)"

        assert "Before all of it" in texts(data)
        converted(office_files.ods(dde, "none"))

        with pytest.raises(BlockingIOError):
            server.accept()
    assert not started.exists()
    assert "links_left_out" in file_kinds.kind_of(data).notes


@converts
def test_macros_are_not_run_and_that_is_said():
    library = "http://openoffice.org/2000/library"
    members = {
        "Basic/script-lc.xml": f'<l:libraries xmlns:l="{library}">'
        '<l:library l:name="Standard" l:link="false"/></l:libraries>',
        "Basic/Standard/script-lb.xml": f'<l:library xmlns:l="{library}" l:name="Standard"'
        ' l:readonly="false" l:passwordprotected="false"><l:element l:name="Module1"/></l:library>',
        "Basic/Standard/Module1.xml": "<s:module"
        ' xmlns:s="http://openoffice.org/2000/script" s:name="Module1" s:language="StarBasic">'
        'Sub Main\nThisComponent.Text.String = "changed by a macro"\nEnd Sub</s:module>',
    }
    data = office_files.open_document(
        "text",
        "<office:text><text:p>Agreement</text:p></office:text>",
        before="<office:scripts><office:event-listeners>"
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load"'
        ' xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;'
        'location=document" xlink:type="simple"/></office:event-listeners></office:scripts>',
        **members,
    )

    text = texts(data)

    assert "Agreement" in text and "changed by a macro" not in text
    assert file_kinds.kind_of(data).notes == ("macros_left_out",)


@converts
@pytest.mark.parametrize(
    "data",
    [
        office_files.docx("Agreement")[:-400],
        office_files.docx(body="<w:p><w:r></w:p>"),
        office_files.docx(body="<w:tbl>" * 20_000),
        office_files.odt("<text:p>" * 20_000),
        rb"{\rtf1" + b"{" * 100_000,
        file_kinds.OLE + "WordDocument".encode("utf-16-le") + bytes(2000),
    ],
    ids=["cut off", "no XML", "deep tables", "deep paragraphs", "deep groups", "no streams"],
)
def test_a_broken_file_is_refused_in_words_or_read_as_far_as_it_goes(data):
    try:
        assert converted(data).startswith(b"%PDF-")
    except UnusableFile as refusal:
        assert refusal.message


@converts
def test_nothing_of_a_document_is_left_and_no_process_of_it(monkeypatch):
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o711)  # a child without rights comes through to its own folder
        monkeypatch.setattr(tempfile, "tempdir", place)
        converted(office_files.odt("Agreement"))
        left = list(Path(place).iterdir())

    assert left == []
    assert not psutil.Process(sandbox._server._process.pid).children()


def test_without_libreoffice_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "FOLDERS", (str(tmp_path),))

    for kind, package in (("docx", "writer"), ("xlsx", "calc"), ("pptx", "impress")):
        with pytest.raises(OfficeMissing, match=f"libreoffice-{package}-nogui"):
            office.to_pdf(office_files.docx("Agreement"), kind, str(tmp_path))

    assert office.missing() == ["writer", "calc", "impress"]


def test_each_application_is_looked_for_by_its_library_and_its_settings(monkeypatch, tmp_path):
    program, registry = tmp_path / "program", tmp_path / "share" / "registry"
    for folder in (program, registry):
        folder.mkdir(parents=True)
    for there in ("libmergedlo.so", "libswlo.so", "libsclo.so"):
        (program / there).touch()
    for left in ("writer.xcd", "impress.xcd"):
        (registry / left).touch()
    monkeypatch.setattr(office, "FOLDERS", (str(tmp_path),))

    wanted = set(system_packages.OFFICE) - system_packages._installed(["no-such-package"])

    assert office.missing() == ["calc", "impress"]
    assert wanted == {"libreoffice-calc-nogui", "libreoffice-impress-nogui"}
    monkeypatch.setattr(office, "is_confined", lambda: True)
    assert machine_check.office().endswith("libreoffice-calc-nogui libreoffice-impress-nogui")


def test_where_the_kernel_confines_nothing_no_office_file_is_opened(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "is_confined", lambda: False)

    with pytest.raises(OfficeMissing):
        office.to_pdf(office_files.docx("Agreement"), "docx", str(tmp_path))

    assert list(tmp_path.iterdir()) == []
