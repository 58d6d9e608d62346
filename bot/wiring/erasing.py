"""See to it that removed documents leave no bytes behind, even if the process that removed one was killed."""

from bot.storage.compaction import compact
from bot.storage.copying import database_file
from bot.wiring.house import House, Progress, counting
from bot.wiring.index_place import OwnedIndex

_DUE = "erasure_due"  # value of the record: something was removed, and index and database not yet made anew


def announce_erasure(house: House) -> None:
    """Note that index and database must be made anew; call before anything is removed."""
    house.record.keep_value(_DUE, "yes")


def finish_erasure(house: House, index: OwnedIndex, progress: Progress) -> bool:
    """Build the index anew and write the database anew where that is due: both only mark what is deleted.

    Returns:
        False when it could not be done now: the next owner of the store tries again.
    """
    if house.record.value(_DUE) is None:
        return True
    index.compact(counting(progress, "Building the index without what was removed"))
    progress("Writing the database anew", 0, 0)
    is_done = compact(house.database)
    if (
        is_done or database_file(house.settings.record_url) is None
    ):  # a server's pages are its administrator's
        house.record.keep_value(_DUE, None)
    return is_done
