"""crash_world.py -- the start folders and the judgement that crash_campaign.py and power_cut.py share.

A scenario is a folder with a workspace `w` in it, one command that is hurt there, and what must hold afterwards.
"""
import base64, glob, hashlib, json, os, re, shutil, subprocess, tempfile

NOW = "2026-11-21T12:00:00Z"
CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../cases")
SECRET = "hemmelig@planted.example"
ENV = dict(os.environ, AKTSOM_NOW=NOW, AKTSOM_LANG="en", LC_ALL="C.UTF-8", TZ="UTC",
           AKTSOM_PASSPHRASE_FILE="pass", AKTSOM_NEW_PASSPHRASE_FILE="pass")
PARALLEL = max(1, min(4, len(os.sched_getaffinity(0))))
ONE_CPU = {min(os.sched_getaffinity(0))}  # one thread: the calls come in the same order each time


class Broken(Exception):
    """Something that must hold does not."""


class World:
    def __init__(self, aktsom, top):
        self.aktsom, self.top = os.path.join(top, "aktsom"), top
        shutil.copy2(aktsom, self.aktsom)  # the build may go on meanwhile

    def run(self, cwd, *args, before=()):
        return subprocess.run([*before, self.aktsom, *args], cwd=cwd, env=ENV, timeout=300, capture_output=True,
                              preexec_fn=lambda: os.sched_setaffinity(0, ONE_CPU))

    def must(self, cwd, *args):
        r = self.run(cwd, *args)
        if r.returncode != 0:
            raise Broken("%s: status %d: %s" % (" ".join(args), r.returncode, (r.stderr or r.stdout).decode()[-600:]))
        return r.stdout.decode()

    def json_of(self, cwd, *args):
        return json.loads(self.must(cwd, args[0], args[1], "--json", *args[2:]))

    def size(self, cwd, w="w"):
        """Entries, committed; `verify` finds all whole, and state.db to be what the log gives."""
        r = self.run(cwd, "-C", w, "--json", "verify")
        v = json.loads(r.stdout or b"{}")
        if r.returncode != 0 or not v.get("ok"):
            raise Broken("verify: status %d: %s" % (r.returncode, (r.stdout + r.stderr).decode()[-900:]))
        return v["size"] + v["checked"]["pending"]


# ---- The log as a stranger reads it: every head that is lying about must be of the one tree ----


def H(b):
    return hashlib.sha256(b).digest()


def root_of(leaves):
    """Root of a list of leaf hashes (RFC 6962)."""
    stack = []
    for i, h in enumerate(leaves):
        stack.append(h)
        while i & 1:
            right = stack.pop()
            stack[-1] = H(b"\1" + stack[-1] + right)
            i >>= 1
    out = stack.pop() if stack else H(b"")
    while stack:
        out = H(b"\1" + stack.pop() + out)
    return out


def head_of(note):
    lines = note.split(b"\n")
    return int(lines[1]), base64.b64decode(lines[2], validate=True)


def heads_of(w):
    """Every signed head in the workspace: published, signed, noted."""
    found = set()
    for name in ("log/checkpoint", "private/signed", "private/signed.2"):
        try:
            with open(os.path.join(w, name), "rb") as f:
                found.add(head_of(f.read()))
        except FileNotFoundError:
            pass
        except (ValueError, IndexError):  # the power cut the writing of one of the two: the other stands
            if name == "log/checkpoint":
                raise
    try:
        with open(os.path.join(w, "private/heads"), "rb") as f:
            for line in f.read().split(b"\n"):
                try:
                    found.add(head_of(base64.b64decode(line, validate=True)))
                except (ValueError, IndexError):
                    pass  # a line that the crash cut
    except FileNotFoundError:
        pass
    return found


def number(n):
    groups = ["%03d" % (n % 1000)]
    while n >= 1000:
        n //= 1000
        groups.append("x%03d" % (n % 1000))
    return "/".join(reversed(groups))


