"""power_cut.py -- a command is recorded call by call and the power is cut anywhere in it: what was synced is there, of
all else any subset; afterwards nothing acknowledged is lost, half-applied or signed twice.

usage: power_cut.py AKTSOM [SCENARIO ...]     a sample, half a minute; AKTSOM_LONG=yes: 200 cuts of each scenario

The model, from an strace log with all bytes written.  A file is what writes and cuts made of it, a folder the names
that were put in and taken out.  A sync of a file keeps its writes before it, of a folder its names, of the file
system everything.  Of what is not kept at the cut each piece survives or not, drawn apart from the others: of a
write each sector of 4 KiB; a new, taken or changed name; of a rename both ends together, as file systems do; a file
cut to a length.  Every third time the power goes once more, while the next command mends what the first cut took.
A file whose name is lost is lost, a sector that is lost holds what was there, or zeros.
"""
import collections, concurrent.futures, os, random, re, shutil, subprocess, sys, tempfile, threading

from crash_world import ALL, ENV, PARALLEL, Broken, Stand, World

CALLS = ("openat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,syncfs,"
         "sync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,lseek,read,"
         "mmap,copy_file_range,sendfile,clone,clone3,vfork,exit_group")
SECTOR = 4096
SEED = 20261122
SAMPLE, CUTS = 3, 200


class Node:
    def __init__(self, folder, data=None):
        self.folder, self.data, self.names = folder, bytearray(data or b""), {}


class Op:
    """One thing that may get lost: of a file (off, bytes) or a length, or names of folders."""

    def __init__(self, at, node=None, off=0, data=None, length=None, names=None):
        self.at, self.node, self.off, self.data, self.length = at, node, off, data, length
        self.names = names or []  # (folder, name, node or None)
        self.kept = None          # when a sync made it durable


def load(path):
    """A folder of the disk as nodes, durable."""
    top = Node(True)
    for e in os.scandir(path):
        if e.is_dir(follow_symlinks=False):
            top.names[e.name] = load(e.path)
        else:
            with open(e.path, "rb") as f:
                top.names[e.name] = Node(False, f.read())
        top.names[e.name].mode = e.stat(follow_symlinks=False).st_mode & 0o7777
    return top


def copy_tree(node, memo):
    """The nodes as they stood at the start; changes are made to the copy."""
    if id(node) not in memo:
        memo[id(node)] = new = Node(node.folder, node.data)
        new.mode = getattr(node, "mode", 0o700 if node.folder else 0o600)
        new.names = {k: copy_tree(v, memo) for k, v in node.names.items()}
    return memo[id(node)]


