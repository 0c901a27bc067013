// SPDX-License-Identifier: Apache-2.0
/// The Pod Security Standards of Kubernetes, per level and version. Entry:
/// [dev.atom.posture.podsecurity.PodSecurity].
@NullMarked
package dev.atom.posture.podsecurity;

import org.jspecify.annotations.NullMarked;