def leaves_of(w, size):
    leaves = []
    for block in range((size + 255) // 256):
        width = min(256, size - 256 * block)
        name = "log/tile/entries/" + number(block) + ("" if width == 256 else ".p/%d" % width)
        with open(os.path.join(w, name), "rb") as f:
            b = f.read()
        at = 0
        for _ in range(width):
            n = int.from_bytes(b[at : at + 2], "big")
            leaves.append(H(b"\0" + b[at + 2 : at + 2 + n]))
            at += 2 + n
    return leaves


def one_history(w, heads):
    """Every head that was ever seen is a beginning of the log as it stands: so no two of one size."""
    with open(os.path.join(w, "log/checkpoint"), "rb") as f:
        size, _ = head_of(f.read())
    leaves = leaves_of(w, size)
    for n, root in sorted(heads | heads_of(w)):
        if n > size or root_of(leaves[:n]) != root:
            raise Broken("a head of size %d was signed that is not of this log of size %d" % (n, size))


def holds(folder, text):
    want = text.encode()
    for base, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(base, name), "rb") as f:
                if want in f.read():
                    return os.path.join(base, name)
    return None


# ---- Scenarios ----


class Scenario:
    """name; argv: the command; made(): the start folder; w: the workspace that is judged."""

    w = "w"
    large = False  # too many calls to hurt each: a few of each kind
    lead = []      # commands before it, whose writes the power may still take
    again = None   # what mends it after a power cut, which may be cut too; adds one entry

    def make(self, world, dir):
        world.must(dir, "init", "w", "--name", "W")
        world.must(dir, "-C", "w", "add", "party", "id=local:party/a", "name=Alfa")
        self.prepare(world, dir)

    def prepare(self, world, dir):
        pass

    def extra(self, world, dir, acknowledged):
        """What else holds right after."""

    def go_on(self, world, dir):
        """The next command."""
        world.must(dir, "-C", self.w, "add", "party", "id=local:party/next", "name=Next")
        return 1

    def judge(self, world, dir, done, allowed=None):
        """done: how many commands, of lead and argv, said that they had come to their end."""
        w = os.path.join(dir, self.w)
        heads = heads_of(w)
        size = world.size(dir, self.w)
        if size not in (allowed or self.sizes):
            raise Broken("%d entries: half of something; whole would be %s" % (size, self.sizes))
        if size not in (allowed or self.sizes[done : done + 2]):
            raise Broken("%d entries, though %d commands of %s had ended" % (size, done, self.sizes))
        acknowledged = done > len(self.lead)
        self.extra(world, dir, acknowledged)
        heads |= heads_of(w)
        size = world.size(dir, self.w)
        more = self.go_on(world, dir)
        now = world.size(dir, self.w)
        if now != size + more:
            raise Broken("the next command: %d entries, not %d" % (now, size + more))
        one_history(w, heads)


AGAIN = ["-C", "w", "add", "party", "id=local:party/again", "name=Again"]


class Add(Scenario):
    name, argv = "add", ["-C", "w", "add", "party", "id=local:party/b", "name=Beta"]
    again = AGAIN


def rows_csv(path, n, word):
    with open(path, "w") as f:
        f.write("id,name\n")
        for i in range(n):
            f.write("local:party/%s%d,%s %d\n" % (word, i, word, i))


class Adds(Scenario):
    """One after the other, over the end of a tile."""

    name, argv = "adds", ["-C", "w", "add", "party", "id=local:party/z", "name=Z"]
    lead = [["-C", "w", "add", "party", "id=local:party/x", "name=X"],
            ["-C", "w", "add", "party", "id=local:party/y", "name=Y"],
            ["-C", "w", "import", "party.csv"],
            ["-C", "w", "add", "party", "id=local:party/b", "name=Beta"]]
    again = AGAIN

    def prepare(self, world, dir):
        rows_csv(os.path.join(dir, "party.csv"), 249, "p")
        world.must(dir, "-C", "w", "import", "party.csv")
        rows_csv(os.path.join(dir, "party.csv"), 3, "q")


class Publish(Scenario):
    """Five statements wait for a witness that is no longer asked for; publishing them fills a tile."""

    name, argv = "publish", ["-C", "w", "witness", "ask"]

    def prepare(self, world, dir):
        rows_csv(os.path.join(dir, "party.csv"), 247, "p")
        world.must(dir, "-C", "w", "import", "party.csv")
        key = world.json_of(dir, "-C", "w", "keys")["vkey"]
        world.must(dir, "init", "v", "--name", "V")
        seal = world.json_of(dir, "-C", "v", "witness", "follow", key, "--name", "v.example/w")["witness_vkey"]
        for name, text in (("wait", "witness v %s\nquorum v\n" % seal), ("free", "quorum none\n")):
            with open(os.path.join(dir, name), "w") as f:
                f.write("log %s\n%s" % (key, text))
        world.must(dir, "-C", "w", "witness", "policy", "wait", "--wait")
        for i in range(5):
            world.must(dir, "-C", "w", "add", "party", "id=local:party/q%d" % i, "name=Q")
        world.must(dir, "-C", "w", "witness", "policy", "free")
        shutil.rmtree(os.path.join(dir, "v"))

    def extra(self, world, dir, acknowledged):
        if acknowledged and world.json_of(dir, "-C", "w", "witness")["pending"] != 0:
            raise Broken("acknowledged, and not published")


