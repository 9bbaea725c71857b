"""Compiles one document and leaves: memory that typesetting takes goes back with the process.

Run as a program by `prossimo.core.pdf`, by path and isolated (`python -I press.py`): it reads a
JSON order on standard input and writes the PDF on standard output. No Django in here.
"""

import json
import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any, Literal

import typst

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
TEMPLATES = Path(__file__).with_name("typst")
MEMORY = 3 * 1024**3
PROBE = b'#set document(title: "x")\n#set text(lang: "it")\n#title()\n#sys.inputs.text'
NO_GLYPH = "□"
# Scripts that the fonts we carry draw entirely; anything else is tried before it is printed.
SURE = ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x410, 0x44F))
TYPOGRAPHY = set("‘’“”«»–—…·•€№ \n\t" + NO_GLYPH)
DROPPED = {"Cc", "Cs", "Co", "Cn"}


class Press:
    def __init__(self, fonts: list[str]) -> None:
        self.fonts = typst.Fonts(include_system_fonts=True, font_paths=list(fonts))
        self.drawable: dict[str, bool] = {}

    def compile(self, source: Any, inputs: dict[str, str], made_at: int = 0) -> bytes:
        compiler = typst.Compiler(source, font_paths=self.fonts, sys_inputs=inputs)
        made: Any = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=made_at)
        return bytes(made)

    def draws(self, character: str) -> bool:
        """Whether some font has a drawing for the character, asked to the typesetter itself."""
        if character in TYPOGRAPHY or any(a <= ord(character) <= z for a, z in SURE):
            return True
        if character not in self.drawable:
            # A base letter stands before it: alone, a combining mark is refused for other reasons.
            self.drawable[character] = self._try("a" + character)
        return self.drawable[character]

    def _try(self, text: str) -> bool:
        try:
            self.compile(PROBE, {"text": text})
        except typst.TypstError:
            return False
        return True

    def printable(self, value: Any) -> Any:
        """The same data with a box in the place of every character that cannot be drawn."""
        if isinstance(value, str):
            return value if value.isascii() and value.isprintable() else self._printable(value)
        if isinstance(value, list):
            return [self.printable(item) for item in value]
        if isinstance(value, dict):
            return {key: self.printable(item) for key, item in value.items()}
        return value

    def _printable(self, text: str) -> str:
        kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in DROPPED)
        return "".join(c if self.draws(c) else NO_GLYPH for c in kept)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    order = json.load(sys.stdin)
    press = Press(order["fonts"])
    data = press.printable(order["data"])
    if not all(press.drawable.values()):
        data["notes"].append(order["missing"])
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    pdf = press.compile(TEMPLATES / f"{order['template']}.typ", inputs, order["made_at"])
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
