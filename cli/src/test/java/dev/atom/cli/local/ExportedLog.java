// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.archiver.export.ZstdFiles;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.AuditEntry.Call;
import dev.atom.audit.chain.AuditEntry.Fact;
import dev.atom.audit.chain.AuditEntry.Hashes;
import dev.atom.audit.chain.AuditEntry.Position;
import dev.atom.audit.chain.AuditEntry.Subject;
import dev.atom.audit.chain.AuditEntry.Verdict;
import dev.atom.audit.chain.ByteSink;
import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.EntryEncoding;
import dev.atom.audit.chain.PublicRecord;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.export.Manifest;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.Manifest.Period;
import dev.atom.audit.export.Manifest.Segment;
import dev.atom.audit.export.Manifest.Span;
import dev.atom.audit.export.Manifest.Tree;
import dev.atom.audit.export.ManifestSequence;
import dev.atom.audit.export.ManifestText;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.tree.TreeHash;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import dev.atom.cli.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// A log of one segment in a folder, published and exported as an archiver does it.
final class ExportedLog {
  static final String ORIGIN = "atom.example/audit";
  private static final String SECRET = "a secret of the tests, long enough to be one";

  private final Path folder;
  private final SigningKeyFile signer;
  private final Tiles tiles;
  private final SegmentKey key = ChainKey.of(Secret.of(SECRET)).segment(1, 1);
  private final MerkleFrontier frontier = new MerkleFrontier();
  private final List<String> lines = new ArrayList<>();
  private String lastHash = ChainFormat.GENESIS;
  private String exportedHash = ChainFormat.GENESIS;
  private String previous = Manifest.NO_PREVIOUS;
  private Path lastFile = Path.of("");
  private int exported;

  ExportedLog(Path folder) throws IOException {
    this(folder, key(folder));
  }

  ExportedLog(Path folder, SigningKeyFile signer) throws IOException {
    this.folder = folder;
    this.signer = signer;
    this.tiles = new Tiles(new PublishedFolder(root()));
    Files.createDirectories(root());
    Files.writeString(folder.resolve("secret"), SECRET);
  }

  private static SigningKeyFile key(Path folder) {
    SigningKeyFile.make(folder.resolve("k.pem"), new SecureRandom());
    return SigningKeyFile.open(folder.resolve("k.pem"), ORIGIN, KeyType.ED25519);
  }

  Path root() {
    return folder.resolve("log");
  }

  SigningKeyFile signer() {
    return signer;
  }

  String vkey() {
    return signer.publicKey().text();
  }

  String secretFile() {
    return folder.resolve("secret").toString();
  }

  /// The newest file of entries.
  Path lastFile() {
    return lastFile;
  }

