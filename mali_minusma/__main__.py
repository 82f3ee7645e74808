"""Run the command as `python -m mali_minusma`."""

from mali_minusma.cli import main

raise SystemExit(main())
