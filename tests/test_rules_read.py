"""A rule across tables looks into the tables that it declares, so that it can be known when it can't be run."""

from __future__ import annotations

import pytest

from mali_minusma.contract import load_contract
from mali_minusma.inputs.archive import Folder
from mali_minusma.validation.collect import Collector
from mali_minusma.validation.options import Options
from mali_minusma.validation.package import open_package
from mali_minusma.validation.rules import RULES
from mali_minusma.validation.rules.registry import Data
from mali_minusma.validation.table import Table, Tables

CONTRACT = load_contract()


class Watched(dict[str, Table]):
    """Tables that remember which of them were looked at."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Table:
        self.seen.add(name)
        return super().__getitem__(name)


@pytest.fixture(scope="module")
def tables() -> Tables:
    package = open_package(Folder(CONTRACT.root), Collector(1), Options(), lambda _: None)
    assert set(package.tables) == set(CONTRACT.tables)
    return package.tables


@pytest.mark.parametrize("rule", CONTRACT.cross_rules, ids=lambda rule: rule.rule)
def test_a_rule_reads_only_what_it_declares(rule, tables: Tables) -> None:
    watched = Watched(tables)
    assert not list(RULES[rule.rule](Data(CONTRACT, watched)))
    assert watched.seen
    assert watched.seen <= set(rule.reads)
    assert set(rule.tables) <= set(rule.reads)
