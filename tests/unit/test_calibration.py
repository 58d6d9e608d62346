"""Bounds of strangers are learnt once for each state, and beside the askers where many ask."""

from threading import Event

from retrieval.calibration import Bounds, Calibration, Evidence

_SOME = Evidence(coverage=0.1, margin=0.01)


def _bounds(coverage: float) -> Bounds:
    return Bounds(
        crosses_languages=False, coverage=coverage, margin=0.02, strength=1.0, mean=_SOME, spread=_SOME
    )


def test_bounds_are_learnt_once_for_a_state_and_anew_for_the_next() -> None:
    calibration = Calibration()
    learnt: list[int] = []

    def learn() -> Bounds:
        learnt.append(len(learnt))
        return _bounds(0.1 + len(learnt))

    first = [calibration.bounds("1/model", ["policy"], learn).coverage for _ in range(2)]
    then = calibration.bounds("2/model", ["policy"], learn).coverage

    assert (first, then, len(learnt)) == ([1.1, 1.1], 2.1, 2)


def test_while_documents_come_in_the_bounds_before_serve_until_new_ones_are_learnt() -> None:
    calibration, is_learnt = Calibration(relearns_after_s=0.0), Event()
    calibration.bounds("1/model", ["policy"], lambda: _bounds(0.1))

    def learn() -> Bounds:
        is_learnt.wait(5)
        return _bounds(0.2)

    at_once = calibration.bounds("2/model", ["policy"], learn).coverage
    is_learnt.set()
    while calibration.bounds("2/model", ["policy"], learn).coverage != 0.2:
        pass

    assert at_once == 0.1


def test_bounds_of_another_model_never_serve() -> None:
    calibration = Calibration(relearns_after_s=0.0)
    calibration.bounds("1/model", ["policy"], lambda: _bounds(0.1))

    assert calibration.bounds("2/other", ["policy"], lambda: _bounds(0.3)).coverage == 0.3
