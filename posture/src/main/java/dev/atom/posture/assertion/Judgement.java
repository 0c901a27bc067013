// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

/// A claim and its answer.
public record Judgement(Claim claim, Answer answer) {}
