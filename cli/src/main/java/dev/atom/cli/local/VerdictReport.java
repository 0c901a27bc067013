// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.verify.PublicVerification;
import dev.atom.audit.verify.Verification;
import dev.atom.audit.verify.Verification.Beginning;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.util.Locale;

/// Tells a verdict, to a person or a program, and gives its exit code.
final class VerdictReport {
  private final Console console;
  private final boolean json;

  VerdictReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /// @param mode what was checked
  int tell(String mode, Verification found) {
    return switch (found) {
      case Verification.Ok ok -> {
        show(
            Json.object()
                .put("verdict", "OK")
                .put("mode", mode)
                .put("entries", ok.count())
                .put("first", ok.firstSeq())
                .put("last", ok.lastSeq())
                .put("head_hash", ok.headHash())
                .put("payloads_absent", ok.payloadsAbsent())
                .put("beginning", ok.beginning().name().toLowerCase(Locale.ROOT)),
            "OK: entries %d to %d are as they were written; head %s%s"
                .formatted(ok.firstSeq(), ok.lastSeq(), ok.headHash(), beginning(ok.beginning())));
        yield ExitCodes.DONE;
      }
      case Verification.Tampered(var flaw) -> {
        tell("TAMPERED", mode, flaw);
        yield ExitCodes.NEGATIVE;
      }
      case Verification.Incomplete(var flaw) -> {
        tell("INCOMPLETE", mode, flaw);
        yield ExitCodes.NEGATIVE;
      }
      case Verification.Unverifiable(var flaw) -> {
        tell("UNVERIFIABLE", mode, flaw);
        yield ExitCodes.CANNOT_JUDGE;
      }
    };
  }

  private static String beginning(Beginning beginning) {
    return switch (beginning) {
      case THERE -> "";
      case REMOVED_SIGNED -> "; those before were removed on a record that the log signed";
      case REMOVED_UNCHECKED ->
          "; those before were removed on a record whose signature was not checked: give --vkey";
    };
  }

  /// Tells that a published log is whole, and so are the exports beside it.
  ///
  /// @param exported how many entries they hold; 0 when there are none
  int tell(String mode, PublicVerification.Intact log, long exported) {
    var names = log.by().stream().map(VerifierKey::name).distinct().toList();
    show(
        Json.object()
            .put("verdict", "OK")
            .put("mode", mode)
            .put("entries", log.leaves())
            .put("first", 1)
            .put("last", log.leaves())
            .put("head_hash", log.headHash())
            .put("root", log.checkpoint().root().base64())
            .put("signed_by", String.join(" ", names))
            .put("exported", exported),
        "OK: the log %s of %d entries is as it was signed by %s; %d of them are in exports"
            .formatted(
                log.checkpoint().origin(), log.leaves(), String.join(" and ", names), exported));
    return ExitCodes.DONE;
  }

  private void tell(String verdict, String mode, Flaw flaw) {
    String kind = flaw.kind().name().toLowerCase(Locale.ROOT);
    show(
        Json.object()
            .put("verdict", verdict)
            .put("mode", mode)
            .put("class", kind)
            .put("segment", flaw.segment())
            .put("seq", flaw.seq())
            .put("why", flaw.why())
            .put("expected", flaw.expected())
            .put("found", flaw.found()),
        "%s at entry %d of segment %d (%s): %s (expected %s, found %s)"
            .formatted(
                verdict,
                flaw.seq(),
                flaw.segment(),
                kind,
                flaw.why(),
                flaw.expected(),
                flaw.found()));
  }

  private void show(ObjectNode document, String line) {
    if (json) {
      console.printJson(document);
    } else {
      console.print(line);
    }
  }
}
