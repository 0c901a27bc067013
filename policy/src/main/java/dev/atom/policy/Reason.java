// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

/// Why a call is forbidden, and which rule says so.
///
/// @param text the policy author's words
/// @param rule the rule that gave them
public record Reason(String text, Rule rule) {}