class Import(Scenario):
    """Rows, and a document of some hundred kilobytes."""

    name, argv, rows, again = "import", ["-C", "w", "import", "in"], 40, AGAIN

    def prepare(self, world, dir):
        os.mkdir(os.path.join(dir, "in"))
        rows_csv(os.path.join(dir, "in/party.csv"), self.rows, "r")
        with open(os.path.join(dir, "in/letter.txt"), "w") as f:
            f.write("a certificate\n" * 20000)


class ImportMany(Scenario):
    """More than is synced file by file."""

    name, argv, rows, large = "import-2300", ["-C", "w", "import", "party.csv"], 2300, True

    def prepare(self, world, dir):
        rows_csv(os.path.join(dir, "party.csv"), self.rows, "r")


class ImportAside(ImportMany):
    """More than lies in memory: written and synced in private/stage before the lock is taken."""

    name, rows = "import-aside", 16500


class Bundle(Scenario):
    """Statements of another log, taken in from a file: all of it or nothing."""

    name = "bundle"

    def prepare(self, world, dir):
        world.must(dir, "init", "a", "--name", "A", "--party", "orgnr-no:923609016")
        for what in (["product", "id=local:product/copper", "name=Copper"],
                     ["lot", "id=local:lot/cathode", "product=local:product/copper", "made_on=2026-10-01"]):
            world.must(dir, "-C", "a", "add", *what, "audience=partners")
        world.must(dir, "-C", "a", "bundle", "export", "local:lot/cathode", "--to", "local:party/w", "--out", "one.bundle")
        key = world.json_of(dir, "-C", "a", "keys")["vkey"]
        shutil.rmtree(os.path.join(dir, "a"))
        self.argv = ["-C", "w", "bundle", "import", "one.bundle", "--vkey", key]

    def known(self, world, dir):
        return b"orgnr-no:923609016" in world.run(dir, "-C", "w", "--json", "subject", "local:lot/cathode").stdout

    def extra(self, world, dir, acknowledged):
        if acknowledged and not self.known(world, dir):
            raise Broken("acknowledged, and the statement is not there")
        if acknowledged and not glob.glob(os.path.join(dir, "w/peers/*/heads/*.note")):
            raise Broken("acknowledged, and the sender's head is forgotten: a fork would not be seen")

    def go_on(self, world, dir):
        before = world.size(dir)
        world.must(dir, *self.argv)
        if not self.known(world, dir):
            raise Broken("imported again, and the statement is not there")
        more = world.size(dir) - before
        if before + more != self.sizes[-1]:
            raise Broken("imported again: %d entries, not %d" % (before + more, self.sizes[-1]))
        return more + super().go_on(world, dir)  # and what was known already goes out with the next


