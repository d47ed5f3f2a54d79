"""The recognition engine: the one place that knows rapidocr.

Its pipeline recognises from a page that it has shrunk, and gives one confidence a line. So its parts are used by
themselves: the detector on a small copy of the page, the recogniser on cut-outs of the whole one, with a confidence for
every character. The models are the files in its package, named here one by one, so that nothing is ever fetched.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from corpus.errors import UnreadableDocument

Grey = npt.NDArray[np.uint8]

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_THREADS = 2
_DETECTED_SIDE = 1600  # pixels: smaller misses lines, larger costs seconds a page


@dataclass(frozen=True, slots=True)
class Seen:
    """A character that was recognised: its centre as a share of the width of the cut-out, and how sure that is."""

    text: str
    at: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Cutout:
    """Where a line of text is, in pixels of the page."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    def of(self, page: Grey) -> Grey:
        """This part of the page."""
        return page[self.top : self.bottom, self.left : self.right]


def detected(page: Grey) -> list[Cutout]:
    """Where lines of text are on the page, in no order."""
    shrink = min(1.0, _DETECTED_SIDE / max(page.shape))
    small = cv2.resize(page, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else page
    boxes = _part("Det")(_coloured(small)).boxes
    if boxes is None:
        return []
    height, width = page.shape
    corners = [(box.min(axis=0) / shrink, box.max(axis=0) / shrink) for box in boxes]
    cutouts = [
        Cutout(max(0, int(low[0])), max(0, int(low[1])), min(width, int(high[0]) + 1), min(height, int(high[1]) + 1))
        for low, high in corners
    ]
    return [cutout for cutout in cutouts if cutout.width > 2 and cutout.height > 2]


def recognised_lines(cutouts: Sequence[Grey]) -> list[list[Seen]]:
    """The characters of each cut-out line, from left to right, blanks included."""
    if not cutouts:
        return []
    from rapidocr.ch_ppocr_rec import TextRecInput

    result = _part("Rec")(TextRecInput(img=[_coloured(cutout) for cutout in cutouts], return_word_box=True))
    return [_seen(text, words) for text, words in zip(result.txts, result.word_results, strict=True)]


def upside_down(cutouts: Sequence[Grey]) -> int:
    """How many of the lines stand on their heads."""
    found = _part("Cls")([_coloured(cutout) for cutout in cutouts]).cls_res
    return sum(label == "180" and score > 0.8 for label, score in found)


def _seen(text: str, words: Any) -> list[Seen]:
    """Characters with their places; the engine gives none for blanks, which stand between their neighbours."""
    places = iter([column for word in words.word_cols for column in word])
    steps = max(float(words.line_txt_len), 1.0)
    seen: list[Seen] = []
    for character, confidence in zip(text, words.confs, strict=False):
        before = seen[-1].at if seen else 0.0
        at = before if character.isspace() else min(1.0, (next(places, steps * before) + 0.5) / steps)
        seen.append(Seen(character, at, float(confidence)))
    return seen


def _coloured(page: Grey) -> Any:
    return cv2.cvtColor(np.ascontiguousarray(page), cv2.COLOR_GRAY2BGR)


@cache
def _part(name: str) -> Any:
    """Detector, recogniser or classifier with the model of the package.

    Raises:
        UnreadableDocument: the package has no models; the program is not installed as it should be.
    """
    import rapidocr
    from rapidocr.ch_ppocr_cls import TextClassifier
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    model = Path(str(rapidocr.__file__)).parent / "models" / _MODELS[name]
    if not model.is_file():
        raise UnreadableDocument(f"文字识别组件不完整（缺少 {model.name}），不能读取扫描件。请重新安装后再导入。")
    settings = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "Det.limit_type": "max",  # else it enlarges flat pictures
            "Det.limit_side_len": _DETECTED_SIDE,
            f"{name}.model_path": str(model),
        }
    ).cfg
    part = settings[name]
    part.engine_cfg = settings.EngineConfig.onnxruntime
    part.font_path = None
    return {"Det": TextDetector, "Rec": TextRecognizer, "Cls": TextClassifier}[name](part)
