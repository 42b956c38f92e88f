"""Which entries of which kinds of objects say how a page looks: all others are left behind.

Each line is a list of keys; `Key:Kind` names the kind of a value that is more than a number, a
string, a name or an array of them, and `[Kind]` an array of that kind.
"""

CATEGORIES = {"Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading"}
"""Of a resource dictionary; properties of marked content and procedure sets are not needed."""

BLEND_MODES = {
    *("Normal", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn"),
    *("HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color"),
    "Luminosity",
}

COLOR_SPACES = {
    "DeviceGray": (),
    "DeviceRGB": (),
    "DeviceCMYK": (),
    "G": (),
    "RGB": (),
    "CMYK": (),
    "CalGray": ("Calibrated",),
    "CalRGB": ("Calibrated",),
    "Lab": ("Calibrated",),
    "ICCBased": ("Profile",),
    "Indexed": ("ColorSpace", "Plain", "Lookup"),
    "Separation": ("Colorants", "Base", "Function"),
    "DeviceN": ("Colorants", "Base", "Function"),
    "Pattern": ("ColorSpace",),
}
"""The kinds of the parameters that follow the name of a family (ISO 32000-2, 8.6)."""

NO_BASES = {"Indexed", "Separation", "DeviceN", "Pattern"}
"""What no colorant may be made of (8.6.6.4): engines disagree about what it then looks like."""

_TABLE = {
    "ExtGState": """Type LW LC LJ ML D RI Font:FontAndSize OP op OPM BM:BlendMode SMask:SoftMask CA
        ca AIS TK SA UseBlackPtComp""",
    "SoftMask": "Type S BC G:Form TR:Function",
    "Group": "Type S I K CS:ColorSpace",
    "Form": "Type Subtype BBox Matrix Group:Group",
    "Hidden": "Type Subtype BBox",
    "Tiling": "Type PatternType PaintType TilingType BBox XStep YStep Matrix",
    "ShadingPattern": "Type PatternType Matrix Shading:Shading ExtGState:ExtGState",
    "Shading": """ShadingType ColorSpace:ColorSpace Background BBox AntiAlias Domain Matrix
        Function:[Function] Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag Decode
        VerticesPerRow""",
    "Function": """FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds
        Functions:[Function]""",
    "Profile": "N Range Alternate:ColorSpace",
    "Calibrated": "WhitePoint BlackPoint Gamma Matrix Range",
    "Image": """Type Subtype Width Height ImageMask BitsPerComponent ColorSpace:ColorSpace Decode
        Interpolate Intent Mask:Stencil SMask:Softness""",
    "Stencil": "Type Subtype Width Height ImageMask BitsPerComponent Decode Interpolate",
    "Softness": """Type Subtype Width Height BitsPerComponent ColorSpace:ColorSpace Decode
        Interpolate Matte""",
    "Font": """Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor:FontDescriptor
        Encoding:Encoding ToUnicode:Map DescendantFonts:[Descendant] FontBBox FontMatrix""",
    "Descendant": """Type Subtype BaseFont FontDescriptor:FontDescriptor CIDToGIDMap:Map
        CIDSystemInfo:CIDSystemInfo DW W DW2 W2""",
    "FontDescriptor": """Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle
        Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet
        FontFile:FontFile FontFile2:FontFile FontFile3:FontFile""",
    "FontFile": "Length1 Length2 Length3 Subtype",
    "Encoding": """Type BaseEncoding Differences CMapName CIDSystemInfo:CIDSystemInfo WMode
        UseCMap:Encoding""",
    "CIDSystemInfo": "Registry Ordering Supplement",
    "OutputIntent": """Type S OutputCondition OutputConditionIdentifier RegistryName Info
        DestOutputProfile:Profile""",
    "Map": "",
    "Lookup": "",
}


def _parsed(keys: str) -> dict[str, str]:
    pairs = (key.partition(":") for key in keys.split())
    return {key: kind or "Plain" for key, _, kind in pairs}


KEYS = {kind: _parsed(keys) for kind, keys in _TABLE.items()}
