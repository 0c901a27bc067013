#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies an export of the audit chain. Written from docs/audit-format.md alone; standard library only.

Usage: verify_chain.py EXPORT SECRET_FILE...   (a secret a line)
Prints one JSON object. Exit code: 0 OK, 1 TAMPERED or INCOMPLETE, 2 UNVERIFIABLE, 64 wrong usage.
"""

import base64
import datetime
import hashlib
import hmac
import json
import re
import struct
import sys

COLUMNS = (
    ("id", "int8"), ("format", "int2"), ("segment", "int8"), ("key_id", "text"), ("event_id", "uuid"),
    ("recorded_at", "time"), ("kind", "text"), ("decision_id", "text"), ("domain_id", "text"),
    ("agent_id", "text"), ("token_type", "text"), ("caller_token_hash", "text"), ("listener", "text"),
    ("remote", "text"), ("method", "text"), ("path", "text"), ("ruling", "text"), ("reason", "text"),
    ("status_code", "int4"), ("latency_us", "int8"), ("details", "text"), ("payload_hash", "text"),
    ("prev_hash", "text"))
MEMBERS = {name for name, _ in COLUMNS} | {"chain_hash", "nonce", "payload"}
HEAD_MEMBERS = {"segment", "segment_first", "seq", "chain_hash", "key_id", "recorded_at"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
HASH = re.compile(r"[0-9a-f]{64}\Z")
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)


class Finding(Exception):
    """What is wrong, as the members of the answer."""

    def __init__(self, verdict, seq, why):
        super().__init__(why)
        self.answer = {"verdict": verdict, "seq": seq, "why": why}


def micros(text):
    match = TIME.match(text)
    if not match:
        raise ValueError("no time: %r" % text)
    seconds, fraction, offset = match.groups()
    when = datetime.datetime.fromisoformat(seconds + ("+00:00" if offset == "Z" else offset))
    return int((when - EPOCH).total_seconds()) * 1_000_000 + int((fraction or "").ljust(6, "0"))


def value(kind, found):
    if kind.startswith("int"):
        if type(found) is not int:
            raise ValueError("no whole number: %r" % (found,))
        return found.to_bytes(int(kind[3:]), "big", signed=True)
    if type(found) is not str:
        raise ValueError("no text: %r" % (found,))
    if kind == "time":
        return struct.pack(">q", micros(found))
    if kind == "uuid":
        if not UUID.match(found):
            raise ValueError("no uuid: %r" % found)
        return bytes.fromhex(found.replace("-", ""))
    if "\0" in found:
        raise ValueError("U+0000")
    return found.encode("utf-8")


def canonical(entry):
    parts = [b"atom-audit-entry-2\n"]
    for name, kind in COLUMNS:
        field = value(kind, entry[name])
        parts.append(struct.pack(">i", len(field)) + field)
    return b"".join(parts)


def hkdf(key, info):
    """RFC 5869 with SHA-256, no salt, 32 bytes."""
    extracted = hmac.new(bytes(32), key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


class SegmentKeys:
    """The keys of one segment, going forward."""

    def __init__(self, secret, segment, first):
        self.first, self.epoch = first, 0
        self.key = hkdf(secret, b"atom-audit-segment\n" + struct.pack(">q", segment))

    def of(self, seq):
        while self.epoch < (seq - self.first) // 4096:
            self.key, self.epoch = hkdf(self.key, b"atom-audit-next\n"), self.epoch + 1
        return self.key


def key_id(key):
    return hashlib.sha256(b"atom-audit-key-id\n" + key).hexdigest()[:16]


def commitment(nonce, payload):
    data = payload.encode("utf-8")
    return hashlib.sha256(nonce + struct.pack(">q", len(data)) + data).hexdigest()


def once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def check_place(entry, before, expected):
    seq = entry["id"]
    if seq > expected:
        raise Finding("TAMPERED", expected, "the entry is missing")
    if seq < expected:
        raise Finding("TAMPERED", seq, "the number was there already")
    if entry["format"] != 2:
        raise Finding("TAMPERED", seq, "the format is not known")
    opens = entry["kind"] == "segment_open"
    if opens != (before is None or before["kind"] == "segment_close"):
        raise Finding("TAMPERED", seq, "the segment opens or goes on where it must not")
    segment = before["segment"] if before else 0
    if entry["segment"] != segment + (1 if opens else 0):
        raise Finding("TAMPERED", seq, "the segment is wrong")
    if entry["prev_hash"] != ("genesis" if opens else before["chain_hash"]):
        raise Finding("TAMPERED", seq, "it does not follow the entry before it")
    if before and micros(entry["recorded_at"]) < micros(before["recorded_at"]):
        raise Finding("TAMPERED", seq, "the time goes back")
    if before and not opens and entry["key_id"] != before["key_id"]:
        raise Finding("TAMPERED", seq, "the key is not that of the segment")
    if opens:
        details = members(entry)
        if details.get("close") != (before["chain_hash"] if before else "genesis"):
            raise Finding("TAMPERED", seq, "it does not open after the entry that closed")
        if details.get("key_id") != entry["key_id"] or (
                before and members(before).get("next_key_id") != entry["key_id"]):
            raise Finding("TAMPERED", seq, "the key is not the one announced")


def members(entry):
    try:
        found = json.loads(entry["details"], object_pairs_hook=once)
    except ValueError:
        return {}
    return found if type(found) is dict else {}


def check_close(entry, count, tree):
    seq, details = entry["id"], members(entry)
    if details.get("count") != count:
        raise Finding("TAMPERED", seq, "the segment was closed with another number of entries")
    if details.get("last") != entry["prev_hash"]:
        raise Finding("TAMPERED", seq, "the segment was closed after another entry")
    if "tree_size" in details or "tree_root" in details:
        if (details.get("tree_size"), details.get("tree_root")) != (seq - 1, tree.root()):
            raise Finding("TAMPERED", seq, "the segment was closed over another tree")


class Tree:
    """The right edge of the Merkle tree of RFC 6962."""

    def __init__(self):
        self.size, self.edge = 0, []

    def append(self, value):
        size = self.size
        while size & 1:
            value = hashlib.sha256(b"\1" + self.edge.pop() + value).digest()
            size >>= 1
        self.edge.append(value)
        self.size += 1

    def root(self):
        root = self.edge[-1] if self.edge else hashlib.sha256().digest()
        for left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return base64.b64encode(root).decode()


def check_content(entry, data, keys, state):
    seq = entry["id"]
    if entry["kind"] == "segment_open":
        secret = keys.get(entry["key_id"])
        if secret is None:
            raise Finding("UNVERIFIABLE", seq, "the secret %s was not given" % entry["key_id"])
        state["keys"] = SegmentKeys(secret, entry["segment"], seq)
    right = hmac.new(state["keys"].of(seq), data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), entry["chain_hash"].encode("utf-8")):
        raise Finding("TAMPERED", seq, "the content is not what was hashed")
    if entry["kind"] == "segment_close":
        check_close(entry, seq - state["keys"].first + 1, state["tree"])
    state["tree"].append(hashlib.sha256(b"\0" + data + bytes.fromhex(entry["chain_hash"])).digest())
    nonce, payload = entry["nonce"], entry["payload"]
    if nonce is None and payload is None:
        return
    if type(nonce) is not str or type(payload) is not str or not HASH.match(nonce):
        raise Finding("TAMPERED", seq, "the payload is malformed")
    if commitment(bytes.fromhex(nonce), payload) != entry["payload_hash"]:
        raise Finding("TAMPERED", seq, "the payload is not what was committed to")


def check_head(head, last, state):
    if head is None:
        raise Finding("INCOMPLETE", last["id"] if last else 0, "there is no head")
    seq = last["id"] if last else 0
    if head["seq"] > seq:
        raise Finding("INCOMPLETE", seq, "the head is entry %d" % head["seq"])
    if head["seq"] < seq:
        raise Finding("TAMPERED", head["seq"] + 1, "there are entries after the head")
    if last:
        same = all(head[name] == last[name] for name in ("segment", "chain_hash", "key_id"))
        same = same and head["segment_first"] == state["keys"].first
        same = same and micros(head["recorded_at"]) == micros(last["recorded_at"])
    else:
        same = (head["segment"], head["segment_first"], head["chain_hash"], head["key_id"]) == (
            0, 0, "genesis", "")
    if not same:
        raise Finding("TAMPERED", seq, "the head is not that of the last entry")


def parse(line, members_wanted):
    members = json.loads(line.decode("utf-8"), object_pairs_hook=once)
    if set(members) == {"chain_head"}:
        head = members["chain_head"]
        if set(head) != HEAD_MEMBERS or type(head["seq"]) is not int:
            raise ValueError("the head has other members")
        micros(head["recorded_at"])
        return None, head
    if set(members) != members_wanted:
        raise ValueError("other members than an entry has")
    if type(members["chain_hash"]) is not str or not HASH.match(members["chain_hash"]):
        raise ValueError("chain_hash is no hash")
    str(members["payload"]).encode("utf-8")
    return members, None


def verify(lines, keys):
    before, head, count, state = None, None, 0, {"tree": Tree()}
    for line in lines:
        expected = before["id"] + 1 if before else 1
        if head is not None:
            raise Finding("TAMPERED", expected, "something after the head")
        try:
            entry, head = parse(line, MEMBERS)
            data = canonical(entry) if entry else b""
        except (ValueError, TypeError, KeyError, OverflowError, UnicodeError) as wrong:
            raise Finding("TAMPERED", expected, "malformed: %s" % wrong) from wrong
        if entry:
            check_place(entry, before, expected)
            check_content(entry, data, keys, state)
            before, count = entry, count + 1
    check_head(head, before, state)
    return {"verdict": "OK", "count": count, "head": before["chain_hash"] if before else "genesis"}


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    keys = {}
    for name in arguments[1:]:
        with open(name, "rb") as file:
            lines = [line.strip() for line in file.read().split(b"\n")]
        for key in lines:
            if key and not key.startswith(b"#"):
                keys[key_id(key)] = key
    try:
        with open(arguments[0], "rb") as lines:
            answer = verify(lines, keys)
    except Finding as finding:
        answer = finding.answer
    print(json.dumps(answer))
    return {"OK": 0, "UNVERIFIABLE": 2}.get(answer["verdict"], 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
