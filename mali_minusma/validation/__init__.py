"""Validation: the same rules by several validators, merged into one report."""

from mali_minusma.validation.report import Finding, Report
from mali_minusma.validation.run import NotATableError, validate

__all__ = ["Finding", "NotATableError", "Report", "validate"]
