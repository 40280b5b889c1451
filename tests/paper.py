"""What a printed sheet is to somebody who knows nothing of this program: paper, words, codes."""

import unicodedata
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

POINTS_A_MM = 72 / 25.4


@dataclass(frozen=True)
class Code:
    """A code that the scanner found: what it says, and how wide it is without its quiet zone, in mm."""

    text: str
    width: float
    error_correction: str


class Paper:
    """A PDF, page by page."""

    def __init__(self, content: bytes) -> None:
        self._pdf = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._pdf)

    def size(self, page: int = 0) -> tuple[int, int]:
        """Width and height in whole millimetres."""
        width, height = self._pdf[page].get_size()
        return round(width / POINTS_A_MM), round(height / POINTS_A_MM)

    def words(self, page: int = 0) -> str:
        """All text of a page with single spaces, as copied out of it; places to break left out."""
        text = self._pdf[page].get_textpage().get_text_range()
        return unicodedata.normalize("NFC", " ".join(text.replace("\u200b", "").split()))

    def picture(self, page: int = 0, dpi: float = 150) -> Image.Image:
        """The page as a black printer of that fineness prints it."""
        return self.coloured(page, dpi).convert("L")

    def coloured(self, page: int = 0, dpi: float = 150) -> Image.Image:
        """The page in its colours."""
        picture: Image.Image = self._pdf[page].render(scale=dpi / 72).to_pil()
        return picture.convert("RGB")

    def colours(self, page: int = 0) -> set[tuple[int, int, int]]:
        """Every colour that is on the page."""
        picture = self.coloured(page)
        flat = picture.tobytes()
        return set(zip(flat[::3], flat[1::3], flat[2::3], strict=True))

    def codes(self, page: int = 0, dpi: float = 150) -> list[Code]:
        """Every code that an independent reader finds."""
        return [_code(found, dpi) for found in zxingcpp.read_barcodes(self.picture(page, dpi))]

    def edges(self, page: int = 0) -> tuple[float, float, float, float]:
        """How far the ink stays from the left, top, right and bottom edge, in mm."""
        dpi = 100
        picture = self.picture(page, dpi)
        left, top, right, bottom = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox() or (
            0,
            0,
            0,
            0,
        )
        mm = 25.4 / dpi
        return left * mm, top * mm, (picture.width - right) * mm, (picture.height - bottom) * mm


def _code(found: "zxingcpp.Barcode", dpi: float) -> Code:
    corner, next_corner = found.position.top_left, found.position.top_right
    across = ((corner.x - next_corner.x) ** 2 + (corner.y - next_corner.y) ** 2) ** 0.5
    return Code(found.text, across / dpi * 25.4, found.ec_level)
