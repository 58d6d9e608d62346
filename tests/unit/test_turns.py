"""An engine serves one thread at a time, questions first."""

import threading
import time

from retrieval.adapters.turns import Turns


def test_a_question_goes_before_passages_that_waited_longer() -> None:
    turns, order = Turns(), list[str]()
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with turns.take(is_urgent=False):
            holding.set()
            release.wait(10)

    def use(name: str, *, is_urgent: bool) -> None:
        with turns.take(is_urgent=is_urgent):
            order.append(name)

    threads = [threading.Thread(target=hold)]
    threads[0].start()
    holding.wait(10)
    for name, is_urgent in (("passage", False), ("passage", False), ("question", True), ("question", True)):
        threads.append(threading.Thread(target=use, args=(name,), kwargs={"is_urgent": is_urgent}))
        threads[-1].start()
        time.sleep(0.05)  # so that they wait in this order
    release.set()
    for thread in threads:
        thread.join(10)

    assert order == ["question", "question", "passage", "passage"]


def test_no_two_threads_hold_the_engine_at_once_and_an_error_gives_it_back() -> None:
    turns = Turns()
    inside, most = [0], [0]

    def use(number: int) -> None:
        try:
            with turns.take(is_urgent=number % 3 == 0):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.001)
                inside[0] -= 1
                assert 1 // (number % 5)
        except (ZeroDivisionError, AssertionError):
            return

    threads = [threading.Thread(target=use, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert not any(thread.is_alive() for thread in threads)
    assert most == [1]
