// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.posture.contract.Contract;
import dev.atom.posture.contract.ContractReader;
import dev.atom.posture.contract.Profile;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.exemption.ExemptionReader;
import dev.atom.posture.exemption.Moment;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which contract, profile and ledger, and at what time: the same for every command that asks.
final class ContractOptions {
  @Option(names = "--profile", paramLabel = "NAME", description = "Profile of the contract (prod).")
  private String profile = "prod";

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      description = "Profiles and rules of your own, beside those that are shipped; repeat it.")
  private List<Path> contracts = List.of();

  @Option(names = "--exemptions", paramLabel = "FILE", description = "The ledger of exemptions.")
  private @Nullable Path exemptions;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The time exemptions are asked with, 2026-11-22T10:00:00Z (now).")
  private @Nullable String at;

  Contract contract() {
    Contract contract = Contract.shipped();
    for (Path file : contracts) {
      List<Unreadable> unreadable = new ArrayList<>();
      Contract more = ContractReader.read(documents(file, "--contract", unreadable), unreadable);
      refuse("--contract", unreadable);
      contract = contract.with(more);
    }
    return contract;
  }

  Profile profile(Contract contract) {
    return contract
        .profile(profile)
        .orElseThrow(() ->
            new AtomException(
                ErrorCode.BAD_REQUEST,
                "there is no profile '"
                    + profile
                    + "': take one of "
                    + contract.profiles().stream()
                        .map(Profile::name)
                        .collect(Collectors.joining(", "))));
  }

  /// The ledger; an empty one when none is named.
  ExemptionLedger ledger() {
    return exemptions == null ? ExemptionLedger.EMPTY : ledger(exemptions);
  }

  static ExemptionLedger ledger(Path file) {
    List<Unreadable> unreadable = new ArrayList<>();
    List<Node> documents = documents(file, "the ledger", unreadable);
    refuse("the ledger", unreadable);
    return ExemptionReader.read(documents);
  }

  /// The time of the question, to the second.
  Instant time(InstantSource clock) {
    if (at == null) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moment.beginning(at)
        .orElseThrow(() ->
            new AtomException(
                ErrorCode.BAD_REQUEST,
                "--at is a time, 2026-11-22T10:00:00Z, or a day, not '" + at + "'"));
  }

  static List<Node> documents(Path file, String what, List<Unreadable> unreadable) {
    try {
      return ManifestReader.usual()
          .documents(file.toString(), Files.readAllBytes(file), unreadable);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, what + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void refuse(String what, List<Unreadable> unreadable) {
    if (!unreadable.isEmpty()) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          what
              + " cannot be read:\n"
              + unreadable.stream()
                  .map(u -> "  " + u.place().shown() + ": " + u.why())
                  .collect(Collectors.joining("\n")));
    }
  }
}
