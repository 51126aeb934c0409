"""What stands under a figure, computed from the frames: how many texts, what was counted, what to beware of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.plots.style import add_caption
from analysis.settings import Settings


def caption_figure(
    figure: Any, frames: Mapping[str, Any], settings: Settings, *notes: str, counted: bool = True
) -> None:
    """Print below a figure what :func:`make_caption` says of it."""
    add_caption(figure, make_caption(frames, settings, *notes, counted=counted))


def make_caption(frames: Mapping[str, Any], settings: Settings, *notes: str, counted: bool = True) -> str:
    """Number of texts and groups, scope, notes, and † where a text breaks off.

    Parameters
    ----------
    frames
        With `documents`.
    settings
        `by`, `scope` and `labels`.
    *notes
        Anything more, as `Chinese | English` or one text for both.
    counted
        Whether the figure counts within a scope; a figure of whole texts does not.
    """
    documents = frames["documents"]
    scope = next(
        entry for entry in settings.terms("figure_words") if entry.category == f"scope:{settings.scope}"
    )
    n = len(documents)
    parts = [(f"{n} 篇文本", f"{n} text{'s' if n != 1 else ''}")]
    if counted:
        parts.append((f"统计范围：{scope.term}", f"scope: {scope.english}"))
    parts += [_both(note) for note in notes]
    if documents["is_truncated"].any():
        parts.append(("† 文本残缺，其后未见不等于没有", "† breaks off: what would follow is not observed"))
    lines = ["；".join(zh for zh, _ in parts) + "。", "; ".join(en for _, en in parts) + "."]
    return {"zh": lines[0], "en": lines[1], "both": "\n".join(lines)}[settings.labels]


def _both(note: str) -> tuple[str, str]:
    chinese, _, english = note.partition("|")
    return chinese.strip(), (english or chinese).strip()
