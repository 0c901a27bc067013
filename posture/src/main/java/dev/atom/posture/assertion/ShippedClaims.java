// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The claims that Atom makes about its own network.
public final class ShippedClaims {
  private static final String FILE = "shipped.yaml";

  private ShippedClaims() {}

  public static Claims read() {
    try (InputStream in = ShippedClaims.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + FILE + " is not there");
      }
      List<Unreadable> unreadable = new ArrayList<>();
      var documents = ManifestReader.usual().documents(FILE, in.readAllBytes(), unreadable);
      if (!unreadable.isEmpty()) {
        throw new IllegalStateException(unreadable.toString());
      }
      return ClaimsReader.read(documents.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
