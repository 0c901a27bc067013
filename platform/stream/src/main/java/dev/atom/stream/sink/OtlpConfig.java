// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.config.MinLength;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A collector.
///
/// @param endpoint where it takes logs
/// @param authorization what to send in the header of that name
/// @param timeout how long it may take
public record OtlpConfig(
    @Env("OTLP_LOGS_ENDPOINT") @Doc("The whole URL, such as `https://collector:4318/v1/logs`.")
        URI endpoint,
    @Env("OTLP_AUTHORIZATION") @MinLength(8) @Doc("Value of the header `authorization`.")
        Optional<Secret> authorization,
    @Default("10s") @Doc("How long the collector may take to answer.") Duration timeout) {
  public OtlpConfig {
    if (!"https".equals(endpoint.getScheme()) && !"http".equals(endpoint.getScheme())) {
      throw new IllegalArgumentException("endpoint " + endpoint + " is no http or https URL");
    }
    boolean isHere =
        "127.0.0.1".equals(endpoint.getHost()) || "localhost".equals(endpoint.getHost());
    if (authorization.isPresent() && "http".equals(endpoint.getScheme()) && !isHere) {
      throw new IllegalArgumentException(
          "endpoint " + endpoint + " would get the authorization unencrypted: use https");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is no time");
    }
  }
}
