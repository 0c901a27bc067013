// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.audit.chain.LeafLinks;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.TlogProof;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.LeafHash;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks a receipt with nothing but the receipt, the entry and the log's verifier key.
@Command(
    name = "check-proof",
    description = "Check a receipt offline. Exit 1 when it is wrong, 2 when it cannot be told.",
    footer = {
      "",
      "Examples:",
      "  ./atom audit check-proof 42.tlog-proof --vkey 'atom.example/audit+12345678+AQ...'"
    })
public final class AuditCheckProof implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The receipt.")
  private Path file = Path.of("");

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "KEY",
      description = "The log's verifier key; repeat it for a witness's.")
  private List<String> vkeys = List.of();

  @Option(names = "--entry", paramLabel = "FILE", description = "The entry (FILE.entry).")
  private @Nullable Path entry;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditCheckProof(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<VerifierKey> keys = keys();
    byte[] leaf = read(entry == null ? Path.of(file + ".entry") : entry);
    TlogProof proof;
    try {
      proof = TlogProof.parse(read(file));
    } catch (FormatException e) {
      return answer("TAMPERED", e.fault().name(), 0, e.why(), ExitCodes.NEGATIVE);
    }
    long seq = proof.index() + 1;
    return switch (proof.check(LeafHash.of(leaf), keys)) {
      case TlogProof.Finding.Proved proved -> {
        var fault = new LeafLinks(proof.index()).next(leaf, 0, leaf.length);
        yield fault.isPresent()
            ? answer("TAMPERED", "NO_ENTRY", seq, fault.get(), ExitCodes.NEGATIVE)
            : answer("OK", "", seq, told(proved, seq), ExitCodes.DONE);
      }
      case TlogProof.Finding.Refuted(String why) ->
          answer("TAMPERED", "PROOF", seq, why, ExitCodes.NEGATIVE);
      case TlogProof.Finding.Unverifiable(String why) ->
          answer("UNVERIFIABLE", "KEY", seq, why, ExitCodes.CANNOT_JUDGE);
    };
  }

  private static String told(TlogProof.Finding.Proved proved, long seq) {
    List<String> names = proved.by().stream().map(VerifierKey::name).distinct().toList();
    return "entry %d is in the log %s of %d entries, signed by %s"
        .formatted(
            seq,
            proved.checkpoint().origin(),
            proved.checkpoint().size(),
            String.join(" and ", names));
  }

  private List<VerifierKey> keys() {
    List<VerifierKey> keys = new ArrayList<>();
    for (String vkey : vkeys) {
      try {
        keys.add(VerifierKey.parse(vkey.strip()));
      } catch (FormatException e) {
        throw new AtomException(ErrorCode.BAD_REQUEST, "--vkey: " + e.why(), e);
      }
    }
    return keys;
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new AtomException(ErrorCode.NOT_FOUND, path + " cannot be read: " + e, e);
    }
  }

  private int answer(String verdict, String kind, long seq, String why, int code) {
    ObjectNode document =
        Json.object().put("verdict", verdict).put("class", kind).put("seq", seq).put("why", why);
    if (json) {
      console.printJson(document);
    } else {
      console.print(verdict + ": " + why);
    }
    return code;
  }
}
