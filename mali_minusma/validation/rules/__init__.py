"""The rules across rows and tables, one function a rule.

Each is registered under the identifier that `schemas/rules.json` declares with its reason; a test
holds the two lists against each other. A rule looks at rows whose cells could be read, and never
reports twice what a constraint reports already.
"""

from mali_minusma.validation.rules import claims, codes, contributions, corrections, deaths, structure
from mali_minusma.validation.rules.registry import RULES, Break

__all__ = ["RULES", "Break", "claims", "codes", "contributions", "corrections", "deaths", "structure"]
