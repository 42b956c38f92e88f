"""Pictures of signatures as people have them on their disks."""

from io import BytesIO

from PIL import Image, ImageDraw


def signature(format: str, mode: str = "RGB", paper: str = "white", **options: object) -> bytes:
    picture, written = Image.new("RGB", (400, 160), paper), BytesIO()
    ImageDraw.Draw(picture).line([(20, 120), (150, 30), (380, 90)], fill="black", width=6)
    picture.convert(mode).save(written, format, **options)
    return written.getvalue()