class Witness(Scenario):
    """Signing for another log.  Two requests from two histories: never are both signed."""

    name, argv, w = "witness", ["-C", "w", "witness", "add", "request1", "--out", "answer1"], "w"

    def prepare(self, world, dir):
        world.must(dir, "init", "a", "--name", "A")
        key = world.json_of(dir, "-C", "a", "keys")["vkey"]
        seal = world.json_of(dir, "-C", "w", "witness", "follow", key, "--name", "w.example/w")["witness_vkey"]
        with open(os.path.join(dir, "policy"), "w") as f:
            f.write("log %s\nwitness w %s\nquorum w\n" % (key, seal))
        world.must(dir, "-C", "a", "witness", "policy", "policy")
        world.must(dir, "-C", "a", "witness", "ask", "--out", "request0")
        world.must(dir, "-C", "w", "witness", "add", "request0", "--out", "answer0")
        world.must(dir, "-C", "a", "witness", "ask", "--take", "answer0")
        self.old = world.json_of(dir, "-C", "a", "witness")["head"]["size"]
        shutil.copytree(os.path.join(dir, "a"), os.path.join(dir, "a2"))
        for i, a in enumerate(("a", "a2")):
            world.must(dir, "-C", a, "add", "party", "id=local:party/x%d" % i, "name=X%d" % i)
            world.must(dir, "-C", a, "witness", "ask", "--out", "request%d" % (i + 1), "--old", str(self.old))

    def extra(self, world, dir, acknowledged):
        def signed(i):
            try:
                with open(os.path.join(dir, "answer%d" % i), encoding="utf-8") as f:
                    return re.fullmatch("\u2014 w.example/w \\S+\n", f.read()) is not None
            except FileNotFoundError:
                return False

        if acknowledged and not signed(1):
            raise Broken("acknowledged, and there is no signature")
        given = {1} if signed(1) else set()
        for old in (self.old, self.old + 1):  # the second is what the witness says it signed last
            for i, a in ((2, "a2"), (1, "a")):
                world.must(dir, "-C", a, "witness", "ask", "--out", "again", "--old", str(old))
                r = world.run(dir, "-C", "w", "witness", "add", "again", "--out", "answer%d" % i)
                if r.returncode == 0 and signed(i):
                    given.add(i)
                elif b"409" not in r.stdout + r.stderr:
                    raise Broken("request %d: status %d: %s" % (i, r.returncode, (r.stdout + r.stderr).decode()[-300:]))
        if len(given) != 1:
            raise Broken("signed for histories %s" % given)


class Take(Scenario):
    """The witness's line goes under the head that is out."""

    name, argv = "witness-take", ["-C", "w", "witness", "ask", "--take", "answer"]

    def prepare(self, world, dir):
        world.must(dir, "init", "v", "--name", "V")
        key = world.json_of(dir, "-C", "w", "keys")["vkey"]
        seal = world.json_of(dir, "-C", "v", "witness", "follow", key, "--name", "v.example/w")["witness_vkey"]
        with open(os.path.join(dir, "policy"), "w") as f:
            f.write("log %s\nwitness v %s\nquorum v\n" % (key, seal))
        world.must(dir, "-C", "w", "witness", "policy", "policy")
        world.must(dir, "-C", "w", "witness", "ask", "--out", "request")
        world.must(dir, "-C", "v", "witness", "add", "request", "--out", "answer")
        shutil.rmtree(os.path.join(dir, "v"))

    def extra(self, world, dir, acknowledged):
        if acknowledged and world.json_of(dir, "-C", "w", "witness")["signed_n"] != 1:
            raise Broken("acknowledged, and the signature is not there")


class Erase(Scenario):
    """A field, with a tombstone; once it is acknowledged no byte of it is left.  Again, it comes to its end."""

    name = "erase"

    def prepare(self, world, dir):
        done = world.json_of(dir, "-C", "w", "add", "party", "id=local:party/e", "name=E", "email=" + SECRET)
        world.must(dir, "-C", "w", "add", "party", "id=local:party/f", "name=F")
        world.must(dir, "-C", "w", "backup", "b")
        self.argv = ["-C", "w", "erase", done["act"], "email"]

    def extra(self, world, dir, acknowledged):
        left = holds(dir, SECRET)
        told = "What is open" in self.said  # the backup that could not be reached, and what to do
        if acknowledged and left and not (told and left.startswith(os.path.join(dir, "b"))):
            raise Broken("acknowledged, and still in %s" % left)

    def go_on(self, world, dir):
        before = world.size(dir)
        world.must(dir, *self.argv)
        left = holds(dir, SECRET)
        if left:
            raise Broken("erased again, and still in %s" % left)
        world.must(dir, "-C", "w", "check")
        world.must(dir, "verify", "b")
        return min(1, world.size(dir) - before)  # the tombstone, where it was not there; or where said/ still held it


class EraseDocument(Erase):
    """A statement about a file, and the file itself."""

    name = "erase-document"

    def prepare(self, world, dir):
        with open(os.path.join(dir, "letter.txt"), "w") as f:
            f.write((SECRET + "\n") * 3000)
        world.must(dir, "-C", "w", "import", "letter.txt")
        os.unlink(os.path.join(dir, "letter.txt"))
        world.must(dir, "-C", "w", "backup", "b")
        row = world.json_of(dir, "-C", "w", "list", "document")["rows"][0]
        self.argv = ["-C", "w", "erase", row["statement"]["id"], "--ground", "retention"]


