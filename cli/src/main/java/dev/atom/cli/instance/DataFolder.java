// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What lies where below the data folder of an instance. All of it is readable by the owner only.
///
/// @param root the folder given with `--data`
public record DataFolder(Path root) {
  /// Raised when the layout changes so that an older program would go wrong on it.
  static final int FORMAT = 1;

  /// The processes that have a folder of their own under `etc`.
  public static final String GATE = "gate";

  /// The control plane's name.
  public static final String STUDIO = "studio";

  /// The provider gateway's name.
  public static final String LLM = "llm";

  /// The name of the process that carries the audit trail away.
  public static final String ARCHIVER = "archiver";

  /// The name of the process that confirms that the trail takes nothing back.
  public static final String WITNESS = "witness";

  /// The processes of an instance, as they are listed for people.
  public static final List<String> PROCESSES = List.of(GATE, STUDIO, LLM, ARCHIVER, WITNESS);

  /// The name under which the commands and the supervisor come with a client certificate.
  public static final String CLI = "cli";

  /// The name of an instance's log, as the archiver signs it.
  public static final String LOG_NAME = "atom.local/audit";

  /// The name under which its witness confirms.
  public static final String WITNESS_NAME = "atom.local/witness";

  /// Makes the folders, or recognises them.
  ///
  /// @throws AtomException BAD_REQUEST (not writable), CONFLICT (written by a newer program)
  public void prepare() {
    PrivateFiles.folder(root);
    Path format = root.resolve("format");
    if (Files.exists(format)) {
      refuseNewer(PrivateFiles.read(format));
    } else {
      PrivateFiles.write(format, FORMAT + "\n");
    }
    PROCESSES.forEach(name -> PrivateFiles.folder(etc(name)));
    PrivateFiles.folder(etc(CLI));
    PrivateFiles.folder(etc("ca"));
    PrivateFiles.folder(signingKeys());
    for (String name : new String[] {"archive", "secrets", "agents", "logs", "cli"}) {
      PrivateFiles.folder(root.resolve(name));
    }
  }

  private void refuseNewer(String written) {
    int found;
    try {
      found = Integer.parseInt(written);
    } catch (NumberFormatException _) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          root.resolve("format") + " says '" + written + "', which is no format number");
    }
    if (found > FORMAT) {
      throw new AtomException(
          ErrorCode.CONFLICT,
          "the data in "
              + root
              + " has format "
              + found
              + ", newer than this Atom knows ("
              + FORMAT
              + "): start the newer Atom on it, or choose another folder with --data");
    }
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path stateFile() {
    return root.resolve("state.json");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  /// The configuration, certificate and key of one process, and nobody else's.
  public Path etc(String process) {
    return root.resolve("etc").resolve(process);
  }

  /// The certificate every client of this instance must trust.
  public Path caCertificate() {
    return etc("ca").resolve("ca.pem");
  }

  Path certificate(String process) {
    return etc(process).resolve("tls.pem");
  }

  Path privateKey(String process) {
    return etc(process).resolve("tls.key");
  }

  /// The configuration file of one process.
  public Path config(String process) {
    return etc(process).resolve(process + ".yaml");
  }

  Path secret(String name) {
    return root.resolve("secrets").resolve(name);
  }

  /// The key of the audit chain, as text.
  public Path hmacSecret() {
    return secret("platform_hmac_secret");
  }

  /// The keys of earlier segments of the audit chain; to be taken offline.
  public Path hmacVault() {
    return root.resolve("vault").resolve("platform_hmac_secrets");
  }

  Path encryptionKey() {
    return secret("atom_encryption_key");
  }

  /// The policies GATE follows: `base` as shipped, `custom` for the operator.
  public Path policies() {
    return root.resolve("policies");
  }

  /// The keys that sign checkpoints and manifests; the archiver's alone.
  Path signingKeys() {
    return etc(ARCHIVER).resolve("keys");
  }

  /// The key that signs checkpoints.
  public Path checkpointKey() {
    return signingKeys().resolve("checkpoint.pem");
  }

  /// The key of the witness, under a name of its own.
  public Path witnessKey() {
    return etc(WITNESS).resolve("cosign.pem");
  }

  /// What the witness saw last: never restored with the rest from a backup.
  Path witnessMemory() {
    return etc(WITNESS).resolve("seen");
  }

  /// What the archiver signed last: never restored with the rest from a backup.
  Path signedState() {
    return etc(ARCHIVER).resolve("signed");
  }

  /// The audit trail as it was carried away: the live log, nightly exports and their manifests.
  public Path archive() {
    return root.resolve("archive");
  }

  /// Who answers which model: the part of llm's configuration that belongs to the operator.
  public Path providers() {
    return root.resolve("providers.yaml");
  }

  /// The log of a process, one JSON object a line.
  public Path log(String process) {
    return root.resolve("logs").resolve(process + ".log");
  }

  /// Where the token of an agent is kept for its local user.
  public Path agentToken(String domain, String agent) {
    return root.resolve("agents").resolve(domain + "-" + agent + ".token");
  }

  /// The administrator's first password; gone once it was changed.
  public Path adminPassword() {
    return root.resolve("admin.password");
  }

  /// Who the commands are logged in as.
  public Path session() {
    return root.resolve("cli").resolve("session.json");
  }
}
