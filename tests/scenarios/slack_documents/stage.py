"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

from dataclasses import dataclass
from typing import Any

from bot.surfaces.slack.documents_views import ADD_FILES
from bot.surfaces.slack.documents_words import document_words
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import a_click, a_direct_message, a_submission
from tests.fake_slack.faults import SharedFile
from tests.fake_slack.workspace import OWNER, TEAM, Json
from tests.scenarios.conftest import Stage
from tests.scenarios.real_shelves import RealShelves

JA = document_words("ja")


RULES = """---
audience: everyone
class: policy
---
# 生成AI利用細則

## 第1条 目的

この細則は、生成AIの利用を定める。

## 第2条 上限

PoCの費用は、300万円以下とする。
"""


ONLY_ME = f"slack:{TEAM}:{OWNER}"


@dataclass(frozen=True)
class Desk:
    """A stage whose documents are really read."""

    stage: Stage
    shelves: RealShelves

    @property
    def workspace(self) -> Any:
        return self.stage.workspace

    def drop(self, name: str = "細則.md", content: bytes = RULES.encode(), **changes: Any) -> Json:
        """Drop a file in a direct message, and give the reply."""
        identity = f"F{len(self.workspace.files) + 1}"
        self.workspace.files[identity] = SharedFile(name, content, **changes)
        before = len(self.workspace.posts())
        files = [{"id": identity, "name": name}]
        self.stage.deliver(a_direct_message("", subtype="file_share", files=files))
        return dict(self.workspace.wait_for_posts(before + 1)[-1])

    def open_form(self, offer: Json) -> Json:
        """Press the button of an offer, and give the form that opens."""
        before = len(self.workspace.calls_of("views.open"))
        self.stage.interact(a_click(_button(offer, ADD_FILES), offer))
        return dict(self.workspace.wait_for_calls("views.open", before + 1)[-1]["view"])

    def send(self, view: Json, *, count: int = 2, fields: Json | None = None, **changes: Json) -> list[Json]:
        """Send the form, and give what is posted then: that it was received, and the report."""
        before = len(self.workspace.posts())
        self.stage.interact(a_submission(view, _filled(view) | changes | (fields or {})))
        return list(self.workspace.wait_for_posts(before + count, within=20)[before:])


def _filled(view: Json) -> Json:
    """Leave every field of a form as it opened."""
    filled: Json = {}
    for block in view["blocks"]:
        element = block["element"]
        filled[block["block_id"]] = {"selected_option": element.get("initial_option")}
    return filled


def _chosen(view: Json, field: str, value: str) -> Json:
    [element] = [one["element"] for one in view["blocks"] if one["block_id"] == field]
    return {"selected_option": next(one for one in element["options"] if one["value"] == value)}


def _words(value: Json) -> str:
    return "\n".join(all_texts(value["blocks"]))


def _button(value: Json, action: str) -> Json:
    return next(one for one in elements_of(value["blocks"]) if one.get("action_id") == action)
