// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Hashes;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.PublicRecord;
import dev.atom.audit.tree.EntryBundle;
import dev.atom.base.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A trail in memory that can be cut and rewritten, as a database can be by whoever owns it.
final class MemoryTrail implements LeafSource {
  final List<byte[]> leaves = new ArrayList<>();
  private String lastHash = ChainFormat.GENESIS;

  void growTo(int size) {
    growTo(size, "");
  }

  /// @param content something that makes these entries others than those of another content
  void growTo(int size, String content) {
    while (leaves.size() < size) {
      leaves.add(leaf(leaves.size() + 1, content));
    }
  }

  void cutTo(int size) {
    leaves.subList(size, leaves.size()).clear();
    lastHash = size == 0 ? ChainFormat.GENESIS : chainHash(size);
  }

  private static String chainHash(long seq) {
    return Sha256.hex("entry " + seq);
  }

  private byte[] leaf(long seq, String content) {
    var position = new Position(seq, ChainFormat.VERSION, 1, "0123456789abcdef", 1_000 + seq);
    var fact =
        new Fact(
            new UUID(0, seq),
            seq == 1 ? "segment_open" : "decision",
            "decision-" + seq,
            new Subject("demo", "demo/hello", "agent", "ab".repeat(32)),
            new Call("gate", "127.0.0.1:1", "POST", "/v1/chat/completions"),
            new Verdict("allow", "permitted", 200, 1234),
            "{\"note\":\"" + content + "\"}");
    var hashes = new Hashes(ChainFormat.NO_PAYLOAD, lastHash, chainHash(seq));
    lastHash = chainHash(seq);
    return PublicRecord.bytes(new AuditEntry(position, fact, hashes));
  }

  @Override
  public long head() {
    return leaves.size();
  }

  @Override
  public void leaves(long first, long last, EntryBundle.Entries to) {
    for (long seq = first; seq <= last && seq <= leaves.size(); seq++) {
      byte[] leaf = leaves.get((int) seq - 1);
      to.entry(leaf, 0, leaf.length);
    }
  }
}
