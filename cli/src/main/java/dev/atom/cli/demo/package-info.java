// SPDX-License-Identifier: Apache-2.0
/// The story of `./atom demo`: eight steps against an instance of its own, each shown as it happens
/// and judged by checks. Entry: [dev.atom.cli.demo.DemoCommand].
@NullMarked
package dev.atom.cli.demo;

import org.jspecify.annotations.NullMarked;
