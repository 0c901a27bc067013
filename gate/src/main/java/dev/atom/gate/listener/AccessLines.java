// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;