class Record:
    """The calls of one run, and what each of them made durable."""

    def __init__(self, dir):
        self.dir, self.root, self.ops, self.at, self.fds, self.ended = dir, load(dir), [], 0, {}, []
        self.first = copy_tree(self.root, {})
        self.twin, self.start = {}, []
        self.pair(self.root, self.first)

    def pair(self, live, first):
        self.twin[id(live)] = first
        self.start.append(live)  # or the address of a file that is gone names the next one that is made
        for name, node in live.names.items():
            self.pair(node, first.names[name])

    def find(self, base, path, last=False):
        """(folder, name, node) of a path; None outside of the recorded folder."""
        whole = os.path.normpath(os.path.join(base or self.dir, path))
        if whole == self.dir:
            return None, "", self.root
        if not whole.startswith(self.dir + "/"):
            return None
        node, parts = self.root, whole[len(self.dir) + 1 :].split("/")
        for part in parts[:-1]:
            node = node.names.get(part)
            if node is None:
                return None
        return node, parts[-1], node.names.get(parts[-1])

    def add(self, **what):
        self.ops.append(Op(self.at, **what))

    def put(self, *names):
        for folder, name, node in names:
            if node is None:
                folder.names.pop(name, None)
            else:
                folder.names[name] = node
        self.add(names=list(names))

    def write(self, node, off, data):
        if len(node.data) < off:
            node.data.extend(bytes(off - len(node.data)))
        node.data[off : off + len(data)] = data
        self.add(node=node, off=off, data=data)

    def cut(self, node, length):
        del node.data[length:]
        node.data.extend(bytes(length - len(node.data)))
        self.add(node=node, length=length)

    def sync(self, node):
        for op in self.ops:
            if op.kept is None and (node is None or op.node is node or any(f is node for f, _, _ in op.names)):
                op.kept = self.at

    # ---- one line of the log ----

    def opened(self, args, result):
        base, path, flags = args[0], text(args[1]), args[2]
        at = self.find(None if base.startswith("AT_FDCWD") else self.path_of(base), path)
        if at is None:
            return
        folder, name, node = at
        if node is None:
            node = Node("O_DIRECTORY" in flags)
            self.put((folder, name, node))
        elif "O_TRUNC" in flags and node.data:
            self.cut(node, 0)
        self.fds[result] = [node, 0, "O_APPEND" in flags]

    def path_of(self, fd):
        """Of an open folder: found by its node."""
        node = self.fds[int(fd.split("<")[0])][0]
        stack = [(self.dir, self.root)]
        while stack:
            path, n = stack.pop()
            if n is node:
                return path
            stack += [(path + "/" + k, v) for k, v in n.names.items() if v.folder]
        raise Broken("an open folder that is nowhere")

    def base(self, fd):
        return None if fd.startswith("AT_FDCWD") else self.path_of(fd)

    def renamed(self, a, b):
        if a is None or b is None:
            raise Broken("a rename out of the folder")
        self.put((b[0], b[1], a[2]), (a[0], a[1], None))

    def take(self, call, args, result):
        self.at += 1
        fd = int(re.match(r"-?\d+", args[0]).group()) if args and re.match(r"-?\d", args[0]) else None
        f = self.fds.get(fd)
        if call == "openat":
            self.opened(args, result)
        elif call == "close":
            self.fds.pop(fd, None)
        elif call in ("dup", "dup2", "dup3") and f:
            self.fds[result] = f
        elif call == "write" and fd == 1:
            self.said_at = self.said_at or self.at
        elif call == "write" and f:
            off = len(f[0].data) if f[2] else f[1]
            self.write(f[0], off, data_of(args[1])[:result])
            f[1] = off + result
        elif call == "pwrite64" and f:
            self.write(f[0], int(args[3]), data_of(args[1])[:result])
        elif call == "read" and f:
            f[1] += result
        elif call == "lseek" and f:
            f[1] = result
        elif call == "ftruncate" and f:
            self.cut(f[0], int(args[1]))
        elif call in ("fsync", "fdatasync") and f:
            self.sync(f[0])
        elif call == "syncfs" or call == "sync":
            self.sync(None)
        elif call == "rename":
            self.renamed(self.find(None, text(args[0])), self.find(None, text(args[1])))
        elif call in ("renameat", "renameat2"):
            self.renamed(self.find(self.base(args[0]), text(args[1])), self.find(self.base(args[2]), text(args[3])))
        elif call == "link":
            to = self.find(None, text(args[1]))
            self.put((to[0], to[1], self.find(None, text(args[0]))[2]))
        elif call == "linkat":
            to = self.find(self.base(args[2]), text(args[3]))
            self.put((to[0], to[1], self.find(self.base(args[0]), text(args[1]))[2]))
        elif call in ("unlink", "rmdir"):
            self.gone(self.find(None, text(args[0])))
        elif call == "unlinkat":
            self.gone(self.find(self.base(args[0]), text(args[1])))
        elif call in ("mkdir", "mkdirat"):
            at = self.find(None, text(args[0])) if call == "mkdir" else self.find(self.base(args[0]), text(args[1]))
            if at:
                self.put((at[0], at[1], Node(True)))
        elif f and call not in ("mmap", "exit_group"):
            raise Broken("a call that the model does not know: " + call)

    def gone(self, at):
        if at:
            self.put((at[0], at[1], None))

    def mapped(self, args):
        """Only the shared memory of SQLite is written through a mapping; its content is made anew."""
        f = self.fds.get(int(args[4].split("<")[0])) if re.match(r"\d", args[4]) else None
        if f and "MAP_SHARED" in args[3] and "PROT_WRITE" in args[2]:
            if not any(n.endswith("-shm") for n in names_of(self.root, f[0])):
                raise Broken("a file is written through a mapping: the model does not see it")

    # ---- the cut ----

    def disk_after(self, cut, chance, rng):
        """The tree of files as a machine that comes up again finds it."""
        memo = {}
        root = copy_tree(self.first, memo)
        now = {}

        def node(live):
            if id(live) not in now:
                twin = self.twin.get(id(live))
                now[id(live)] = memo[id(twin)] if twin else Node(live.folder)
            return now[id(live)]

        for op in self.ops:
            if op.at > cut:
                break
            sure = op.kept is not None and op.kept <= cut
            if op.data is not None:
                end = op.off + len(op.data)
                for at in range(op.off - op.off % SECTOR, end, SECTOR):
                    if sure or rng.random() < chance:
                        a, b = max(at, op.off), min(at + SECTOR, end)
                        data = node(op.node).data
                        data.extend(bytes(max(0, a - len(data))))
                        data[a:b] = op.data[a - op.off : b - op.off]
            elif sure or rng.random() < chance:
                if op.length is not None:
                    data = node(op.node).data
                    del data[op.length :]
                    data.extend(bytes(op.length - len(data)))
                for folder, name, to in op.names:
                    if to is None:
                        node(folder).names.pop(name, None)
                    else:
                        node(folder).names[name] = node(to)
        return root


