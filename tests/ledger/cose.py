"""cose.py -- our COSE receipts, checked by Debian's python3-cbor2 and python3-cryptography alone.

usage: cose.py MAKE_LOG      (the program that makes a workspace with receipts)
"""
import base64, hashlib, json, os, subprocess, sys, tempfile, shutil

try:
    import cbor2
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError as missing:
    print("1..0 # SKIP %s" % missing)
    sys.exit(0)


def H(b):
    return hashlib.sha256(b).digest()


def root_of(index, size, leaf, path):
    """RFC 9162 section 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    for h in path:
        assert sn
        if fn & 1 or fn == sn:
            r = H(b"\1" + h + r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = H(b"\1" + r + h)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def check(receipt, entry, keys, origin):
    tag = cbor2.loads(receipt)
    protected, unprotected, payload, sig = tag.value
    head = cbor2.loads(protected)
    assert tag.tag == 18 and payload is None and head[395] == 1
    assert head[15] == {1: origin}
    size, index, path = cbor2.loads(unprotected[396][-1][0])
    root = root_of(index, size, H(b"\0" + entry), path)
    over = cbor2.dumps(["Signature1", protected, b"", root])
    key = keys[head[1]]
    if head[1] == -8:
        raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        key.verify(sig, over)
    else:
        raw = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        der = utils.encode_dss_signature(int.from_bytes(sig[:32], "big"), int.from_bytes(sig[32:], "big"))
        key.verify(der, over, ec.ECDSA(hashes.SHA256()))
    assert head[4] == H(raw)


def refused(*args):
    try:
        check(*args)
    except (InvalidSignature, AssertionError, ValueError):
        return True
    return False


def main():
    top = tempfile.mkdtemp()
    d = os.path.join(top, "w")
    read = lambda name: open(os.path.join(d, name), "rb").read()
    try:
        subprocess.run([sys.argv[1], d, "more"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print("1..4")
        vkey = read("vkey").decode()
        origin = vkey.split("+")[0]
        ed = ed25519.Ed25519PublicKey.from_public_bytes(base64.b64decode(vkey.split("+", 2)[2])[1:])
        p256 = serialization.load_pem_public_key(read("receipt.pem"))
        keys = {-8: ed, -7: p256}
        entry = read("261.entry.cose")
        check(read("261.receipt.cose"), entry, keys, origin)
        print("ok 1 - an Ed25519 receipt (alg -8) is checked by another implementation")
        check(read("261.es256.cose"), entry, keys, origin)
        print("ok 2 - an ES256 receipt (alg -7) too")
        for name in ("261.receipt.cose", "261.es256.cose"):
            bad = bytearray(read(name))
            bad[-1] ^= 1
            assert refused(bytes(bad), entry, keys, origin)
            assert refused(read(name), entry + b"x", keys, origin)
            assert refused(read(name), entry, keys, "other.example")
        print("ok 3 - a changed signature, statement or origin is refused")
        whole = cbor2.loads(read("261.statement.cose"))
        assert whole.tag == 18 and cbor2.dumps(cbor2.CBORTag(18, [whole.value[0], {}] + whole.value[2:])) == entry
        assert whole.value[1][394] == [read("261.receipt.cose")]
        key_entry = cbor2.loads(read("key.entry.cose")).value
        body = json.loads(key_entry[2])["body"]
        point = p256.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        assert base64.b64decode(body["public_key"]) == point and body["key_role"] == "receipt"
        ed.verify(key_entry[3], cbor2.dumps(["Signature1", key_entry[0], b"", key_entry[2]]))
        print("ok 4 - the statement carries its receipt, and the log's key announces the receipt key")
    finally:
        shutil.rmtree(top)


main()
