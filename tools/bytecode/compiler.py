"""Compile every module below the folders given. Run by the Python that the modules are for."""

import compileall
import sys
from py_compile import PycInvalidationMode

done = [
    compileall.compile_dir(
        folder,
        quiet=1,
        force=True,
        # The same bytes wherever the folder is; an import puts the place of the source in.
        stripdir=folder,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    for folder in sys.argv[1:]
]
sys.exit(not all(done))
