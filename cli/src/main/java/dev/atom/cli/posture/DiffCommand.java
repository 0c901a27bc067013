// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.posture.diff.Approval;
import dev.atom.posture.diff.Change;
import dev.atom.posture.diff.HighRisk;
import dev.atom.posture.diff.PostureDiff;
import dev.atom.posture.manifest.Unreadable;
import dev.atom.posture.podsecurity.PolicyVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What changed between two releases in effect, and whether somebody reviewed what must be.
@Command(
    name = "diff",
    description = {
      "What changed in effect: permissions, reachable pairs, pod security, secrets, exemptions,",
      "high-risk values. Exit 1 when a change that demands a review has none."
    },
    footer = {
      "",
      "OLD and NEW: folders of rendered objects, or values files. Order, comments and quoting are"
          + " no",
      "change. An approvals file names the ids printed here, or the id of all changes together:",
      "",
      "  apiVersion: atom.dev/v1",
      "  kind: Approvals",
      "  spec:",
      "    approvals:",
      "    - changes: [3f0c..., 88ab...]",
      "      author: ann",
      "      approver: bob",
      "      secondApprover: eve",
      "      ticket: SEC-12",
      "      notified: [security@example.com]",
      "",
      "Examples:",
      "  ./atom posture diff released/ candidate/ --approvals approvals.yaml",
      "  ./atom posture diff values-1.yaml values-2.yaml --json"
    })
public final class DiffCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "OLD", description = "What was released.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "What is to be.")
  private String after = "";

  @Option(names = "--approvals", paramLabel = "FILE", description = "Who reviewed what.")
  private @Nullable Path approvals;

  @Option(names = "--exemptions-old", paramLabel = "FILE", description = "The old exemptions.")
  private @Nullable Path exemptionsBefore;

  @Option(names = "--exemptions-new", paramLabel = "FILE", description = "The new exemptions.")
  private @Nullable Path exemptionsAfter;

  @Option(names = "--json", description = "Print a JSON line for each change.")
  private boolean json;

  public DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var source = new ReleaseSource(console);
    var reviewed = reviewed();
    PostureDiff diff =
        PostureDiff.of(
            source.read(before, exemptionsBefore),
            source.read(after, exemptionsAfter),
            PolicyVersion.LATEST,
            reviewed);
    print(diff);
    for (Unreadable it : source.unreadable()) {
      console.tell("atom: " + it.place().shown() + ": " + it.why());
    }
    if (!source.unreadable().isEmpty()) {
      return ExitCodes.CANNOT_JUDGE;
    }
    return diff.unapproved().isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private List<Approval> reviewed() {
    if (approvals == null) {
      return List.of();
    }
    try {
      var parsed = Approval.parse(approvals.toString(), Files.readAllBytes(approvals));
      parsed.problems().forEach(it -> console.tell("atom: " + it + "; it does not count"));
      return parsed.approvals();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "the approvals " + approvals + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private void print(PostureDiff diff) {
    Set<Change> open = new HashSet<>(diff.unapproved());
    for (Change it : diff.changes()) {
      console.print(json ? line(it, open.contains(it)) : words(it, open.contains(it)));
    }
    if (!json) {
      console.tell(
          "%d changes, %d demand a review and have none; all together: %s"
              .formatted(diff.changes().size(), open.size(), diff.id()));
    }
  }

  private static String words(Change it, boolean open) {
    String field = it.field().isEmpty() ? "" : " " + it.field();
    String what =
        it.before().isEmpty()
            ? it.after()
            : it.after().isEmpty() ? "was " + it.before() : it.before() + " -> " + it.after();
    String review =
        it.family()
            .map(family -> " [" + family.key() + (open ? ": needs a review" : ": reviewed") + "]")
            .orElse("");
    return "%s %-9s %s: %s%s: %s%s"
        .formatted(
            it.id(), it.direction().word(), it.aspect().word(), it.subject(), field, what, review);
  }

  private static String line(Change it, boolean open) {
    return Json.line(
        Json.object()
            .put("id", it.id())
            .put("aspect", it.aspect().word())
            .put("direction", it.direction().word())
            .put("subject", it.subject())
            .put("field", it.field())
            .put("before", it.before())
            .put("after", it.after())
            .put("family", it.family().map(HighRisk::key).orElse(""))
            .put("review", it.family().isEmpty() ? "none" : open ? "missing" : "approved"));
  }
}
