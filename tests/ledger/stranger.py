"""stranger.py -- checks a workspace by docs/log-format.md alone, sharing no code with the program.

usage: stranger.py MAKE_LOG      (the program that makes a workspace)

Ed25519 is written out from RFC 8032 section 5.1; all else needs only what Python brings.
"""
import base64, hashlib, json, os, shutil, struct, subprocess, sys, tempfile

# ---- Ed25519, RFC 8032 ----
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def mul(n, p):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = add(out, p)
        p = add(p, p)
        n >>= 1
    return out


def point(b):
    y = int.from_bytes(b, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    assert y < P
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    assert (x * x - x2) % P == 0
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


B = point(bytes.fromhex("58" + "66" * 31))


def signed(pub, sig, message):
    s = int.from_bytes(sig[32:], "little")
    if s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(sig[:32] + pub + message).digest(), "little") % L
    return same(mul(s, B), add(point(sig[:32]), mul(h, point(pub))))


# ---- hashes, base64, CBOR as far as entries need it ----
def H(b):
    return hashlib.sha256(b).digest()


def unb64(s):
    b = base64.b64decode(s, validate=True)
    assert base64.b64encode(b).decode() == s
    return b


def b64url(b):
    return base64.urlsafe_b64encode(b).decode().rstrip("=")


def cbor(b, at):
    major, info, at = b[at] >> 5, b[at] & 31, at + 1
    if info >= 24:
        n = 1 << info - 24
        info, at = int.from_bytes(b[at : at + n], "big"), at + n
    if major == 0:
        return info, at
    if major == 1:
        return -1 - info, at
    if major in (2, 3):
        v = b[at : at + info]
        return (v.decode() if major == 3 else v), at + info
    if major == 6:
        v, at = cbor(b, at)
        return (info, v), at
    assert major in (4, 5)
    items = []
    for _ in range(info * (2 if major == 5 else 1)):
        v, at = cbor(b, at)
        items.append(v)
    return (dict(zip(items[::2], items[1::2])) if major == 5 else items), at


def bstr(b):
    n = len(b)
    return (bytes([0x40 + n]) if n < 24 else bytes([0x58, n]) if n < 256 else b"\x59" + struct.pack(">H", n)) + b


def node(a, b):
    return H(b"\x01" + a + b)


def mth(d):
    if not d:
        return H(b"")
    if len(d) == 1:
        return d[0]
    k = 1
    while 2 * k < len(d):
        k *= 2
    return node(mth(d[:k]), mth(d[k:]))


