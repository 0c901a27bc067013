// SPDX-License-Identifier: Apache-2.0
/// The provider gateway: the one process that holds the providers' keys, reachable by GATE only,
/// over mutual TLS. It opens the agent's sealed virtual key, finds the provider of the model, and
/// hands answers through, also streams, in the OpenAI wire format. Start at
/// [dev.atom.llm.ProviderGateway].
@NullMarked
package dev.atom.llm;

import org.jspecify.annotations.NullMarked;
