// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

/// Whose data it is. Only a credential leads to one; no message names it.
public record Tenant(String name) {}
