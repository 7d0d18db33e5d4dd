#!/usr/bin/env python
"""Wortlaut's command line: `manage.py help` lists what it can do."""

import errno
import gc
import os
import sys


def main() -> None:
    # Loading makes some hundred thousand objects, and none of them is garbage.
    gc.set_threshold(50_000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsreader.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)  # 128 and the number of the signal, as shells expect
    except BrokenPipeError:
        # Whatever read the output has ended (`| head`); what Python still holds of it must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as problem:
        # Already reading the settings may write: a new installation's secret key.
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        where = f" ({problem.filename})" if problem.filename else ""
        sys.exit(f"Wortlaut cannot write its files: {problem.strerror}{where}.")


if __name__ == "__main__":
    main()
