"""Hold the fake Slack, and our surface, against a Slack that others wrote: npm's emulate@0.12.1.

What both speak must agree, so that the fake is not the only judge of what we do."""

from pathlib import Path

from tests.fake_slack import emulate
from tests.fake_slack.deliveries import a_deletion, an_edit, an_event
from tests.scenarios.slack_contract.stage import WITNESSED, deliveries_of

pytestmark = WITNESSED


def test_events_of_the_fake_have_everything_that_the_witness_sends(tmp_path: Path) -> None:
    question = an_event("message", "PoCはいくらまで？")
    ours = {
        "message": question,
        "message_changed": an_edit(question, "PoCは何か月まで？"),
        "message_deleted": a_deletion(question),
    }

    with emulate.running(tmp_path) as other:
        delivered = deliveries_of(other)

    theirs = {str(body["event"].get("subtype") or "message"): body for body, _ in delivered}
    assert all(is_signed for _, is_signed in delivered)
    assert set(theirs) == set(ours)
    for kind, body in theirs.items():
        assert set(body) <= set(ours[kind]), kind
        assert set(body["event"]) <= set(ours[kind]["event"]), kind
        for part in ("message", "previous_message"):
            assert set(body["event"].get(part) or ()) <= set(ours[kind]["event"].get(part) or ()), kind