  ExportedLog grow(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      append(lines.size() + 1L);
    }
    return this;
  }

  private void append(long seq) throws IOException {
    var position = new Position(seq, ChainFormat.VERSION, 1, key.keyId(), 1_700_000_000_000_000L);
    boolean opens = seq == 1;
    String details =
        opens ? "{\"close\":\"genesis\",\"key_id\":\"%s\"}".formatted(key.keyId()) : "{}";
    var fact =
        new Fact(
            UUID.nameUUIDFromBytes((folder + " " + seq).getBytes(StandardCharsets.UTF_8)),
            opens ? "segment_open" : "decision",
            "",
            new Subject("demo", "demo/hello", "agent", ""),
            new Call("gate", "", "POST", "/"),
            new Verdict("allow", "", 200, 1),
            details);
    var sink = new ByteSink(1024);
    EntryEncoding.write(sink, position, fact, ChainFormat.NO_PAYLOAD, lastHash);
    key.advanceTo(seq);
    String hash = HexFormat.of().formatHex(key.hash(sink.array(), 0, sink.size()));
    var entry = new AuditEntry(position, fact, new Hashes(ChainFormat.NO_PAYLOAD, lastHash, hash));
    byte[] leaf = PublicRecord.bytes(entry);
    tiles.append(leaf, 0, leaf.length);
    frontier.appendLeaf(leaf, 0, leaf.length);
    lines.add(line(entry));
    lastHash = hash;
  }

  private static String line(AuditEntry e) {
    var fact = e.fact();
    return Json.object()
        .put("id", e.seq())
        .put("format", e.position().format())
        .put("segment", e.position().segment())
        .put("key_id", e.position().keyId())
        .put("event_id", fact.eventId().toString())
        .put("recorded_at", e.recordedAt().toString())
        .put("kind", fact.kind())
        .put("decision_id", fact.decisionId())
        .put("domain_id", fact.subject().domainId())
        .put("agent_id", fact.subject().agentId())
        .put("token_type", fact.subject().tokenType())
        .put("caller_token_hash", fact.subject().callerTokenHash())
        .put("listener", fact.call().listener())
        .put("remote", fact.call().remote())
        .put("method", fact.call().method())
        .put("path", fact.call().path())
        .put("ruling", fact.verdict().ruling())
        .put("reason", fact.verdict().reason())
        .put("status_code", fact.verdict().statusCode())
        .put("latency_us", fact.verdict().latencyMicros())
        .put("details", fact.details())
        .put("payload_hash", e.hashes().payloadHash())
        .put("prev_hash", e.hashes().prevHash())
        .put("chain_hash", e.hashes().chainHash())
        .putNull("nonce")
        .putNull("payload")
        .toString();
  }

  /// Entries `first` to `last` as lines of an archived batch.
  byte[] batch(int first, int last) {
    var all = new StringBuilder();
    for (int seq = first; seq <= last; seq++) {
      all.append(
          "{\"partition\":0,\"offset\":%d,\"timestamp\":0,\"key\":\"a\",\"value\":".formatted(seq));
      all.append(lines.get(seq - 1)).append("}\n");
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Publishes what there is.
  void publish() throws IOException {
    tiles.flush();
    new PublishedFolder(root()).writeCheckpoint(checkpoint(0, tiles.root()));
  }

  /// A signed checkpoint of `more` entries than there are.
  byte[] checkpoint(int more, TreeHash treeRoot) {
    var claim = new Checkpoint(ORIGIN, (long) lines.size() + more, treeRoot);
    return SignedNote.sign(claim.text(), List.of(signer)).bytes();
  }

  /// Exports what is new as one day's.
  void export(String date) throws IOException {
    var day = LocalDate.parse(date);
    int last = lines.size();
    List<ExportFile> files = last == exported ? List.of() : List.of(file(exported + 1, last));
    var start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
    String note = new String(checkpoint(0, frontier.root()), StandardCharsets.UTF_8);
    var manifest =
        new Manifest(
            ORIGIN,
            new Period(day, start, start.plus(Duration.ofDays(1))),
            new Span(exported + 1L, last, exportedHash, lastHash),
            List.of(new Segment(1, key.keyId(), 1)),
            files,
            new Tree(frontier.hashes(), note, List.of()),
            previous);
    byte[] signed = SignedNote.sign(ManifestText.write(manifest), List.of(signer)).bytes();
    Files.createDirectories(root().resolve("manifests"));
    Files.write(root().resolve(manifest.name()), signed);
    previous = ManifestSequence.hash(signed);
    exportedHash = lastHash;
    exported = last;
  }

  private ExportFile file(int first, int last) throws IOException {
    String name = "segments/1/%d-%d.jsonl.zst".formatted(first, last);
    Path plain = Files.write(folder.resolve("plain"), lines.subList(first - 1, last));
    lastFile = root().resolve(name);
    Files.createDirectories(root().resolve("segments/1"));
    ZstdFiles.pack(plain, lastFile);
    byte[] packed = Files.readAllBytes(lastFile);
    String digest = HexFormat.of().formatHex(Sha256.digest().digest(packed));
    return new ExportFile(name, 1, first, last, packed.length, digest, "");
  }
}
