"""No files, no TCP, no signals to others (Landlock): the second lock, where the kernel has it.

Layouts, constants and numbers: the kernel's ``include/uapi/linux/landlock.h`` and
``Documentation/userspace-api/landlock.rst``. Its calls have one number on every architecture.
"""

import ctypes
import os
import struct
import sys

from functions.inspection.seccomp import forgo_privileges, libc

_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION = 1
_ACTIONS_ON_FILES = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many actions on files a version knows; all later ones know sixteen."""
_ACTIONS_SINCE_5 = 16
_NETWORK_SINCE, _SCOPE_SINCE, _SILENCE_SINCE = 4, 6, 7
_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_NOT_LOGGED = 1


def restrict() -> None:
    """Refuse every action that a Landlock rule could allow; nothing where there is no Landlock."""
    if sys.platform != "linux":
        return
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return
    forgo_privileges()
    files = (1 << _ACTIONS_ON_FILES.get(version, _ACTIONS_SINCE_5)) - 1
    network = _BIND_AND_CONNECT if version >= _NETWORK_SINCE else 0
    scope = _ABSTRACT_SOCKETS_AND_SIGNALS if version >= _SCOPE_SINCE else 0
    # An older kernel takes the longer structure as long as what it does not know is zero.
    handled = struct.pack("=QQQ", files, network, scope)
    ruleset = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return
    # The self-test is refused things in every file that is inspected: nothing to be logged.
    libc.syscall(_RESTRICT_SELF, ruleset, _NOT_LOGGED if version >= _SILENCE_SINCE else 0)
    os.close(ruleset)
