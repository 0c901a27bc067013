// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.MinLength;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One provider of models.
public record ProviderConfig(
    @Doc("What it is called in usage events.") String name,
    @Doc("`offline` answers by itself, without any network.") Kind kind,
    @Doc("Where an openai-compatible one is, up to and without `/v1`.") Optional<URI> baseUrl,
    @Doc("Its key; sent to it and to nobody else.") @MinLength(8) Optional<Secret> apiKey,
    @Doc("PEM file of its authorities, where they are not among the JVM's.") Optional<Path> ca,
    @Default("false") @Doc("Allows `http:` to a host that is not loopback.") boolean plainHttp,
    @Default("120s") @Doc("The longest silence: before the answer, and within a stream.")
        Duration timeout,
    @Doc("The models it answers; `*` takes every model that nobody else answers.")
        List<String> models) {
  /// What no other provider answers.
  public static final String ANY_MODEL = "*";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// How it is reached.
  public enum Kind {
    /// It is in this process.
    OFFLINE,
    /// It speaks OpenAI's wire format.
    OPENAI_COMPATIBLE
  }

  public ProviderConfig {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models is empty: the provider would never be asked");
    }
    if (timeout.isZero()) {
      throw new IllegalArgumentException("timeout is 0: nothing could be answered");
    }
    if (kind == Kind.OPENAI_COMPATIBLE) {
      check(
          baseUrl.orElseThrow(
              () -> new IllegalArgumentException("base-url is missing: where is the provider?")),
          plainHttp);
    }
  }

  private static void check(URI url, boolean plainHttp) {
    String scheme = url.getScheme();
    if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("base-url " + url + " is not of the form https://host");
    }
    // SECURITY(T-17): prompts and keys do not cross a network in the clear
    if (scheme.equals("http") && !plainHttp && !LOOPBACK.contains(url.getHost())) {
      throw new IllegalArgumentException(
          "base-url " + url + " has no TLS: use https, or set plain-http if you must");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("base-url has more than scheme, host, port and path");
    }
  }
}