class Backup(Scenario):
    """A copy that is there is whole or says that it is none; made again it is whole."""

    name, argv = "backup", ["-C", "w", "backup", "b"]

    def prepare(self, world, dir):
        world.must(dir, "-C", "w", "add", "party", "id=local:party/c", "name=C")

    def extra(self, world, dir, acknowledged):
        if os.path.exists(os.path.join(dir, "b")):
            r = world.run(dir, "restore", "b", "r")
            if r.returncode == 0:
                size = world.size(dir, "r")
                if acknowledged and size != self.sizes[-1]:
                    raise Broken("the backup has %d entries, not %d" % (size, self.after))
            elif acknowledged or len(r.stderr.splitlines()) != 1:
                raise Broken("restore: status %d: %s" % (r.returncode, r.stderr.decode()[-600:]))
            shutil.rmtree(os.path.join(dir, "r"), ignore_errors=True)
        elif acknowledged:
            raise Broken("acknowledged, and there is no backup")
        world.must(dir, *self.argv)
        world.must(dir, "verify", "b")
        world.must(dir, "restore", "b", "r")
        if world.size(dir, "r") != world.size(dir):
            raise Broken("made again, the backup has %d entries" % world.size(dir, "r"))


class BackupAgain(Backup):
    """Over an older one, behind a tile that filled meanwhile."""

    name = "backup-again"

    def prepare(self, world, dir):
        rows_csv(os.path.join(dir, "party.csv"), 200, "p")
        world.must(dir, "-C", "w", "import", "party.csv")
        world.must(dir, "-C", "w", "backup", "b")
        rows_csv(os.path.join(dir, "party.csv"), 80, "q")
        world.must(dir, "-C", "w", "import", "party.csv")


class EraseEvent(Scenario):
    """One event of a batch.  The others still prove; erased again, it is gone in the backup too."""

    name = "erase-event"

    def prepare(self, world, dir):
        world.must(dir, "-C", "w", "import", os.path.join(CASES, "elbuss/epcis/partikjede.json"))
        self.batch = world.json_of(dir, "-C", "w", "list", "event_batch")["rows"][0]["statement"]["id"]
        world.must(dir, "-C", "w", "backup", "b")
        self.argv = ["-C", "w", "erase", self.batch, "--event", "2"]

    def extra(self, world, dir, acknowledged):
        r = world.run(dir, "-C", "w", "prove", self.batch, "--event", "2", "--out", "two")
        if acknowledged and b"REC-054" not in r.stderr:
            raise Broken("acknowledged, and the event can still be shown")
        for other in ("1", "3"):
            world.must(dir, "-C", "w", "prove", self.batch, "--event", other, "--out", "one")
            world.must(dir, "-C", "w", "verify", "one")

    def go_on(self, world, dir):
        before = world.size(dir)
        world.must(dir, *self.argv)
        self.extra(world, dir, True)
        world.must(dir, "-C", "w", "check")
        world.must(dir, "verify", "b")
        return min(1, world.size(dir) - before)


class Keys(Scenario):
    """A key for another: who knows the first is led to the second, and one of the two can always sign."""

    name, argv, again = "keys-rotate", ["-C", "w", "keys", "rotate", "--overlap", "30"], AGAIN

    def prepare(self, world, dir):
        self.first = world.json_of(dir, "-C", "w", "keys")["vkey"]

    def extra(self, world, dir, acknowledged):
        now = world.json_of(dir, "-C", "w", "keys")["vkey"]
        if acknowledged and now == self.first:
            raise Broken("acknowledged, and the key is the one before")

    def go_on(self, world, dir):
        said = super().go_on(world, dir)
        for key in {self.first, world.json_of(dir, "-C", "w", "keys")["vkey"]}:
            world.must(dir, "verify", "w/log", "--vkey", key)
        return said


