// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import org.conscrypt.Conscrypt;

/// Which implementation checks signatures: Conscrypt where its native library loads (about half the
/// time per RSA-4096 check), else the JDK's own.
public final class SignatureProviders {
  static final String ALGORITHM = "SHA256withRSA";

  private SignatureProviders() {}

  /// Conscrypt's provider, or the JDK's when the native library is absent on this platform.
  public static Provider preferred() {
    return Conscrypt.isAvailable() ? Conscrypt.newProvider() : ofTheJdk();
  }

  /// The JDK's own provider.
  public static Provider ofTheJdk() {
    try {
      return Signature.getInstance(ALGORITHM).getProvider();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
