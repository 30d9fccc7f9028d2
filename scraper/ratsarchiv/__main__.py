"""`python -m ratsarchiv`."""

import sys

from ratsarchiv.cli import main

sys.exit(main())
