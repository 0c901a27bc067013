// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.tree.TreeHash;
import dev.atom.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `audit verify --export`: a folder and a key are all that there is.
final class AuditVerifyExportTest {
  @TempDir Path folder;
  private ExportedLog log;

  @BeforeEach
  void make() throws IOException {
    log = new ExportedLog(folder);
  }

  @Test
  void aPublishedLogIsVerifiedWithTheKeyAlone() throws IOException {
    log.grow(300).publish();
    byte[] kept = Files.readAllBytes(log.root().resolve("checkpoint"));
    log.grow(100).publish();

    var ok = verify("--checkpoint", file("kept", kept));
    assertThat(ok.json().path("verdict").asText()).isEqualTo("OK");
    assertThat(ok.json().path("entries").asLong()).isEqualTo(400);
    assertThat(ok.status()).isZero();

    flip(log.root().resolve("tile/entries/000"), 300);
    var changed = verify();
    assertThat(changed.json().path("verdict").asText()).isEqualTo("TAMPERED");
    assertThat(changed.json().path("class").asText()).isEqualTo("published");
    assertThat(changed.json().path("seq").asLong()).isPositive();
    assertThat(changed.status()).isEqualTo(1);

    flip(log.root().resolve("tile/entries/000"), 300);
    Files.delete(log.root().resolve("tile/entries/000"));
    var missing = verify();
    assertThat(missing.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    assertThat(missing.status()).isEqualTo(1);
  }

  @Test
  void aLogThatIsNotThatOfTheKeptCheckpointIsFound() throws IOException {
    log.grow(50).publish();
    var other = new Checkpoint(ExportedLog.ORIGIN, 20, TreeHash.EMPTY);
    byte[] lie = SignedNote.sign(other.text(), List.of(log.signer())).bytes();

    assertThat(verify("--checkpoint", file("lie", lie)).json().path("class").asText())
        .isEqualTo("root");
    var later = new Checkpoint(ExportedLog.ORIGIN, 60, TreeHash.EMPTY);
    byte[] larger = SignedNote.sign(later.text(), List.of(log.signer())).bytes();
    var cut = verify("--checkpoint", file("larger", larger));
    assertThat(cut.json().path("why").asText()).contains("smaller than it was signed");
    assertThat(cut.status()).isEqualTo(1);
  }

  @Test
  void exportsAreVerifiedDayByDay() throws IOException {
    log.grow(5).export("2026-11-01");
    log.export("2026-11-02");
    log.grow(4).export("2026-11-03");

    var ok = verify("--until", "2026-11-03");
    assertThat(ok.json().path("verdict").asText()).isEqualTo("OK");
    assertThat(ok.json().path("entries").asLong()).isEqualTo(9);
    assertThat(verify("--mode", "both", "--key-file", log.secretFile()).status()).isZero();

    var late = verify("--until", "2026-11-05");
    assertThat(late.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    assertThat(late.json().path("class").asText()).isEqualTo("export");
    byte[] beyond = log.checkpoint(1, TreeHash.EMPTY);
    var ahead = verify("--checkpoint", file("beyond", beyond));
    assertThat(ahead.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    assertThat(ahead.json().path("class").asText()).isEqualTo("root");

    flip(log.lastFile(), 20);
    var changed = verify();
    assertThat(changed.json().path("verdict").asText()).isEqualTo("TAMPERED");
    Files.delete(log.lastFile());
    assertThat(verify().json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    Files.delete(log.root().resolve("manifests/2026-11-02.note"));
    assertThat(verify().status()).isEqualTo(1);
  }

  @Test
  void aLogAndTheExportsBesideItMustBeOne() throws IOException {
    log.grow(8).publish();
    log.export("2026-11-01");
    log.grow(300).publish();

    var both = verify("--until", "2026-11-01");
    assertThat(both.json().path("verdict").asText()).isEqualTo("OK");
    assertThat(both.json().path("entries").asLong()).isEqualTo(308);
    assertThat(both.json().path("exported").asLong()).isEqualTo(8);

    var fork = new ExportedLog(Files.createDirectory(folder.resolve("fork")), log.signer());
    fork.grow(308).publish();
    for (String name : List.of("checkpoint", "tile")) {
      replace(fork.root().resolve(name), log.root().resolve(name));
    }
    var forked = verify();
    assertThat(forked.json().path("verdict").asText()).isEqualTo("TAMPERED");
    assertThat(forked.json().path("class").asText()).isEqualTo("root");
  }

  @Test
  void whatCannotBeToldIs2AndWrongUsageIs64() throws IOException {
    log.grow(3).publish();
    log.export("2026-11-01");
    var stranger = new ExportedLog(Files.createDirectory(folder.resolve("other")));

    var unknown = CommandRun.of(arguments(log.root().toString(), stranger.vkey()));
    assertThat(unknown.out()).startsWith("UNVERIFIABLE");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(CommandRun.of(arguments("s3://bucket", log.vkey())).err())
        .contains("AWS_ACCESS_KEY_ID");
    assertThat(CommandRun.of(arguments("s3://bucket", log.vkey())).status()).isEqualTo(64);
    assertThat(CommandRun.of(arguments(folder.resolve("no").toString(), log.vkey())).status())
        .isEqualTo(64);
    assertThat(CommandRun.of("audit", "verify", "--export", log.root().toString()).status())
        .isEqualTo(64);
    var nothing = Files.createDirectory(folder.resolve("nothing")).toString();
    assertThat(CommandRun.of(arguments(nothing, log.vkey())).out()).startsWith("INCOMPLETE");
  }

  private static String[] arguments(String place, String key) {
    return new String[] {"audit", "verify", "--export", place, "--vkey", key};
  }

  private CommandRun verify(String... more) {
    var all = new ArrayList<>(List.of(arguments(log.root().toString(), log.vkey())));
    all.add("--json");
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private static void replace(Path from, Path to) throws IOException {
    if (Files.isDirectory(to)) {
      Files.move(to, to.resolveSibling("old"));
    } else {
      Files.delete(to);
    }
    Files.move(from, to);
  }
}
