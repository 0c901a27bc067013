// SPDX-License-Identifier: Apache-2.0
/// Tells secrets from other text, by value and by the key they stand under, and weak ones from good
/// ones. What it says never holds the value. Entry: [dev.atom.posture.secret.SecretDetector].
@NullMarked
package dev.atom.posture.secret;

import org.jspecify.annotations.NullMarked;
