"""What holds for every test: no model is fetched, and no setting of the person who runs them is read."""

from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"
for name in [name for name in os.environ if name.startswith("KAOPING_")]:
    del os.environ[name]
