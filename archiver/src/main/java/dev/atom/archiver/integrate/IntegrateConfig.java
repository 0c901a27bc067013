// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the published log is kept.
///
/// @param state what was signed last, outside the database and outside what is published
public record IntegrateConfig(
    @Doc("Folder of its own, with what was signed last. Never restore it from a backup.")
        Path state,
    @Default("1s") @Doc("How often there is a new checkpoint, when there is something new.")
        Duration interval,
    @Default("") @Doc("Who confirms that the log never takes anything back.")
        List<WitnessConfig> witnesses) {

  /// One witness.
  public record WitnessConfig(
      @Doc("Its address; /add-checkpoint is appended.") URI url,
      @Doc("Its verifier key, as ./atom audit key prints it.") String vkey,
      @Doc("PEM file of the authorities that its certificate must come from.") Optional<Path> ca) {
    public WitnessConfig {
      if (!"https".equals(url.getScheme())) {
        throw new IllegalArgumentException("url " + url + " is not https");
      }
    }
  }

  public IntegrateConfig {
    if (interval.isNegative()
        || interval.isZero()
        || interval.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("interval " + interval + " is not within 0 to 5 minutes");
    }
  }
}
