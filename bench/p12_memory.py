"""P12: memory of the server for a county, idle and under load.

Proportional set size (PSS) of the whole process group, so that pages shared by the workers count once. Other Vatra
servers on the machine would share them too and make it look less. Arrow takes pandas in where it is installed, some
25 MB, and only the tests bring it: a venv with the product alone (`pip install -e .`) tells what people run.
Name a filled home in VATRA_BENCH_HOME to measure a county; else a small demo is made.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from importlib.util import find_spec
from pathlib import Path

from bench.report import Figure, print_figure

PORT = 8712
SUPERVISOR = "demo.dgaspc"  # sees every commune of the demo county
PAGES = ("/azi/", "/azi/?show=late&page=9", "/gospodarii/", "/gospodarii/?page=40", "/judet/", "/publicat/")
VATRA = Path(sys.executable).with_name("vatra")
BESIDE = "ODK Central: 150 MB Node + 100-260 MB PostgreSQL; HOPE: 409 MB + three servers"


def main() -> None:
    """Serve a county, read its memory idle, then while eight sessions open pages."""
    given = os.environ.get("VATRA_BENCH_HOME")
    with tempfile.TemporaryDirectory(prefix="vatra-p12-") as temporary:
        home = given or temporary
        environment = {**os.environ, "VATRA_HOME": home}
        if not given:
            subprocess.run([VATRA, "demo", "--communes", "3", "--seed", "1"], check=True, env=environment,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        served = subprocess.Popen([VATRA, "serve", "--port", str(PORT)], env=environment, start_new_session=True,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _until_it_answers()
            time.sleep(2)
            idle = _pss_mb(served.pid)
            loaded = _under_load(served.pid, Path(home))
        finally:
            os.killpg(served.pid, signal.SIGTERM)
            served.wait()
    what = "a county" if given else "three communes"
    if find_spec("pandas"):
        what += ", with the tests' pandas"
    print_figure(Figure("P12", f"memory of the server, {what}, idle", "≤ 200 MB", f"{idle:.0f} MB", idle <= 200,
                        ratio=BESIDE))
    print_figure(Figure("P12", f"memory of the server, {what}, under load", "≤ 400 MB", f"{loaded:.0f} MB",
                        loaded <= 400))


def _pss_mb(leader: int) -> float:
    """Sum over the session's processes, in megabytes."""
    total_kb = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getsid(int(folder.name)) == leader:
                    rollup = (folder / "smaps_rollup").read_text()
                    total_kb += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
            except (OSError, TypeError):
                continue
    return total_kb / 1024


def _under_load(leader: int, home: Path) -> float:
    """The highest memory while eight sessions open the lists and the numbers of a county for fifteen seconds."""
    browsers = [_signed_in(home) for _ in range(8)]  # one after the other, as people arrive
    until = time.monotonic() + 15
    threads = [threading.Thread(target=_visit_until, args=(until, browser)) for browser in browsers]
    for thread in threads:
        thread.start()
    highest = 0.0
    while time.monotonic() < until:
        highest = max(highest, _pss_mb(leader))
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    return highest


def _signed_in(home: Path) -> urllib.request.OpenerDirector:
    """A browser in which the supervisor has signed in."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    base = f"http://127.0.0.1:{PORT}"
    page = opener.open(f"{base}/intrare/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    password = (home / "demo-password").read_text().strip()
    form = {"csrfmiddlewaretoken": token, "username": SUPERVISOR, "password": password}
    opener.open(f"{base}/intrare/", urllib.parse.urlencode(form).encode()).read()
    return opener


def _visit_until(until: float, browser: urllib.request.OpenerDirector) -> None:
    base = f"http://127.0.0.1:{PORT}"
    while time.monotonic() < until:
        for path in PAGES:
            if browser.open(base + path).url != base + path:
                raise SystemExit(f"{path} was not shown")


def _until_it_answers() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=2).read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


if __name__ == "__main__":
    main()
