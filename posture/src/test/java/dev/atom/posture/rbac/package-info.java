// SPDX-License-Identifier: Apache-2.0
/// Tests of who may do what: matching and covering against an oracle, aggregation, the way up.
@NullMarked
package dev.atom.posture.rbac;

import org.jspecify.annotations.NullMarked;
