"""The library of Poppler, and what it draws with: found, and its functions declared.

Debian has it as libpoppler-glib8. No program is started.
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

LIBRARY, GLIB, GOBJECT, CAIRO = "poppler-glib", "glib-2.0", "gobject-2.0", "cairo"
NAMES = {
    LIBRARY: "libpoppler-glib.so.8",
    GLIB: "libglib-2.0.so.0",
    GOBJECT: "libgobject-2.0.so.0",
    CAIRO: "libcairo.so.2",
}
RGB24 = 1
"""Cairo's word for 32 bits a pixel of which one byte is not used."""

POINTER, DOUBLE, INT = ctypes.c_void_p, ctypes.c_double, ctypes.c_int
FUNCTIONS: Mapping[str, tuple[str, object, tuple[object, ...]]] = {
    "g_bytes_new_static": (GLIB, POINTER, (ctypes.c_char_p, ctypes.c_size_t)),
    "g_free": (GLIB, None, (POINTER,)),
    "g_object_unref": (GOBJECT, None, (POINTER,)),
    "poppler_document_new_from_bytes": (LIBRARY, POINTER, (POINTER, ctypes.c_char_p, POINTER)),
    "poppler_document_get_n_pages": (LIBRARY, INT, (POINTER,)),
    "poppler_document_get_page": (LIBRARY, POINTER, (POINTER, INT)),
    "poppler_page_get_size": (LIBRARY, None, (POINTER, POINTER, POINTER)),
    "poppler_page_get_text": (LIBRARY, POINTER, (POINTER,)),
    "poppler_page_render": (LIBRARY, None, (POINTER, POINTER)),
    "cairo_image_surface_create_for_data": (CAIRO, POINTER, (POINTER, INT, INT, INT, INT)),
    "cairo_create": (CAIRO, POINTER, (POINTER,)),
    "cairo_scale": (CAIRO, None, (POINTER, DOUBLE, DOUBLE)),
    "cairo_destroy": (CAIRO, None, (POINTER,)),
    "cairo_surface_flush": (CAIRO, None, (POINTER,)),
    "cairo_surface_destroy": (CAIRO, None, (POINTER,)),
}


def is_installed() -> bool:
    return functions() is not None


@cache
def functions() -> dict[str, Callable[..., Any]] | None:
    """None where a library is missing, or has not what is needed."""
    try:
        libraries = {name: _library(name) for name in NAMES}
        return {
            name: _function(libraries[library], name, gives, takes)
            for name, (library, gives, takes) in FUNCTIONS.items()
        }
    except (OSError, AttributeError):
        return None


def _library(name: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(NAMES[name])
    except OSError:
        return ctypes.CDLL(ctypes.util.find_library(name) or NAMES[name])


def _function(
    library: ctypes.CDLL, name: str, gives: object, takes: tuple[object, ...]
) -> Callable[..., Any]:
    function: Any = library[name]
    function.restype, function.argtypes = gives, takes
    found: Callable[..., Any] = function
    return found
