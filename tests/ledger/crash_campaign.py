"""crash_campaign.py -- every file system call of a command fails once with EIO, once with ENOSPC, and the process is
killed once before it (strace fault injection); afterwards nothing is lost, half-applied or signed twice.

usage: crash_campaign.py AKTSOM [SCENARIO ...]     a sample, half a minute; AKTSOM_LONG=yes: every call, an hour

A first run under strace tells which calls touch the scenario's folder, and how often.  Where one of them is hurt:
the command says so in one line and with its exit status, or it is acknowledged and then all of it is there;
`aktsom verify` finds the workspace whole; the log holds all of the command or nothing of it; state.db is what the
log gives; the next command goes on; and every head that was ever seen is of the one log.
Calls that only read are not killed before: that is the same moment as before the next call that writes.
"""
import collections, concurrent.futures, os, random, re, shutil, subprocess, sys, tempfile, threading

from crash_world import ALL, ENV, PARALLEL, Broken, Stand, World

CREATE = {"openat": True, "mkdir": True, "mkdirat": True, "rename": True, "renameat": True, "renameat2": True,
          "link": True, "linkat": True}
WRITE = {"write", "writev", "pwrite64", "pwritev", "pwritev2", "ftruncate", "truncate", "fallocate",
         "copy_file_range", "sendfile"}