def names_of(folder, wanted):
    for name, node in folder.names.items():
        if node is wanted:
            yield name
        if node.folder:
            yield from names_of(node, wanted)


def data_of(quoted):
    return bytes.fromhex(quoted[1:-1].replace("\\x", ""))


def text(quoted):
    return data_of(quoted).decode()


def split(args):
    """Arguments of a call as strace writes them; strings are hexadecimal and hold no comma."""
    out, depth, at = [], 0, 0
    for m in re.finditer(r"[\[{(]|[\]})]|, ", args):
        if m.group() == ", ":
            if depth == 0:
                out.append(args[at : m.start()])
                at = m.end()
        else:
            depth += 1 if m.group() in "[{(" else -1
    return out + [args[at:]]


def record(stand, commands):
    """All commands, one behind the other: what one of them did not sync, the power may take from the next."""
    log = os.path.join(stand.top, "log")
    rec = Record(stand.dir)
    for argv in commands:
        r = stand.world.run(stand.dir, *argv,
                            before=["strace", "-f", "-xx", "-s", "100000000", "-o", log, "-e", "trace=" + CALLS])
        if r.returncode != 0:
            raise Broken("without any fault: status %d: %s" % (r.returncode, r.stderr.decode()[-400:]))
        rec.fds, rec.said_at = {}, None
        with open(log) as f:
            replay(rec, f)
        rec.ended.append(rec.said_at or rec.at + 1)  # it says so with its first words, or by ending
        rec.said = r.stdout.decode(errors="replace")
    os.unlink(log)
    same_as(rec.root, stand.dir, "")
    return rec


def replay(rec, lines):
    who = None
    for line in lines:
        m = re.match(r"(\d+) +(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)(?: .*)?$", line)
        if not m:
            if "unfinished" in line or "resumed" in line:
                raise Broken("more than one thread: the model needs an order: " + line[:80])
            continue
        pid, call, args, result = m.group(1), m.group(2), split(m.group(3)), int(m.group(4), 0)
        who = who or pid
        if pid != who or call in ("clone", "clone3", "vfork"):
            raise Broken("more than one thread")
        if call == "mmap" and result != -1:
            rec.mapped(args)
        elif result >= 0:
            rec.take(call, args, result)


def same_as(node, path, name):
    """The model came to what the disk holds."""
    there = {e.name for e in os.scandir(path)}
    if there != set(node.names):
        raise Broken("the model is wrong about %s: %s" % (name or "the folder", sorted(there ^ set(node.names))))
    for k, v in node.names.items():
        if v.folder:
            same_as(v, os.path.join(path, k), k)
        elif not k.endswith("-shm"):
            with open(os.path.join(path, k), "rb") as f:
                if f.read() != v.data:
                    raise Broken("the model is wrong about the bytes of " + k)


