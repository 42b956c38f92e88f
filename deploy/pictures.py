"""`./countersign pictures`: every page at two widths, by day and in the dark, as PNG files."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from deploy.console import ROOT

TESTS = ROOT / "tests" / "browser" / "pictures"
FOLDER = ROOT / ".countersign" / "pictures"


def main() -> None:
    asked = argparse.ArgumentParser(prog="countersign pictures", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where they go")
    asked.add_argument("--only", default="", help="only pages whose name contains this")
    asked.add_argument("--readme", action="store_true", help="those of the README instead")
    options = asked.parse_args()
    taken = TESTS / ("readme.py" if options.readme else "every_page.py")
    chosen = {"PICTURES": str(options.folder.absolute()), "PICTURES_ONLY": options.only}
    command = [sys.executable, "-m", "pytest", "-s", str(taken)]
    result = subprocess.run(command, cwd=ROOT, env=os.environ | chosen, check=False)
    if not (result.returncode or options.readme):
        print(f"The pictures are in {options.folder}.")
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()
