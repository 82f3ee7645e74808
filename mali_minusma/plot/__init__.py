"""Pictures of the record: strength, deaths, the withdrawal and any of its stories.

Each function returns matplotlib's `Axes`. It draws on the axes that it is given, or makes a figure that no global
state holds: `ax.figure.savefig("strength.png")` saves it, and in a notebook, after `%matplotlib inline`, `ax.figure` at
the end of a cell shows it. Every picture names the version of the package and what stands behind it, and can be read in
grey as well as in colour. matplotlib is imported by the first picture, not before.

>>> from mali_minusma import plot
>>> axes = plot.fatalities()
>>> axes.get_ylabel()
'Deaths (persons)'
>>> print(plot.common.caption_of(axes))
Data: mali-minusma ... sources: ...
311 deaths from 2013 to 2023.
"""

from typing import TYPE_CHECKING

from mali_minusma._lazy import lazy

__all__ = ["fatalities", "strength", "timeline", "withdrawal"]

if TYPE_CHECKING:
    from mali_minusma.plot.closings import withdrawal
    from mali_minusma.plot.deaths import fatalities
    from mali_minusma.plot.months import strength
    from mali_minusma.plot.story import timeline
else:
    __getattr__ = lazy(
        __name__,
        {
            "mali_minusma.plot.closings": ["withdrawal"],
            "mali_minusma.plot.deaths": ["fatalities"],
            "mali_minusma.plot.months": ["strength"],
            "mali_minusma.plot.story": ["timeline"],
        },
    )

    def __dir__() -> list[str]:
        return [*globals(), *__all__]
