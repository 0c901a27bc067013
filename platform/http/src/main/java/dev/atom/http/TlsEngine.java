// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/// Which TLS implementation does the work: BoringSSL where its native library loads, the JDK's
/// otherwise. Both speak TLS 1.3 and check the same certificates.
public enum TlsEngine {
  /// BoringSSL through netty-tcnative.
  BORINGSSL,
  /// The JDK's own.
  JDK;

  private static final TlsEngine CURRENT =
      OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable()
          ? BORINGSSL
          : JDK;

  /// The one in use in this JVM.
  public static TlsEngine current() {
    return CURRENT;
  }

  SSLEngineOptions options() {
    return switch (this) {
      case BORINGSSL -> new OpenSSLEngineOptions();
      case JDK -> new JdkSSLEngineOptions();
    };
  }
}