SYNC = {"fsync", "fdatasync", "syncfs", "sync_file_range", "msync"}
OTHER = {"unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "mmap"}
READ = {"read", "pread64", "readv", "getdents64"}
CALLS = sorted(set(CREATE) | WRITE | SYNC | OTHER | READ)
SEED = 20261122
SAMPLE = 6  # faults of a scenario, in the short run
LARGE = 6   # of every kind of call and file, where there are thousands


def refuse(why):
    print("1..0 # SKIP %s" % why)
    sys.exit(0)


class Point:
    """One call to hurt: the when-th of its name."""

    def __init__(self, call, when, path, writes):
        self.call, self.when, self.path, self.writes = call, when, path, writes
        self.kind = call, re.sub(r"[0-9a-f]{12,}(-\d+)?|\d+", "#", path)
        self.bulk = path.startswith("w/private/stage/state.")  # a state.db that is being built aside

    def faults(self):
        yield "EIO"
        if self.call in CREATE and self.writes or self.call in WRITE or self.call in ("fsync", "fdatasync"):
            yield "ENOSPC"
        if self.writes:
            yield "kill"


def watch(stand):
    """The calls that touch the folder, in order."""
    dir, log = stand.dir, os.path.join(stand.top, "log")
    stand.run_lead()
    r = stand.world.run(dir, *stand.scenario.argv, before=["strace", "-f", "-y", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    if r.returncode != 0:
        raise Broken("without any fault: status %d: %s" % (r.returncode, r.stderr.decode()[-400:]))
    count, points = collections.Counter(), []
    with open(log, errors="replace") as f:
        for line in f:
            m = re.match(r"\d+ +(\w+)\((.*)", line)
            if not m:
                continue
            call, rest = m.groups()
            count[call] += 1
            touches = any(p.startswith(dir + "/") or p == dir for p in re.findall(r"<([^>]*)>", rest))
            touches |= call in CREATE or call in OTHER
            if call == "openat":
                touches = bool(re.match(r'\w+<%s[^>]*>, "[^/]' % re.escape(dir), rest)) or '"%s/' % dir in rest
            if call == "mmap":
                touches = "MAP_SHARED" in rest and dir in rest
            if not touches:
                continue
            names = re.findall(r'"([^"]*)"', rest) if call in CREATE or call in OTHER else []
            path = names[-1] if names else re.search(r"<([^>]*)>", rest).group(1)
            writes = call not in READ and not (call == "openat" and "O_CREAT" not in rest and "O_TRUNC" not in rest)
            points.append(Point(call, count[call], path.replace(dir + "/", ""), writes))
    stand.reset()
    return points


def chosen(points, scenario, long):
    """What is hurt and how: all; where there are thousands of a kind a few, always the first and the last."""
    rng, every, kinds = random.Random(SEED), [], collections.defaultdict(list)
    for p in points:
        (kinds[p.kind] if p.bulk or scenario.large else every).append(p)
    for of_kind in kinds.values():
        some = {0, len(of_kind) - 1} | set(rng.sample(range(len(of_kind)), min(LARGE - 2, len(of_kind))))
        every += [of_kind[i] for i in sorted(some)]
    jobs = [(p, f) for p in every for f in p.faults()]
    if long:
        return jobs
    writing = [j for j in jobs if j[0].writes]
    return rng.sample(writing, min(SAMPLE, len(writing)))


def hurt(stand, point, fault):
    """Returns what the command came to: 'acknowledged', 'refused', 'killed', or None when it never got there."""
    stand.reset()
    stand.run_lead()
    log = os.path.join(stand.top, "log")
    what = "signal=SIGKILL" if fault == "kill" else "error=" + fault
    r = stand.world.run(stand.dir, *stand.scenario.argv,
                        before=["strace", "-f", "-o", log, "-e", "trace=" + point.call, "-e",
                                "inject=%s:%s:when=%d" % (point.call, what, point.when)])
    with open(log, errors="replace") as f:
        text = f.read()
    said = r.stderr.decode(errors="replace")
    killed = "+++ killed by SIGKILL" in text
    if not (killed if fault == "kill" else "(INJECTED)" in text):
        return None
    if not killed and not 0 <= r.returncode <= 7:
        raise Broken("status %d: %s" % (r.returncode, said[-900:]))
    if not killed and r.returncode and len(said.splitlines()) != 1:
        raise Broken("status %d, and not one line: %s" % (r.returncode, said))
    acknowledged = not killed and r.returncode == 0
    try:
        stand.judge(len(stand.scenario.lead) + acknowledged, r.stdout.decode(errors="replace"))
    except Broken as e:
        raise Broken("%s; it had said: %s" % (e, said.strip())) if said else e
    return "killed" if killed else "acknowledged" if acknowledged else "refused"


def campaign(world, scenario, long):
    """Counts by (call, fault) and outcome; what was found."""
    mine, stands = threading.local(), []

    def settle():
        mine.stand = Stand(world, scenario)
        stands.append(mine.stand)

    counts, found = collections.Counter(), []
    points = watch(Stand(world, scenario))
    jobs = chosen(points, scenario, long)
    with concurrent.futures.ThreadPoolExecutor(PARALLEL, initializer=settle) as pool:
        asked = [(p, f, pool.submit(lambda p, f: hurt(mine.stand, p, f), p, f)) for p, f in jobs]
        for p, f, job in asked:
            try:
                counts[p.call, f, job.result() or "not reached"] += 1
            except (Broken, ValueError, OSError, subprocess.TimeoutExpired) as e:
                counts[p.call, f, "BROKEN"] += 1
                found.append("%s %d (%s) %s: %s" % (p.call, p.when, p.path, f, e))
    for stand in stands:
        shutil.rmtree(stand.top, ignore_errors=True)
    return len(points), counts, found


def show(name, calls, counts):
    faults = ("EIO", "ENOSPC", "kill")
    total = sum(counts.values())
    print("# %s: %d calls touch it, %d faults: %s" % (name, calls, total, ", ".join(
        "%d %s" % (sum(v for k, v in counts.items() if k[2] == what), what)
        for what in ("acknowledged", "refused", "killed", "not reached", "BROKEN")
        if any(k[2] == what for k in counts))))
    for call in sorted({k[0] for k in counts}):
        print("#   %-12s %s" % (call, "  ".join("%s %d" % (f, n) for f in faults for n in
              [sum(v for k, v in counts.items() if k[:2] == (call, f))] if n)))


def main():
    if not shutil.which("strace"):
        refuse("no strace")
    probe = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", "inject=getppid:error=EIO", "true"],
                           capture_output=True, env=ENV)
    if probe.returncode != 0:
        refuse("strace may not trace here: %s" % probe.stderr.decode().strip().splitlines()[-1:])
    long = os.environ.get("AKTSOM_LONG") == "yes"
    wanted = sys.argv[2:]
    scenarios = [s for s in ALL if (s.name in wanted if wanted else long or not s.large)]
    # what is injected needs no disk, and memory is faster
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    top = tempfile.mkdtemp(prefix="aktsom-crash-", dir=where)
    failed = 0
    print("1..%d" % len(scenarios), flush=True)
    try:
        world = World(sys.argv[1], top)
        for i, s in enumerate(scenarios):
            calls, counts, found = campaign(world, s, long)
            show(s.name, calls, counts)
            for line in found[:20]:
                print("#   " + line.replace("\n", "\n#     "))
            failed += bool(found)
            print("%sok %d - %s: all or nothing, whatever call fails" % ("not " if found else "", i + 1, s.name),
                  flush=True)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
