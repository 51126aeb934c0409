"""Strategies for Hypothesis: texts and files as bad as they come, and small corpora that still look like meetings."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pages import FURNITURE, article

# Pieces that some rule looks for, alone or broken; joined at random they try each rule at the others' borders.
PIECES = (
    # how meetings speak
    "会议强调，", "会议指出", "他要求", "区委书记李明指出，", "（一）", "一、", "1.", "一要", "二是",
    "首先", "要", "必须", "不得", "严禁",
    "加强生态环境保护", "确保完成", "年底前", "2025年", "3月5日", "百分之五", "30%", "1.5万吨",
    "各级各部门", "同志们：", "谢谢大家！", "。", "；", "，",
    "：", "“", "”", "《", "》", "（", "）", "——", "……", "某某县", "东河区", "××", "***", "○○", "李某",
    "PM2.5", "SO2",
    # what the web leaves
    "区(qū)", "會(huì)議", "強(qiáng)調(diào)", "確??諝猸h境", "?；A設(shè)施", "??h", "Ã¤Â¸", "ä¸­å›½",
    "⼈⺠", "打印", "首页 > 新闻", "来源：", "浏览次数：12",
    "【字体：大 中 小】", "分享到：", "责任编辑：", "上一篇：", "扫一扫", "登录", "{\"a\":1}",
    ".a{color:red}", "function(){}", "&nbsp;", "&#x4e00;",
    # what a program may trip over
    "\r\n", "\n", "\n\n", "\t", " ", "\u3000", "\u00a0", "\u200b", "\u200d", "\u202e", "\ufeff", "\ufffd",
    "\x00", "\x1b[31m", "\x0b", "\x85", "\u2028",
    "𠮷", "😀", "👩‍👩‍👧", "é", "e\u0301", "が", "<script>alert(1)</script>", "<b>", "</p>",
    "=cmd|'/C calc'!A0", "@SUM(1)", "$x^2$", "{{7*7}}", "`rm`",
    "javascript:alert(1)", "../../etc", "%00", "-0.3", "+1",
)  # fmt: skip

pieces = st.sampled_from(PIECES)
letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
texts = st.lists(pieces | pieces | letters, max_size=40).map("".join)
lone_surrogates = st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2)
broken_texts = st.lists(pieces | lone_surrogates, max_size=12).map("".join)
seeds = st.integers(0, 2**32 - 1)
articles = seeds.map(lambda seed: "\n".join(article(random.Random(seed))))

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "latin-1")
SUFFIXES = (
    ".txt", ".md", ".html", ".htm", ".mhtml", ".docx", ".doc", ".pdf", ".rtf", ".odt", ".csv", ".xlsx", ".json",
    ".jsonl", ".zip", "", ".xyz",
)  # fmt: skip
HEADS = (
    b"", b"%PDF-1.7\n", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\xff\xfe",
    b"\xef\xbb\xbf", b"<html>", b"MIME-Version: 1.0\n\n",
)  # fmt: skip


@st.composite
def pages(draw, max_pieces: int = 3) -> str:
    """An article with furniture round it, and lines thrown in that no article has."""
    lines = draw(articles).split("\n")
    above, inside, below = FURNITURE[draw(st.sampled_from(sorted(FURNITURE)))]
    for text in draw(st.lists(texts, max_size=max_pieces)):
        lines.insert(draw(st.integers(0, len(lines))), text)
    return "\n".join([*above, *lines[:2], *inside, *lines[2:], *below]).replace("{title}", lines[0])


@st.composite
def contents(draw) -> bytes:
    """The bytes of a file: a text in some encoding, cut or spliced, or no text at all."""
    text = draw(texts | articles)
    body = draw(st.binary(max_size=200) | st.just(text.encode(draw(st.sampled_from(ENCODINGS)), "replace")))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.binary(max_size=4)) + body[at + draw(st.integers(0, 3)) :]
    return draw(st.sampled_from(HEADS)) + body


documents = pages() | articles | texts | broken_texts
corpora = st.lists(documents, min_size=1, max_size=4)
groupings = st.sampled_from(["doc_id", "place", "year", "admin_level", "speaker", "kind"])


def write_corpus(path: Path, bodies: list[str]) -> Path:
    """A table of texts, one a row."""
    rows = [json.dumps({"doc_id": f"d{n}", "text": body}, ensure_ascii=True) for n, body in enumerate(bodies)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def frames_of(bodies: list[str]) -> dict[str, Any]:
    """The frames of some texts, by the pipe itself."""
    import tempfile

    from analysis.pipeline import build_frames

    with tempfile.TemporaryDirectory() as folder:
        return build_frames(write_corpus(Path(folder) / "texts.jsonl", bodies))
