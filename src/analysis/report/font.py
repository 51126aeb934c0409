"""The font the page carries: of the package's Chinese font, the characters the page can show."""

from __future__ import annotations

import base64
import io

from analysis.plots.style import font_path

# Printable ASCII and the marks of the interface, whatever the texts hold.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "·–—‘’“”…†×−→⏎␍↑↓，。；：？！（）《》、〔〕「」％"


def subset_font(text: str) -> str:
    """The font cut to the characters of a text, as a `data:` address (WOFF).

    Parameters
    ----------
    text
        Everything the page shows; what the font lacks is left out.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff",
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=[],
        desubroutinize=True,
    )
    # The moment of making is no part of a font that is to be the same at every run.
    with TTFont(font_path(), recalcTimestamp=False, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted({*text, *ALWAYS})))
        cutter.subset(font)
        font.flavor = "woff"
        written = io.BytesIO()
        font.save(written)
    return "data:font/woff;base64," + base64.b64encode(written.getvalue()).decode("ascii")