def write_out(node, path):
    os.mkdir(path, 0o700)
    for name, n in node.names.items():
        to = os.path.join(path, name)
        if n.folder:
            write_out(n, to)
        else:
            with open(to, "wb") as f:
                f.write(n.data)
            os.chmod(to, getattr(n, "mode", 0o600) | 0o600)


def cut_there(stand, rec, rng, cut):
    """The folder as it is after the power went; how many commands had ended by then."""
    disk = rec.disk_after(cut, rng.choice((0, 0.1, 0.5, 0.5, 0.9, 1)), rng)
    shutil.rmtree(stand.dir, ignore_errors=True)
    write_out(disk, stand.dir)
    return sum(cut >= at for at in rec.ended)


def cut_once(stand, rec, number):
    rng = random.Random("%d %s %d" % (SEED, stand.scenario.name, number))
    last = rec.at + 1
    cut = last if number % 4 == 0 else rng.randint(1, last)
    done, allowed, where = cut_there(stand, rec, rng, cut), None, "behind call %d of %d" % (cut, rec.at)
    try:
        if stand.scenario.again and number % 3 == 0:
            was = stand.scenario.sizes[done : done + 2]
            mending = record(stand, [stand.scenario.again])
            cut = rng.randint(1, mending.at + 1)
            where += ", then behind call %d of %d" % (cut, mending.at)
            mended = cut_there(stand, mending, rng, cut)
            allowed = [n + 1 for n in was] if mended else [*was, *[n + 1 for n in was]]
        stand.judge(done, rec.said, allowed)
    except (Broken, OSError, ValueError, subprocess.TimeoutExpired) as e:
        raise Broken("cut %d, %s, %d of %d commands acknowledged: %s" % (number, where, done, len(rec.ended), e))
    return "cut twice" if allowed else "acknowledged" if done == len(rec.ended) else "cut"


def campaign(world, scenario, cuts):
    mine, stands = threading.local(), []

    def settle():
        mine.stand = Stand(world, scenario)
        mine.rec = record(mine.stand, mine.stand.commands())
        stands.append(mine)

    counts, found = collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(PARALLEL, initializer=settle) as pool:
        for job in [pool.submit(lambda i: (mine.rec.at, len(mine.rec.ops), cut_once(mine.stand, mine.rec, i)), i)
                    for i in range(cuts)]:
            try:
                calls, ops, what = job.result()
                counts["calls"], counts["ops"] = calls, ops
                counts[what] += 1
            except (Broken, concurrent.futures.thread.BrokenThreadPool) as e:
                counts["BROKEN"] += 1
                found.append(str(e))
    return counts, found


def main():
    if not shutil.which("strace"):
        print("1..0 # SKIP no strace")
        sys.exit(0)
    probe = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, env=ENV)
    if probe.returncode != 0:
        print("1..0 # SKIP strace may not trace here: %s" % probe.stderr.decode().strip().splitlines()[-1:])
        sys.exit(0)
    long = os.environ.get("AKTSOM_LONG") == "yes"
    wanted = sys.argv[2:]
    scenarios = [s for s in ALL if (s.name in wanted if wanted else long or not s.large)]
    top = tempfile.mkdtemp(prefix="aktsom-power-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    cuts = int(os.environ.get("CUTS", 0)) or (CUTS if long else SAMPLE)
    failed = 0
    print("1..%d" % len(scenarios), flush=True)
    try:
        world = World(sys.argv[1], top)
        for i, s in enumerate(scenarios):
            counts, found = campaign(world, s, cuts)
            print("# %s: %s" % (s.name, ", ".join("%d %s" % (n, what) for what, n in counts.items())))
            for line in found[:12]:
                print("#   " + line.replace("\n", "\n#     "))
            failed += bool(found)
            print("%sok %d - %s: the power may go at any moment" % ("not " if found else "", i + 1, s.name), flush=True)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
