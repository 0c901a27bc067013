// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.retention;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import java.time.Duration;

/// How long what stays in the database. The archive keeps its own time.
///
/// @param databaseUrl with the role that removes and can do nothing else
/// @param entries the class of entries
/// @param conversations the class of payloads
/// @param look how often it looks
public record RetentionConfig(
    @Env("RETENTION_DATABASE_URL") @Doc("libpq URL of the database, with the role atom_retention.")
        String databaseUrl,
    @Default("standard")
        @Doc(
            "How long entries stay: short is 30 days, standard 90, long 180. Whole segments leave.")
        RetentionClass entries,
    @Default("standard")
        @Doc("How long payloads stay, which hold what was said; not longer than entries.")
        RetentionClass conversations,
    @Default("1h") @Doc("How often it looks for what is over its time.") Duration look) {
  public RetentionConfig {
    if (conversations.compareTo(entries) > 0) {
      throw new IllegalArgumentException(
          "conversations are to stay longer than entries, with which they leave");
    }
    if (look.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("look " + look + " is below a second");
    }
  }
}
