"""Validation: the same rules for every form of input, and the validators of others beside them, in one report."""

from typing import TYPE_CHECKING

from mali_minusma._lazy import lazy

__all__ = ["Finding", "NotATableError", "Report", "validate"]

if TYPE_CHECKING:
    from mali_minusma.validation.report import Finding, Report
    from mali_minusma.validation.run import NotATableError, validate
else:
    __getattr__ = lazy(
        __name__,
        {
            "mali_minusma.validation.report": ["Finding", "Report"],
            "mali_minusma.validation.run": ["NotATableError", "validate"],
        },
    )
