"""With no model configured, nothing of a model's code is loaded."""

import os
import subprocess
import sys
from pathlib import Path

_ASK = """
import sys
from bot.settings import read_settings
from bot.wiring.house import open_house
from bot.wiring.language_model import WriterPlace, make_phrasing

with open_house(read_settings()) as house:
    made = (make_phrasing(house), WriterPlace(house.settings).make_generation())
print(made == (None, None))
roots = ("langchain", "langchain_core", "langchain_openai", "langgraph", "openai", "anthropic")
print(sorted(name for name in sys.modules if name.partition(".")[0] in roots))
"""


def test_without_a_model_no_langchain_model_code_is_imported(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SANDAN_")},
        "SANDAN_HOME": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.splitlines() == ["True", "[]"]
