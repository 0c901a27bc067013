// SPDX-License-Identifier: Apache-2.0
/// Whether a call is allowed: policies written in Rego, read from a folder, asked about one
/// [dev.atom.policy.PolicyInput]. The answer is a [dev.atom.policy.Decision]; only a permit carries
/// an [dev.atom.policy.AuthorizedCall], and only [dev.atom.policy.PolicyEngine] makes one.
@NullMarked
package dev.atom.policy;

import org.jspecify.annotations.NullMarked;
