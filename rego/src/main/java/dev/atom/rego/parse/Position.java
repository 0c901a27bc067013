// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.parse;

/// A place in a source file; line and column count from 1.
public record Position(String file, int line, int column) {}
