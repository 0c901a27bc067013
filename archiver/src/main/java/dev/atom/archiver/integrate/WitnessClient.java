// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.archiver.integrate.IntegrateConfig.WitnessConfig;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.NoteSignature;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.TileNodes;
import dev.atom.audit.tree.TileSource;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks one witness (C2SP tlog-witness, add-checkpoint). One that does not answer is missing from
/// the checkpoint, which is published all the same, and is left alone for a moment, so that one
/// that hangs holds up few checkpoints; one that saw another log stops the signer. For one thread.
final class WitnessClient implements Witnesses {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessClient.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int ANSWER_CHARACTERS_MAX = 4096;
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  /// A witness that starts a moment after its log is no event.
  private static final int FAILURES_TOLD = 2;

  private final URI url;
  private final VerifierKey key;
  private final HttpClient http;
  private final Attendance attendance;
  private long seen;
  private int failures;
  private long failedAt;

  private WitnessClient(URI url, VerifierKey key, HttpClient http, Attendance attendance) {
    this.url = url;
    this.key = key;
    this.http = http;
    this.attendance = attendance;
  }

  /// All of `configured` together.
  ///
  /// @throws AtomException BAD_CONFIGURATION when a key or a file of authorities cannot be used
  static Witnesses of(List<WitnessConfig> configured, Attendance attendance) {
    List<WitnessClient> clients =
        configured.stream().map(config -> of(config, attendance)).toList();
    return new Witnesses() {
      @Override
      public int count() {
        return clients.size();
      }

      @Override
      public List<NoteSignature> ask(SignedNote note, Checkpoint checkpoint, TileSource tiles)
          throws RefusedException {
        List<NoteSignature> all = new ArrayList<>();
        for (WitnessClient client : clients) {
          all.addAll(client.ask(note, checkpoint, tiles));
        }
        return all;
      }

      @Override
      public void close() {
        clients.forEach(WitnessClient::close);
      }
    };
  }

  private static WitnessClient of(WitnessConfig config, Attendance attendance) {
    try {
      var key = VerifierKey.parse(config.vkey());
      var http = HttpClient.newBuilder().connectTimeout(TIMEOUT);
      if (config.ca().isPresent()) {
        http.sslContext(trusting(config.ca().get()));
      }
      URI url = URI.create(config.url().toString().replaceAll("/$", "") + "/add-checkpoint");
      return new WitnessClient(url, key, http.build(), attendance);
    } catch (FormatException | IOException | GeneralSecurityException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the witness " + config.url() + ": " + e.getMessage(), e);
    }
  }

  private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    try (var pem = Files.newInputStream(ca)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + count++, certificate);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public List<NoteSignature> ask(SignedNote note, Checkpoint checkpoint, TileSource tiles)
      throws RefusedException {
    if (failures > 0 && System.nanoTime() - failedAt < PAUSE_NANOS) {
      return List.of();
    }
    try {
      HttpResponse<String> answer = post(note, checkpoint, tiles);
      if (answer.statusCode() == 409) {
        seen = size(answer, checkpoint);
        answer = post(note, checkpoint, tiles);
      }
      if (answer.statusCode() == 422 || answer.statusCode() == 409) {
        throw new RefusedException(
            "the witness "
                + key.name()
                + " saw another log than this one: "
                + answer.body().strip());
      }
      if (answer.statusCode() != 200) {
        return absent("answers " + answer.statusCode() + " " + answer.body().strip());
      }
      return List.of(present(cosignature(answer, note), checkpoint));
    } catch (FormatException e) {
      return absent("its answer is malformed: " + e.why());
    } catch (IOException | UncheckedIOException e) {
      return absent(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private HttpResponse<String> post(SignedNote note, Checkpoint checkpoint, TileSource tiles)
      throws IOException, InterruptedException {
    var body = new StringBuilder("old ").append(seen).append('\n');
    var nodes = new TileNodes(tiles, checkpoint.size());
    ConsistencyProof.make(seen, checkpoint.size(), nodes)
        .hashes()
        .forEach(hash -> body.append(hash.base64()).append('\n'));
    body.append('\n').append(new String(note.bytes(), StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /// SECURITY(T-22): a witness that saw more than we have is right, and we were set back.
  private long size(HttpResponse<String> answer, Checkpoint checkpoint)
      throws IOException, RefusedException {
    long size;
    try {
      size = Long.parseLong(answer.body().strip());
    } catch (NumberFormatException e) {
      throw new IOException("it answers 409 without a size", e);
    }
    if (size > checkpoint.size()) {
      throw new RefusedException(
          "the witness "
              + key.name()
              + " saw "
              + size
              + " entries of this log, and there are "
              + checkpoint.size()
              + ": it was cut, or restored from a backup");
    }
    return size;
  }

  private NoteSignature cosignature(HttpResponse<String> answer, SignedNote note)
      throws FormatException, IOException {
    if (answer.body().length() > ANSWER_CHARACTERS_MAX) {
      throw new IOException("its answer is too long");
    }
    return SignedNote.parseLines(answer.body()).stream()
        .filter(line -> line.claims(key))
        .filter(line ->
            new SignedNote(note.text(), List.of(line)).verify(List.of(key))
                instanceof SignedNote.Standing.Signed)
        .findFirst()
        .orElseThrow(() -> new IOException("its answer holds no cosignature of " + key.text()));
  }

  private NoteSignature present(NoteSignature cosignature, Checkpoint checkpoint) {
    seen = checkpoint.size();
    if (failures >= FAILURES_TOLD) {
      LOG.atInfo().addKeyValue("event", "witness_returned").log("{} confirms again", url);
      attendance.returned(key.name());
    }
    failures = 0;
    return cosignature;
  }

  private List<NoteSignature> absent(String why) {
    failedAt = System.nanoTime();
    failures = Math.min(failures + 1, FAILURES_TOLD + 1);
    if (failures == FAILURES_TOLD) {
      LOG.atWarn().addKeyValue("event", "witness_absent").log("{}: {}", url, why);
      attendance.absent(key.name(), why);
    }
    return List.of();
  }

  @Override
  public void close() {
    http.close();
  }
}
