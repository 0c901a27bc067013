// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The evidence that somebody reviewed changes: who, who else, under which ticket, who was told.
///
/// @param changes the ids of the changes, as the diff prints them
/// @param author who made them
/// @param approver who looked
/// @param second who looked too; neither of the others
/// @param notified who was told
public record Approval(
    Set<String> changes,
    String author,
    String approver,
    String second,
    String ticket,
    List<String> notified) {
  public Approval {
    changes = Set.copyOf(changes);
    notified = List.copyOf(notified);
  }

  /// What a file of approvals came to.
  ///
  /// @param problems what keeps an approval from counting, each with its place
  public record Parsed(List<Approval> approvals, List<String> problems) {
    public Parsed {
      approvals = List.copyOf(approvals);
      problems = List.copyOf(problems);
    }
  }

  /// Reads a file: `kind: Approvals`, `apiVersion: atom.dev/v1`. An approval with a problem does
  /// not count.
  public static Parsed parse(String file, byte[] bytes) {
    var set = ManifestReader.usual().read(file, bytes);
    List<String> problems = new ArrayList<>();
    List<Approval> approvals = new ArrayList<>();
    set.unreadable().forEach(it -> problems.add(it.place().shown() + ": " + it.why()));
    for (var manifest : set.manifests()) {
      if (!manifest.is("atom.dev", "Approvals")) {
        problems.add(manifest.place().shown() + ": kind " + manifest.kind() + " is no Approvals");
        continue;
      }
      for (Node node : manifest.root().at("spec", "approvals").items()) {
        Approval approval = of(node);
        List<String> own = approval.problems();
        own.forEach(it -> problems.add(node.place().shown() + ": " + it));
        if (own.isEmpty()) {
          approvals.add(approval);
        }
      }
    }
    return new Parsed(approvals, problems);
  }

  private static Approval of(Node node) {
    return new Approval(
        new TreeSet<>(texts(node.at("changes"))),
        node.at("author").scalar(),
        node.at("approver").scalar(),
        node.at("secondApprover").scalar(),
        node.at("ticket").scalar(),
        texts(node.at("notified")));
  }

  private static List<String> texts(Node list) {
    return list.items().stream().map(Node::scalar).toList();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    missing(changes.isEmpty(), "changes", problems);
    missing(author.isEmpty(), "author", problems);
    missing(approver.isEmpty(), "approver", problems);
    missing(second.isEmpty(), "secondApprover", problems);
    missing(ticket.isEmpty(), "ticket", problems);
    missing(notified.isEmpty(), "notified", problems);
    if (problems.isEmpty() && new TreeSet<>(List.of(author, approver, second)).size() < 3) {
      problems.add("author, approver and secondApprover must be three people");
    }
    return problems;
  }

  private static void missing(boolean missing, String field, List<String> problems) {
    if (missing) {
      problems.add("the approval says no " + field);
    }
  }
}
