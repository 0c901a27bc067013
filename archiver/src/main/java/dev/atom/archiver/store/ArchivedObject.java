// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

/// One object in the store.
///
/// @param version as the store numbers versions; empty where it has none
/// @param length in bytes
public record ArchivedObject(String key, String version, long length) {}
