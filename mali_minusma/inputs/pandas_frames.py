"""A column of a pandas frame as the engine takes it: from its own memory where that can be, and no value is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl

from mali_minusma.inputs.columns import Read, read_column, read_values

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.contract.model import Field


def read_pandas(field: Field, column: pd.Series[Any]) -> Read | None:
    """Return a column as text or as values of its type, or None if its dtype can't hold them."""
    import pandas as pd

    dtype = column.dtype
    kinds = pd.api.types
    if isinstance(dtype, pd.CategoricalDtype):
        return _read_categories(field, column)
    if kinds.is_object_dtype(dtype) or kinds.is_string_dtype(dtype):
        return _read_arrow(field, column) or _read_objects(field, column)
    missing = column.isna().to_numpy()
    if all_nan(column):
        return read_column(field, pl.Series(field.name, [None] * len(missing), pl.Null))
    if kinds.is_bool_dtype(dtype) or isinstance(dtype, pd.DatetimeTZDtype):
        return None
    if kinds.is_integer_dtype(dtype):
        plain = column.fillna(0).to_numpy(str(dtype).lower())
    elif kinds.is_float_dtype(dtype):
        plain = column.to_numpy("float64", na_value=float("nan"))
    elif kinds.is_datetime64_any_dtype(dtype):
        unit = str(dtype).partition("[")[2].rstrip("]")
        plain = column.to_numpy(f"datetime64[{'ns' if unit == 'ns' else 'us'}]")
    else:
        return None
    series = pl.Series(column.name if isinstance(column.name, str) else "", plain)
    return read_column(field, series.set(pl.Series(missing), None))


def all_nan(column: pd.Series[Any]) -> bool:
    """Tell whether a column holds nothing but NaN: pandas makes one of decimal numbers of any that is all missing."""
    return len(column) > 0 and str(column.dtype) == "float64" and bool(column.isna().all())


def _read_arrow(field: Field, column: pd.Series[Any]) -> Read | None:
    """Return text that pyarrow holds, as polars holds it too; None for any other."""
    dtype: Any = column.dtype
    if getattr(dtype, "storage", "") != "pyarrow":
        return None
    return read_column(field, pl.Series(field.name, cast("Any", column.array).__arrow_array__(), pl.String))


def _read_categories(field: Field, column: pd.Series[Any]) -> Read | None:
    """Return the texts that a column has as its categories, or objects one by one if they aren't all text."""
    categories = column.cat.categories.tolist()
    texts = _texts(categories)
    if texts is None:
        return _read_objects(field, column)
    codes = pl.Series(column.cat.codes.to_numpy()).cast(pl.Int64)
    # One more, so that there is something to look up a missing value in.
    return read_column(
        field, texts.extend(pl.Series([None], dtype=pl.String)).gather(codes.set(codes < 0, len(categories)))
    )


def _read_objects(field: Field, column: pd.Series[Any]) -> Read:
    """Return Python objects: all at once if they are texts, and otherwise one by one."""
    objects = column.to_numpy(object)
    texts = _texts(np.where(column.isna().to_numpy(), cast("Any", None), objects).tolist())
    if texts is None:
        return read_values(field, objects.tolist())
    return cast("Read", read_column(field, texts))


def _texts(values: list[Any]) -> pl.Series | None:
    """Return values as a column, or None if one of them isn't a text that a file in UTF-8 can hold."""
    if not set(map(type, values)) <= {str, type(None)}:
        return None
    try:
        return pl.Series(values, dtype=pl.String)
    except UnicodeEncodeError:
        return None
