// SPDX-License-Identifier: Apache-2.0
/// Claims about who reaches whom, and what can be said of them. A
/// [dev.atom.posture.assertion.Prosecutor] tries to break each claim by every known way: policies,
/// labels that anybody may set, host networks, ways in from outside, the API server. What it cannot
/// break is proved, given premises that are named; what it breaks is refuted with a concrete path;
/// what depends on something that manifests do not say is undecidable.
@NullMarked
package dev.atom.posture.assertion;

import org.jspecify.annotations.NullMarked;
