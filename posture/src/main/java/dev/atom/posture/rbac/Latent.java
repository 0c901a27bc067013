// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

/// A binding to a role that is not there: it grants nothing now, and whatever the role will say the
/// moment somebody makes it.
public record Latent(Binding binding, Subject subject) {}
