"""Numbers in addresses: what no database could hold as a key leads nowhere, like a key that is not there."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map

_LARGEST_KEY = 2**31 - 1


class KeyConverter(IntegerConverter):
    """``<int:…>``, up to the largest key."""

    def __init__(
        self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = None, signed: bool = False
    ) -> None:
        super().__init__(map, fixed_digits, min, _LARGEST_KEY if max is None else max, signed)
