// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

/// One use of a member in compiled code.
///
/// @param line in the source file; 0 when not known
/// @param owner binary name of the type whose member is used
/// @param member name of the method or field; `<init>` for a constructor
/// @param descriptor as in the class file
record Use(int line, String owner, String member, String descriptor) {}
