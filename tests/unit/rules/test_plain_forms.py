"""Forms in which guidelines and notices for everybody are written are read as a person reads them.

What each text says was decided by reading it; the lines are `signatures`'.
"""

from pathlib import Path

import pytest
import yaml

from tests.unit.rules.shelf import rules_from
from tests.unit.rules.signatures import sign

_FORMS = yaml.safe_load((Path(__file__).parent / "expected" / "forms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", _FORMS, ids=[one["text"].strip("\n#|- ")[:24] for one in _FORMS])
def test_a_plain_form_is_read(tmp_path: Path, form: dict[str, str | list[str]]) -> None:
    rules = rules_from(tmp_path, str(form["text"])).rules

    assert [f"{one.type}: {sign(one)}".replace(" ~", "").strip() for one in rules] == form["rules"]