# ---- the format ----
def entry(b, pub, origin):
    (tag, (head, unprotected, payload, sig)), end = cbor(b, 0)
    assert tag == 18 and end == len(b) and unprotected == {}
    h, end = cbor(head, 0)
    assert end == len(head) and list(h) == [1, 3, 4, 15] and h[1] == -8 and h[15][1] == origin
    assert h[3] == "application/vnd.aktsom.statement+json" and h[4] == H(pub)
    assert signed(pub, sig, b"\x84\x6aSignature1" + bstr(head) + b"\x40" + bstr(payload))
    p = json.loads(payload)
    assert payload.decode() == json.dumps(p, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return p


class Ring:
    """Which key may sign what: section Keys of the page."""

    def __init__(self):
        self.keys, self.log, self.seq = {}, None, {}

    def take(self, b, origin, index):
        kid = cbor(cbor(b, 0)[0][1][0], 0)[0][4]
        if index == 0:
            payload = json.loads(cbor(b, 0)[0][1][2])
            pub = unb64(payload["body"]["public_key"])
        else:
            key = self.keys[kid]
            assert key["from"] < index and key["end"] is None and key["role"] != "receipt"
            pub = key["pub"]
        p = entry(b, pub, origin)
        assert p["seq"] == self.seq.get(kid, 0)
        self.seq[kid] = p["seq"] + 1
        if p.get("type") == "key":
            self.say(p["body"], kid, index)
        else:
            assert index and self.keys[kid]["role"] != "recovery"
        return p

    def say(self, body, signer, index):
        pub, kid = unb64(body["public_key"]), bytes.fromhex(body["key_id"])
        assert kid == H(pub)
        fresh = {"pub": pub, "role": body["key_role"], "from": index, "end": None}
        if self.log is None:
            assert signer == kid and body["key_state"] == "active"
            self.keys[kid], self.log = dict(fresh, role="log"), kid
            return
        by_log = signer == self.log
        if kid not in self.keys:
            assert body["key_state"] == "active"
            if body["key_role"] == "log":
                assert by_log or self.keys[signer]["role"] == "recovery"
                assert bytes.fromhex(body["replaces"]) == self.log
                self.keys[self.log]["end"], self.log = index, kid
            else:
                assert by_log
            self.keys[kid] = fresh
        elif body["key_state"] != "active":
            assert by_log and kid != self.log
            self.keys[kid]["end"] = self.keys[kid]["end"] or index


def disclosures(p, said):
    digests = p.get("_sd", [])
    assert digests == sorted(set(digests))
    have = [b64url(H(b64url(s).encode())) for s in said]
    assert len(set(have)) == len(have) and set(have) <= set(digests)
    for s in said:
        salt, name, _ = json.loads(s)
        assert len(salt) == 22 and name.startswith(("head", "body"))
    return len(digests) - len(have)


def head(text, vkey):
    body, sigs = text.rsplit("\n\n", 1)
    origin, size, root = body.split("\n")
    name, key_id, key = vkey.split("+", 2)
    key = unb64(key)
    assert name == origin and key[0] == 1
    assert H(name.encode() + b"\n" + key)[:4].hex() == key_id
    dash, who, sig = sigs.rstrip("\n").split(" ")
    sig = unb64(sig)
    assert dash == "\u2014" and who == origin and sig[:4].hex() == key_id
    assert signed(key[1:], sig[4:], (body + "\n").encode())
    return origin, int(size), unb64(root), key[1:]


def number(n, least):
    groups = ["%03d" % (n % 1000)]
    while n >= 1000 or len(groups) < least:
        n //= 1000
        groups.append("x%03d" % (n % 1000))
    return "/".join(reversed(groups))


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def take_said(b, at):
    n, at = struct.unpack_from("<I", b, at)[0], at + 4
    out = []
    for _ in range(n):
        length = struct.unpack_from("<I", b, at)[0]
        out.append(b[at + 4 : at + 4 + length])
        at += 4 + length
    return out, at


def check_log(d, vkey, wal):
    origin, size, root, pub = head(read(d, "log/checkpoint").decode(), vkey)
    leaves, files, ring = [], {"checkpoint"}, Ring()
    settled = min(wal, default=size)
    assert settled < size < 1 + max(wal)
    for block in range((size + 255) // 256):
        width = min(256, size - 256 * block)
        name = number(block, 1) + ("" if width == 256 else ".p/%d" % width)
        bundle, at = read(d, "log/tile/entries", name), 0
        said, said_at = read(d, "said", number(block, 2)) if 256 * block < settled else b"", 0
        for i in range(width):
            n = struct.unpack_from(">H", bundle, at)[0]
            b, at = bundle[at + 2 : at + 2 + n], at + 2 + n
            p = ring.take(b, origin, 256 * block + i)
            if 256 * block + i < settled:
                parts, said_at = take_said(said, said_at)
            else:
                logged, parts = wal[256 * block + i]
                assert logged == b
            assert disclosures(p, parts) == 0
            leaves.append(H(b"\0" + b))
        assert at == len(bundle) and said_at == len(said)
    assert mth(leaves) == root
    assert ring.keys[ring.log]["pub"] == pub and ring.keys[ring.log]["from"] > 0  # the key was replaced
    level, hashes = 0, leaves
    while hashes:
        for n in range((len(hashes) + 255) // 256):
            tile = hashes[256 * n : 256 * n + 256]
            name = "tile/%d/%s%s" % (level, number(n, 1), "" if len(tile) == 256 else ".p/%d" % len(tile))
            assert read(d, "log", name) == b"".join(tile), name
            files.add(name)
        hashes, level = [mth(hashes[i : i + 256]) for i in range(0, len(hashes) - 255, 256)], level + 1
    for folder, _, names in os.walk(os.path.join(d, "doc")):
        for name in names:
            assert H(read(folder, name)).hex() == name and os.path.basename(folder) == name[:2]
    return leaves, origin, ring


def read_wal(d):
    b, at = read(d, "private/wal"), 0
    frames, entries = [], {}
    while at < len(b) and any(b[at : at + 8]):
        begin = at
        assert b[at : at + 8] == b"\xff\xfeakwal1"
        first, before = struct.unpack_from("<Q", b, at + 8)[0], b[at + 16 : at + 48]
        at, count = at + 48, 0
        while True:
            n, at = struct.unpack_from("<I", b, at)[0], at + 4
            if n == 0:
                break
            said, end = take_said(b, at + n)
            entries[first + count] = (b[at : at + n], said)
            at, count = end, count + 1
        assert struct.unpack_from("<Q", b, at)[0] == count and b[at + 40 : at + 72] == H(b[begin : at + 40])
        frames.append((first, count, before, b[at + 8 : at + 40]))
        at += 72
    assert not any(b[at:])
    return frames, entries


def check_wal(frames, wal, leaves, origin, ring):
    for i in sorted(wal)[len(leaves) - min(wal) :]:
        b, said = wal[i]
        assert disclosures(ring.take(b, origin, i), said) == 0
        leaves.append(H(b"\0" + b))
    for first, count, before, behind in frames:
        assert mth(leaves[:first]) == before and mth(leaves[: first + count]) == behind
    assert sum(count for _, count, _, _ in frames) == len(leaves) - min(wal)


def check_proof(d, vkey, leaves):
    lines, note = read(d, "261.tlog-proof").decode().split("\n\n", 1)
    lines = lines.split("\n")
    origin, size, root, pub = head(note, vkey)
    assert lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2] == "index 261"
    extra = json.loads(unb64(lines[1][6:]))
    b = unb64(extra["entry"])
    p = entry(b, unb64(extra["key"]), origin)
    said = [base64.urlsafe_b64decode(s + "=" * (-len(s) % 4)) for s in extra["said"]]
    assert disclosures(p, said) == 0 and H(b"\0" + b) == leaves[261]
    fn, sn, r = 261, size - 1, leaves[261]
    for line in lines[3:]:
        h = unb64(line)
        assert sn
        if fn & 1 or fn == sn:
            r = node(h, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, h)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0 and r == root


def main():
    top = tempfile.mkdtemp()
    d = os.path.join(top, "w")
    try:
        subprocess.run([sys.argv[1], d], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        vkey = read(d, "vkey").decode()
        print("1..3")
        frames, wal = read_wal(d)
        leaves, origin, ring = check_log(d, vkey, wal)
        assert len(leaves) == 276
        print("ok 1 - a stranger can check log, said and doc by the page alone, and follows a key that was replaced")
        check_proof(d, vkey, leaves)
        print("ok 2 - and a proof file")
        check_wal(frames, wal, leaves, origin, ring)
        assert len(frames) == 2 and len(leaves) == 278
        print("ok 3 - and the write-ahead log")
    finally:
        shutil.rmtree(top)


main()
