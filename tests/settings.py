"""The settings of the product on a throw-away data folder, before anything looks for one."""

import os
import tempfile

os.environ["TWOEARS_DATA"] = tempfile.mkdtemp(prefix="twoears-tests-")

from twoears.settings import *  # noqa: E402, F403
