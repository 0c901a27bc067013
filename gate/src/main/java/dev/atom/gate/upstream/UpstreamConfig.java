// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.upstream;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.ClientTlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What lies behind GATE and how it is reached. No plain HTTP.
///
/// @param llmUrl the provider gateway
/// @param studioUrl the control plane, for approvals
/// @param memoryUrl the agents' memory
/// @param tls who we are there, and whom we believe
/// @param connectTimeout longest wait for a connection
/// @param idleTimeout longest silence of an answer
/// @param connections most connections to one upstream
/// @param waiting most requests that wait for one
public record UpstreamConfig(
    @Env("ATOM_LLM_URL") @Doc("the provider gateway") URI llmUrl,
    @Env("ATOM_STUDIO_API_URL") @Doc("the control plane, for approvals") Optional<URI> studioUrl,
    @Env("ATOM_MEMORY_URL") @Doc("the agents' memory") Optional<URI> memoryUrl,
    @Doc("who GATE is to its upstreams, and whom it believes") ClientTlsFiles tls,
    @Default("2s") @Doc("longest wait for a connection") Duration connectTimeout,
    @Default("5m") @Doc("longest silence of an answer") Duration idleTimeout,
    @Default("256") @Doc("most connections to one upstream") int connections,
    @Default("1024") @Doc("most requests that wait for a connection") int waiting) {
  public UpstreamConfig {
    requireTls("llm-url", llmUrl);
    studioUrl.ifPresent(url -> requireTls("studio-url", url));
    memoryUrl.ifPresent(url -> requireTls("memory-url", url));
  }

  private static void requireTls(String name, URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(name + " is " + url + "; it must be https://host[:port]");
    }
  }
}
