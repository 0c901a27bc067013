// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

/// A compiled statement with all that follows it. Runs what follows once for each way the statement
/// holds; answers true when no further way is wanted.
@FunctionalInterface
interface Step {
  boolean run(Frame frame);
}
