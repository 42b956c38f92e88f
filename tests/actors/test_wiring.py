import inspect

from actors import worker
from actors.jobs import broker, job
from core.jobs.kinds import KINDS, QUEUES
from templates import environment


def test_every_kind_of_job_has_an_actor_in_a_module_of_its_name() -> None:
    assert worker.KINDS is KINDS

    for kind in KINDS:
        assert job.ACTORS[kind].__name__ == kind
        assert job.ACTORS[kind].__module__.rpartition(".")[2] == kind
    assert set(job.ACTORS) == set(KINDS)


def test_no_job_whose_time_has_come_asks_the_clock_of_its_machine() -> None:
    # What is due by the database's clock might not be due yet by that of the worker.
    for kind in ("expire_envelope", "erase_documents", "close_organization", "apply_retention"):
        source = inspect.getsource(inspect.getmodule(job.ACTORS[kind]))
        assert source.count(".now(") == source.count("job.now(") == 1, kind


def test_every_queue_has_threads() -> None:
    assert set(broker.THREADS) == set(QUEUES)
    assert all(threads > 0 for threads in broker.THREADS.values())


# What letters are made of.
PARTS = {"mail/_macros", "mail/_subjects"}


def test_every_mail_is_written_in_text_and_in_html() -> None:
    templates = environment.make()
    written = {name for name in templates.list_templates() if name.startswith("mail/")}
    kinds = {k.removeprefix("mail_") for k in KINDS if k.startswith("mail_")} - {"account"}
    letters = {name.rpartition(".")[0] for name in written}

    assert {f"mail/{kind}" for kind in kinds} <= letters
    for letter in letters:
        assert {f"{letter}.txt", f"{letter}.html"} <= written or letter in PARTS
