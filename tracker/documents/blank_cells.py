"""Leaves a worksheet's blank formatted cells and rows out before the XML is parsed.

A sheet formatted down to its last row holds a million of them. Parsing each takes seconds; dropping them unparsed takes
a fraction of one. Only numbered cells and rows are dropped: unnumbered ones hold the place of those after them.
"""

from __future__ import annotations

import re
from typing import IO

_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]+="[^"<>]*")*/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|>\s*</row>)')
# Inside character data the same letters would be somebody's text.
_LITERAL = b"<![CDATA["
# No tag is this long; waiting on would copy the same bytes again and again.
_LONGEST_WAIT = 1024 * 1024


class WithoutBlanks:
    """The stream of a worksheet part without them; what does not look exactly like one is passed on untouched."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""
        self._literal = False

    def read(self, size: int) -> bytes:
        while True:
            chunk = self._stream.read(size)
            data = self._rest + chunk
            self._literal = self._literal or _LITERAL in data
            # A tag cut off by the end of the chunk waits for its other half.
            end = data.rfind(b">") + 1 if chunk and len(data) < _LONGEST_WAIT else len(data)
            data, self._rest = data[:end], data[end:]
            if not self._literal:
                data = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", data))
            if data or not chunk:
                return data
