"""`python -m bot`, the same as the console script `sandan`."""

import sys
from uuid import uuid4

import structlog

from bot.settings import SettingsError, process_environment, quiet_dependencies
from bot.surfaces.apology import apologise
from bot.surfaces.cli.app import sandan
from bot.surfaces.cli.printing import note
from bot.wiring.launcher import make_launcher
from bot.wiring.refusals import RefusedError

log = structlog.get_logger(__name__)


def main() -> None:
    """Run one command; ends the process with 0 (done), 1 (failed, with words) or 2 (wrong usage)."""
    removed = quiet_dependencies(process_environment())
    try:
        sandan.main(obj=make_launcher(removed), prog_name="sandan")
    except SettingsError as error:
        for variable, what_to_do in error.problems:
            note(f"{variable}: {what_to_do}.")
        sys.exit(1)
    except RefusedError as error:
        note(error.words)
        sys.exit(1)
    except Exception as error:  # the one place where a failed command becomes words
        reference = uuid4().hex[:12]
        log.exception("command_failed", trace_id=reference, error=type(error).__name__)
        note(apologise(error, "en", reference=reference))
        sys.exit(1)


if __name__ == "__main__":
    main()
