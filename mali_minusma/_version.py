"""The one version of data and code; the build copies it into everything that names a version."""

__version__ = "0.5.0"
