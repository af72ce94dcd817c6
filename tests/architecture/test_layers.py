"""House rule: one way. The contracts stand in pyproject.toml; here, that they cover the whole house."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from source_tree import ROOT


def test_every_room_of_the_house_has_its_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = " ".join(next(contract["layers"] for contract in contracts if contract["type"] == "layers"))
    placed = set(re.findall(r"tracker\.(\w+)", layers))
    rooms = {path.stem for path in (ROOT / "tracker").iterdir() if _is_code(path)}
    assert rooms - placed == set()


def _is_code(path: Path) -> bool:
    return path.name != "__init__.py" and (path.suffix == ".py" or (path / "__init__.py").exists())
