"""What kind of unit a name tells of: for units registered straight from a paper, until somebody says better."""

from __future__ import annotations

import re

from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel

# Order matters: 经济开发区 ends in 区 but is no district, and 街道办事处 holds 办.
_KINDS = (
    (re.compile("开发区|管委会|管理委员会|示范区|园区|新区"), DepartmentKind.ZONE),
    (re.compile("街道|乡政府|镇政府|[乡镇]$"), DepartmentKind.TOWNSHIP),
    (re.compile("科室?$|处$|办公室$"), DepartmentKind.SECTION),
    (re.compile("(委|党工委).*(部|办)$|纪委|政法委|党校|团.?委|妇联|总工会"), DepartmentKind.PARTY),
    (re.compile(".[县市区旗](人民)?政府$|^.{2,}[县旗区]$"), DepartmentKind.COUNTY),
    (re.compile("[局委厅办院会部署社]$"), DepartmentKind.GOVERNMENT),
)
_LEVELS = (
    (re.compile("^省|^自治区|省(人民)?政府$"), DepartmentLevel.PROVINCE),
    (re.compile("街道|[乡镇](人民)?(政府)?$"), DepartmentLevel.TOWNSHIP),
    (re.compile("^[区县旗]|.{2}[县区旗](人民)?(政府)?$"), DepartmentLevel.COUNTY),
)


def kind_of(name: str) -> DepartmentKind:
    """The kind a unit's name suggests."""
    return next((kind for pattern, kind in _KINDS if pattern.search(name)), DepartmentKind.OTHER)


def level_of(name: str) -> DepartmentLevel:
    """The level a unit's name suggests; a city's where it says nothing."""
    return next((level for pattern, level in _LEVELS if pattern.search(name)), DepartmentLevel.CITY)
