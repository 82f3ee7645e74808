"""The contract: what the hand-edited schemas say, as plain immutable objects.

Everything else in the package is derived from here: the descriptor, the JSON Schemas, the
pandera schemas, the row classes, the codebook and the checks that `validate` runs.
"""

from typing import TYPE_CHECKING

from mali_minusma._lazy import lazy

__all__ = [
    "Category",
    "Constraint",
    "Contract",
    "ContractError",
    "CrossRule",
    "Field",
    "FieldType",
    "ForeignKey",
    "RowRule",
    "TableSchema",
    "Value",
    "load_contract",
    "parse",
]

if TYPE_CHECKING:
    from mali_minusma.contract.lexical import FieldType, Value, parse
    from mali_minusma.contract.model import Category, Constraint, CrossRule, Field, ForeignKey, RowRule, TableSchema
    from mali_minusma.contract.source import Contract, ContractError, load_contract
else:
    __getattr__ = lazy(
        __name__,
        {
            "mali_minusma.contract.lexical": ["FieldType", "Value", "parse"],
            "mali_minusma.contract.model": [
                "Category", "Constraint", "CrossRule", "Field", "ForeignKey", "RowRule", "TableSchema",
            ],
            "mali_minusma.contract.source": ["Contract", "ContractError", "load_contract"],
        },
    )  # fmt: skip
