// SPDX-License-Identifier: Apache-2.0
/// Tests of what an incident needs: nothing secret leaves, and the verdict at a time.
@NullMarked
package dev.atom.posture.triage;

import org.jspecify.annotations.NullMarked;
