"""Lays out many certificates from many threads at once: a process of its own, for it may crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from actors.pdf.certificate import certificate

NAMES = ("Підписант", "موقّع توقيع", "หนึ่ง สอง", "署名", "संतोष", "გიორგი", "Անի", "ምሳሌ")
AT = datetime(2026, 1, 1, tzinfo=UTC)


def laid_out(name: str) -> bytes:
    events = "".join(f"<h3>{name} {n}</h3><p>Plain and <b>bold</b> {n}</p>" for n in range(30))
    return certificate.lay_out(f"<h1>{name}</h1>{events}", (), AT)


if __name__ == "__main__":
    certificate.warm()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(laid_out, NAMES * 3))
    assert together == [laid_out(name) for name in NAMES] * 3, "not as when laid out alone"
