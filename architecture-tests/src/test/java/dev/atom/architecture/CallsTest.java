// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Calls that hide an input (the time, chance), stop a thread or open a secret. Time and chance
/// come through constructors, so that a test can choose them and a decision can be put again.
final class CallsTest {
  private static final String MAIN = "Main";

  @Test
  void bannedCallsStandOnlyInMainOrInTheTable() {
    var findings =
        new Findings(
            "A banned call. Take an InstantSource, a RandomGenerator or a LongSupplier through the"
                + " constructor; only if that makes no sense, add a row to allowed-calls.txt:");
    var allowed = Repository.table("allowed-calls.txt");
    for (CompiledClass type : CompiledClasses.main()) {
      for (Use use : type.uses()) {
        if (isBanned(use)
            && !type.room().name().equals("testing")
            && !type.outermost().endsWith(MAIN)
            && !isAllowed(allowed, type, use)) {
          findings.add(type.at(use) + " calls " + call(use));
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void everyAllowedCallIsStillMade() {
    var made = new LinkedHashSet<List<String>>();
    for (CompiledClass type : CompiledClasses.main()) {
      type.uses().forEach(use -> made.add(List.of(type.outermost(), call(use))));
    }
    expectAllUsed("allowed-calls.txt", made);
  }

  @Test
  void secretsAreOpenedOnlyByListedClasses() {
    var findings =
        new Findings(
            "A secret is opened by a class that secret-readers.txt does not list. Pass the Secret"
                + " on closed, or add the class with what it does with it:");
    var readers = Repository.table("secret-readers.txt").stream().map(List::getFirst).toList();
    for (CompiledClass type : CompiledClasses.main()) {
      for (Use use : type.uses()) {
        if (opensSecret(use) && !readers.contains(type.outermost())) {
          findings.add(type.at(use));
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void everyListedReaderStillOpensASecret() {
    var opening = new LinkedHashSet<List<String>>();
    for (CompiledClass type : CompiledClasses.main()) {
      if (type.uses().stream().anyMatch(CallsTest::opensSecret)) {
        opening.add(List.of(type.outermost()));
      }
    }
    expectAllUsed("secret-readers.txt", opening);
  }

  @Test
  void onlyPolicyMakesAnAuthorizedCall() {
    var findings =
        new Findings(
            "AuthorizedCall is the proof that policy permitted. Ask PolicyEngine.decide for one:");
    for (CompiledClass type : CompiledClasses.main()) {
      for (Use use : type.uses()) {
        if (use.owner().equals("dev.atom.policy.AuthorizedCall")
            && use.member().equals("<init>")
            && !type.packageName().equals("dev.atom.policy")) {
          findings.add(type.at(use));
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void theVerifierKnowsNothingOfTheWriter() {
    var findings =
        new Findings(
            "audit.verify may use the formats (audit.chain, audit.tree, audit.checkpoint) and nothing"
                + " else of audit, so that it does not share the writer's mistakes. Move what both"
                + " need to one of them:");
    for (CompiledClass type : CompiledClasses.main()) {
      if (type.packageName().equals("dev.atom.audit.verify")) {
        for (String used : type.types()) {
          if (used.startsWith("dev.atom.audit.")
              && !used.startsWith("dev.atom.audit.chain.")
              && !used.startsWith("dev.atom.audit.tree.")
              && !used.startsWith("dev.atom.audit.checkpoint.")
              && !used.startsWith("dev.atom.audit.verify.")) {
            findings.add(type.name() + " uses " + used);
          }
        }
      }
    }
    findings.expectNone();
  }

  private static boolean opensSecret(Use use) {
    return use.owner().equals("dev.atom.base.Secret") && use.member().equals("reveal");
  }

  private static boolean isBanned(Use use) {
    boolean readsClock =
        use.owner().startsWith("java.time.")
            && use.member().equals("now")
            && use.descriptor().startsWith("()");
    return readsClock
        || switch (call(use)) {
          case "System.currentTimeMillis",
              "System.nanoTime",
              "System.exit",
              "Thread.sleep",
              "UUID.randomUUID",
              "Math.random",
              "ThreadLocalRandom.current",
              "Random.<init>" ->
              true;
          default -> false;
        };
  }

  private static boolean isAllowed(List<List<String>> allowed, CompiledClass type, Use use) {
    return allowed.stream()
        .anyMatch(row -> row.get(0).equals(type.outermost()) && row.get(1).equals(call(use)));
  }

  private static String call(Use use) {
    return use.owner().substring(use.owner().lastIndexOf('.') + 1) + "." + use.member();
  }

  private static void expectAllUsed(String table, Set<List<String>> made) {
    var findings = new Findings("Rows of " + table + " that nothing needs any more. Delete them:");
    for (var row : Repository.table(table)) {
      if (!made.contains(row.subList(0, row.size() - 1))) {
        findings.add(String.join(" | ", row));
      }
    }
    findings.expectNone();
  }
}
