// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// An object with or behind which there are pods that cannot be judged: never one that passed.
///
/// @param manifest the object
/// @param place where the containers are, or the object itself
/// @param why as a sentence
public record NotJudged(Manifest manifest, Place place, String why) {}
