// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

/// A route that answers without a credential, and why it has to.
///
/// @param method what it takes, such as `GET`
/// @param path the path, or the template of one
/// @param reason in a sentence without its full stop
public record OpenRoute(String method, String path, String reason) {}
