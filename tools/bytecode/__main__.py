"""``python -m tools.bytecode FOLDER``."""

import sys

from tools.bytecode import main

sys.exit(main())