class KeysRevoke(Scenario):
    """The key of a role goes; once it is acknowledged its secret is gone."""

    name, argv = "keys-revoke", ["-C", "w", "keys", "revoke", "innkjop", "--reason", "stolen"]

    def prepare(self, world, dir):
        world.must(dir, "-C", "w", "keys", "add", "--role", "innkjop")
        with open(os.path.join(dir, "w/private/keys/innkjop.key"), encoding="utf-8") as f:
            self.seed = re.search("seed (.*)", f.read())[1]

    def extra(self, world, dir, acknowledged):
        left = holds(os.path.join(dir, "w"), self.seed)
        if acknowledged and left:
            raise Broken("acknowledged, and the secret is still in %s" % left)


class KeysProtect(Scenario):
    """The secrets go under a passphrase; once it is acknowledged none lies open."""

    name, argv = "keys-protect", ["-C", "w", "keys", "protect"]

    def prepare(self, world, dir):
        with open(os.path.join(dir, "pass"), "w") as f:
            f.write("one two three\n")
        world.must(dir, "-C", "w", "keys", "add", "--role", "innkjop")
        self.seeds = []
        for name in ("log", "innkjop"):
            with open(os.path.join(dir, "w/private/keys/%s.key" % name), encoding="utf-8") as f:
                self.seeds.append(re.search("seed (.*)", f.read())[1])

    def extra(self, world, dir, acknowledged):
        for seed in self.seeds:
            left = holds(os.path.join(dir, "w"), seed)
            if acknowledged and left:
                raise Broken("acknowledged, and a secret lies open in %s" % left)

    def go_on(self, world, dir):
        world.must(dir, "-C", "w", "--sign-as", "innkjop", "add", "party", "id=local:party/role", "name=Role")
        return 1 + super().go_on(world, dir)


class KeysRecover(Scenario):
    """The log's key was stolen; the recovery key names another."""

    name, argv = "keys-recover", ["-C", "w", "keys", "recover", "kept", "--stolen", "--reason", "laptop"]

    def prepare(self, world, dir):
        world.must(dir, "-C", "w", "keys", "recovery", "kept")

    def go_on(self, world, dir):
        before = world.size(dir)
        r = world.run(dir, *self.argv)
        if r.returncode and before != self.sizes[-1]:
            raise Broken("recovered again: status %d: %s" % (r.returncode, r.stderr.decode()[-300:]))
        said = world.size(dir) - before
        return said + super().go_on(world, dir)


class Close(Scenario):
    """The log ends and another follows; again it comes to its end, and the link between the two holds."""

    name, argv = "close", ["-C", "w", "close", "--reason", "new machine", "--successor", "v"]

    def extra(self, world, dir, acknowledged):
        if acknowledged:
            world.must(dir, "verify", "v", "--before", "w")

    def go_on(self, world, dir):
        before = world.size(dir)
        world.must(dir, *self.argv)
        if world.run(dir, "-C", "w", "add", "party", "id=local:party/late", "name=Late").returncode != 5:
            raise Broken("closed, and something more was said in it")
        world.must(dir, "-C", "v", "add", "party", "id=local:party/next", "name=Next")
        world.size(dir, "v")
        world.must(dir, "verify", "v", "--before", "w")
        return self.sizes[-1] - before


class Stand:
    """A scenario set up in a folder of its own, whose path stays the same: live.db remembers where backups lie."""

    def __init__(self, world, scenario):
        self.world, self.scenario = world, scenario()
        self.top = tempfile.mkdtemp(dir=world.top)
        self.dir, self.start = os.path.join(self.top, "d"), os.path.join(self.top, "start")
        os.mkdir(self.dir)
        self.scenario.make(world, self.dir)
        os.rename(self.dir, self.start)
        self.reset()
        sizes = [world.size(self.dir, self.scenario.w)]
        for argv in self.commands():  # once without a fault, for how much comes of each
            world.must(self.dir, *argv)
            sizes.append(world.size(self.dir, self.scenario.w))
        self.scenario.sizes = sizes
        self.reset()

    def commands(self):
        return [*self.scenario.lead, self.scenario.argv]

    def run_lead(self):
        for argv in self.scenario.lead:
            self.world.must(self.dir, *argv)

    def reset(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        shutil.copytree(self.start, self.dir)

    def judge(self, done, said, allowed=None):
        self.scenario.said = said
        self.scenario.judge(self.world, self.dir, done, allowed)


ALL = [Add, Adds, Publish, Import, ImportMany, ImportAside, Bundle, Witness, Take, Erase, EraseDocument, EraseEvent,
       Keys, KeysRevoke, KeysProtect, KeysRecover, Close, Backup, BackupAgain]
