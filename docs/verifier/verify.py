#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies a published audit log with nothing but Python: the root from all entries, the signature
of the checkpoint, earlier checkpoints and receipts. Written from docs/audit-format.md.

    verify.py log DIR --vkey KEY [--vkey KEY] [--earlier CHECKPOINT]...
    verify.py proof FILE --entry FILE --vkey KEY [--vkey KEY]

Exit status: 0 OK, 1 TAMPERED or INCOMPLETE, 2 UNVERIFIABLE, 64 wrong usage.
"""
import argparse
import base64
import hashlib
import json
import pathlib
import sys

FULL, FIELDS, DOMAIN = 256, 23, b"atom-audit-entry-2\n"

P = 2**255 - 19  # Ed25519 (RFC 8032)
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

class Finding(Exception):
    """Ends the verification: a verdict, and why."""

def tampered(why):
    return Finding("TAMPERED", why)

def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)

def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result

def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)

BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def ed25519_verifies(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    public, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left = multiply(s, BASE)
    right = add(r, multiply(int.from_bytes(digest, "little") % L, public))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

# Notes, checkpoints, keys.
def b64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
        if base64.b64encode(data).decode() == text:
            return data
    except ValueError:
        pass
    raise tampered(what + " is not canonical base64")

def number(text, what):
    if not (text.isascii() and text.isdigit()) or (len(text) > 1 and text[0] == "0"):
        raise tampered(what + " is no number")
    if len(text) > 19 or int(text) >= 2**63:
        raise tampered(what + " is too large")
    return int(text)

def parse_key(text):
    name, identity, encoded = text.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    if data[0] not in (1, 4):
        return None  # P-256 is not in the standard library: another signature must do.
    wanted = sha256(name.encode(), b"\n", data)[:4]
    if wanted.hex() != identity or len(data) != 33:
        raise ValueError("the id of the key is not that of the key")
    return name, wanted, data[0], data[1:]

def decode(data):
    text = data.decode("utf-8", "replace")
    if text.encode() != data or any(c < " " and c != "\n" for c in text) or text[-1:] != "\n":
        raise tampered("a note is not UTF-8, holds control characters or ends within a line")
    return text

def open_checkpoint(data, keys, newest=True):
    """Origin, size and root of a note signed by its log; the newest by each named witness, too."""
    note = decode(data)
    cut = note.rfind("\n\n")
    if cut < 0 or cut + 2 == len(note):
        raise tampered("a checkpoint without a blank line or without a signature")
    text, lines = note[:cut + 1], note[cut + 2:-1].split("\n")
    body = text[:-1].split("\n")
    if len(body) < 3 or "" in body:
        raise tampered("a checkpoint has three lines and no empty one")
    origin, size, root = body[0], number(body[1], "the size"), b64(body[2], "the root")
    if len(root) != 32:
        raise tampered("the root has not 32 bytes")
    seen, by = set(), set()
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or "+" in parts[1]:
            raise tampered("a signature line is malformed")
        blob = b64(parts[2], "a signature")
        if len(blob) < 5 or (parts[1], blob[:4]) in seen:
            raise tampered("a signature is empty or there twice")
        seen.add((parts[1], blob[:4]))
        for name, identity, kind, key in keys:
            if (name, identity) != (parts[1], blob[:4]):
                continue
            message, signature = text.encode(), blob[4:]
            if kind == 4:
                if len(signature) != 72:
                    raise tampered("the cosignature of " + name + " is malformed")
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(blob[4:12], "big") + message
                signature = signature[8:]
            if not ed25519_verifies(key, message, signature):
                raise tampered("the signature of " + name + " is not its own")
            by.add((kind, name))
    lacking = {(1, origin)} | {(4, name) for name, _, kind, _ in keys if kind == 4 and newest}
    for _, name in sorted(lacking - by):
        raise Finding("UNVERIFIABLE", "no known key of " + name + " signed a checkpoint")
    return origin, size, root

# The tree.
def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

class Tree:
    def __init__(self):
        self.size, self.edge = 0, []

    def append(self, value):
        size = self.size
        while size & 1:
            value = sha256(b"\1", self.edge.pop(), value)
            size >>= 1
        self.edge.append(value)
        self.size += 1

    def root(self):
        if not self.edge:
            return sha256()
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = sha256(b"\1", left, root)
        return root

def path(level, index, width):
    groups = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        groups = "x%03d/" % (index % 1000) + groups
    return "tile/%s/%s" % (level, groups) + ("" if width == FULL else ".p/%d" % width)

def read(folder, name):
    file = pathlib.Path(folder, name)
    return file.read_bytes() if file.exists() else None

def bundle(folder, index, width):
    data = read(folder, path("entries", index, width))
    exact = data is not None
    if not exact:
        data = read(folder, path("entries", index, FULL))
    if data is None:
        raise Finding("INCOMPLETE", "entries from %d on are missing" % (index * FULL + 1))
    at, leaves = 0, []
    while len(leaves) < width:
        length = int.from_bytes(data[at:at + 2], "big")
        if len(data) < at + 2 + length:
            raise tampered("the bundle of entry %d is cut" % (index * FULL + 1))
        leaves.append(data[at + 2:at + 2 + length])
        at += 2 + length
    if exact and at != len(data):
        raise tampered("bytes follow the bundle of entry %d" % (index * FULL + 1))
    return leaves

def check_link(leaf, seq, last):
    """An entry's number and its link to the one before; gives its chain hash, and a close's details."""
    at, fields = len(DOMAIN), []
    end = len(leaf) - 32
    while leaf.startswith(DOMAIN) and len(fields) < FIELDS and at + 4 <= end:
        length = int.from_bytes(leaf[at:at + 4], "big")
        fields.append(leaf[at + 4:at + 4 + length])
        at += 4 + length
    if len(fields) != FIELDS or at != end:
        raise tampered("entry %d is no entry of this format" % seq)
    if fields[0] != seq.to_bytes(8, "big"):
        raise tampered("another entry stands where entry %d must" % seq)
    opens = fields[6] == b"segment_open"
    wanted = b"genesis" if opens else last.hex().encode()
    if fields[22] != wanted or (seq == 1 and not opens):
        raise tampered("entry %d is not linked to the one before" % seq)
    return leaf[end:], fields[20] if fields[6] == b"segment_close" else b""

def verify_log(folder, keys, earlier):
    note = read(folder, "checkpoint")
    if note is None:
        raise Finding("INCOMPLETE", "there is no checkpoint")
    origin, size, root = open_checkpoint(note, keys)
    claims = {size: {root}}
    for file in earlier:
        other, before, then = open_checkpoint(pathlib.Path(file).read_bytes(), keys, False)
        if other != origin:
            raise Finding("UNVERIFIABLE", "a checkpoint of another log: " + other)
        if before > size:
            raise tampered("the log is smaller than it was signed before")
        claims.setdefault(before, set()).add(then)
    tree, last = Tree(), b""
    for index in range((size + FULL - 1) // FULL):
        width = min(FULL, size - index * FULL)
        for leaf in bundle(folder, index, width):
            last, closing = check_link(leaf, tree.size + 1, last)
            if b"tree_size" in closing:
                said, root_here = json.loads(closing), base64.b64encode(tree.root()).decode()
                if (said["tree_size"], said.get("tree_root")) != (tree.size, root_here):
                    raise tampered("entry %d closes its segment over another tree" % (tree.size + 1))
            tree.append(sha256(b"\0", leaf))
            if tree.size in claims and claims[tree.size] != {tree.root()}:
                raise tampered("the first %d entries are not those that were signed" % tree.size)
    return "%d entries of %s give the root that was signed" % (size, origin)

def verify_proof(file, entry, keys):
    text = decode(pathlib.Path(file).read_bytes())
    value = sha256(b"\0", pathlib.Path(entry).read_bytes())
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise tampered("this is no receipt")
    if lines and lines[0].startswith("extra "):
        b64(lines.pop(0)[6:], "the extra data")
    if not lines or not lines[0].startswith("index "):
        raise tampered("the receipt has no index")
    at = index = number(lines.pop(0)[6:], "the index")
    origin, size, root = open_checkpoint(note.encode(), keys)
    last = size - 1
    if index >= size:
        raise tampered("the index is outside the log")
    for line in lines:
        beside = b64(line, "a hash")
        if len(beside) != 32 or last == 0:
            raise tampered("a hash too many or not of 32 bytes")
        if at & 1 or at == last:
            value = sha256(b"\1", beside, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = sha256(b"\1", value, beside)
        at, last = at >> 1, last >> 1
    if last or value != root:
        raise tampered("the receipt does not lead from the entry to the root")
    return "entry %d is in the log %s of %d entries" % (index + 1, origin, size)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["log", "proof"])
    parser.add_argument("path")
    parser.add_argument("--vkey", action="append", required=True)
    parser.add_argument("--earlier", action="append", default=[])
    parser.add_argument("--entry")
    given = parser.parse_args()
    keys = [key for key in map(parse_key, given.vkey) if key]
    if given.what == "log":
        return verify_log(given.path, keys, given.earlier)
    return verify_proof(given.path, given.entry or given.path + ".entry", keys)

if __name__ == "__main__":
    try:
        print("OK: " + main())
    except Finding as finding:
        print("%s: %s" % finding.args)
        sys.exit(2 if finding.args[0] == "UNVERIFIABLE" else 1)
    except (OSError, ValueError) as problem:
        print("UNVERIFIABLE: " + str(problem))
        sys.exit(2)
