"""A standalone Spark cluster on this machine: a master and workers, each a process of its own, gone with the block."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which

MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
HERE = "127.0.0.1"
PATIENCE_S = 90


def can_run_spark() -> bool:
    """Whether the extra `bigdata` and a Java are installed."""
    return find_spec("pyspark") is not None and which("java") is not None


@contextmanager
def spark_cluster(workers: int = 2) -> Iterator[str]:
    """A cluster of workers with a core each; its address, as `--master` takes it. Raises TimeoutError."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vatra-spark-")))
        port = _free_port()
        address = f"spark://{HERE}:{port}"
        _started(stack, folder, "master", MASTER, "--host", HERE, "--port", str(port), "--webui-port", "0")
        _wait_for(port)
        for number in range(workers):
            _started(stack, folder, f"worker-{number}", WORKER, "--host", HERE, "--webui-port", "0", "--cores", "1",
                     "--memory", "1g", "--work-dir", str(folder / f"work-{number}"), address)
        _wait_until_said(folder / "master.log", "Registering worker", workers)
        yield address


def _started(stack: ExitStack, folder: Path, name: str, *command: str) -> None:
    import pyspark

    home = Path(pyspark.__file__).parent
    log = stack.enter_context((folder / f"{name}.log").open("w"))
    process = subprocess.Popen(
        [home / "bin" / "spark-class", *command], stdout=log, stderr=subprocess.STDOUT,
        env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "SPARK_LOCAL_DIRS": str(folder)},
    )
    stack.callback(_ended, process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HERE, 0))
        return int(free.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection((HERE, port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise TimeoutError("Spark's master did not open its port") from None
            time.sleep(0.2)
        else:
            return


def _wait_until_said(log: Path, words: str, times: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while log.read_text().count(words) < times:
        if time.monotonic() > until:
            raise TimeoutError(f"Spark's workers did not register: {log.read_text()[-2_000:]}")
        time.sleep(0.2)
