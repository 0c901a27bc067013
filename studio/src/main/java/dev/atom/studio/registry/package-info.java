// SPDX-License-Identifier: Apache-2.0
/// Domains, agents and the tokens agents carry. [dev.atom.studio.registry.Agents] holds their life,
/// [dev.atom.studio.registry.AgentTokens] what voids a token.
@NullMarked
package dev.atom.studio.registry;

import org.jspecify.annotations.NullMarked;
