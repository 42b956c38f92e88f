"""Office files written by hand, with what a test wants in them."""

import io
import zipfile

import xlsxwriter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def packed(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs: str, body: str = "", relations: str = "", settings: str = "") -> bytes:
    """`body` is put in as it is, `relations` are those of the document and of its settings."""
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    types = (
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
    )
    first = f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    relationships = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": relationships.format(first),
        "word/_rels/document.xml.rels": relationships.format(relations),
        "word/document.xml": f"<w:document {W} {R}><w:body>{lines}{body}</w:body></w:document>",
    }
    if settings:
        kind = MAIN.replace("document.main", "settings")
        override = f'<Override PartName="/word/settings.xml" ContentType="{kind}"/></Types>'
        listed = str(parts["[Content_Types].xml"]).replace("</Types>", override)
        own = f'<Relationship Id="set" Type="{OFFICE}/settings" Target="settings.xml"/>'
        template = '<w:attachedTemplate r:id="template"/><w:linkStyles/>'
        parts |= {
            "[Content_Types].xml": listed,
            "word/_rels/document.xml.rels": relationships.format(relations + own),
            "word/_rels/settings.xml.rels": relationships.format(settings),
            "word/settings.xml": f"<w:settings {W} {R}>{template}</w:settings>",
        }
    return packed(parts)


def reaching_out(address: str, file: str) -> bytes:
    """All by which a text document fetches or starts something."""
    external = [("attachedTemplate", "template")]
    outside = [("oleObject", "ole"), ("aFChunk", "chunk"), ("subDocument", "sub")]
    template, parts = (
        "".join(
            f'<Relationship Id="{id}" Type="{OFFICE}/{type}" Target="{address}{id}.docx"'
            ' TargetMode="External"/>'
            for type, id in each
        )
        for each in (external, outside)
    )
    fields = "".join(
        f'<w:p><w:fldSimple w:instr="{instruction}"><w:r><w:t>old</w:t></w:r></w:fldSimple></w:p>'
        for instruction in (
            f"DDEAUTO /bin/sh &quot;-c 'touch {file}'&quot;",
            f"DDE soffice {file} all",
            f"LINK Word.Document.12 &quot;{address}link.docx&quot; &quot;&quot; \\a \\p",
            f"INCLUDEPICTURE &quot;{address}field.png&quot; \\d",
            f"INCLUDETEXT &quot;{address}text.docx&quot;",
        )
    )
    o, v = "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:vml"
    linked = (
        f'<w:p><w:r><w:object><v:shape xmlns:v="{v}" id="s" style="width:50pt;height:50pt"/>'
        f'<o:OLEObject xmlns:o="{o}" Type="Link" ProgID="Word.Document.12" ShapeID="s"'
        ' DrawAspect="Content" ObjectID="_1" r:id="ole" UpdateMode="Always"/></w:object></w:r>'
        '</w:p><w:altChunk r:id="chunk"/><w:subDoc r:id="sub"/>'
    )
    return docx("Before all of it", body=fields + linked, relations=parts, settings=template)


def linked_picture(address: str) -> bytes:
    relation = (
        f'<Relationship Id="p" Type="{OFFICE}/image" Target="{address}" TargetMode="External"/>'
    )
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{a}/wordprocessingDrawing">'
        '<wp:extent cx="990000" cy="990000"/><wp:docPr id="1" name="p"/>'
        f'<a:graphic xmlns:a="{a}/main"><a:graphicData uri="{a}/picture">'
        f'<pic:pic xmlns:pic="{a}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:link="p"/></pic:blipFill><pic:spPr/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    return docx("Before the picture", body=picture, relations=relation)


def field(instruction: str) -> bytes:
    return docx(
        "Before the field",
        body=f'<w:p><w:fldSimple w:instr="{instruction}">'
        "<w:r><w:t>old</w:t></w:r></w:fldSimple></w:p>",
    )


def open_document(kind: str, content: str, before: str = "", **more: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="{OASIS}:{name}:1.0"'
        for name in ("office", "text", "table", "script", "presentation")
    )
    names += f' xmlns:draw="{OASIS}:drawing:1.0"'
    names += f' xmlns:svg="{OASIS}:svg-compatible:1.0"'
    names += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="text/xml"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
        + "".join(entry.format(name) for name in ("content.xml", *more))
        + "</manifest:manifest>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": manifest,
        "content.xml": f'<office:document-content {names} office:version="1.2">{before}'
        f"<office:body>{content}</office:body></office:document-content>",
    }
    return packed(parts | dict(more))


def odt(text: str) -> bytes:
    return open_document("text", f"<office:text><text:p>{text}</text:p></office:text>")


def ods(formula: str, shown: str = "") -> bytes:
    return open_document(
        "spreadsheet",
        '<office:spreadsheet><table:table table:name="One"><table:table-row>'
        f'<table:table-cell table:formula="{formula}" office:value-type="string">'
        f"<text:p>{shown}</text:p></table:table-cell>"
        "</table:table-row></table:table></office:spreadsheet>",
    )


def odp(text: str) -> bytes:
    return open_document(
        "presentation",
        '<office:presentation><draw:page draw:name="One" draw:master-page-name="Default">'
        '<draw:frame draw:layer="layout" svg:width="10cm" svg:height="2cm" svg:x="2cm" svg:y="2cm">'
        f"<draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame></draw:page>"
        "</office:presentation>",
    )


def xlsx(text: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, text)
    book.close()
    return out.getvalue()


def rtf(text: str) -> bytes:
    return rf"{{\rtf1\ansi {text}}}".encode()
