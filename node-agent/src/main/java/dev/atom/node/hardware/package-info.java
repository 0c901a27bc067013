// SPDX-License-Identifier: Apache-2.0
/// What a host is made of, looked at now and then: one collector a file.
@NullMarked
package dev.atom.node.hardware;

import org.jspecify.annotations.NullMarked;
