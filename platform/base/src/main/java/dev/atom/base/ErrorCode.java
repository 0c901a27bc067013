// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

/// Why an operation failed, as a stable name. No wire status here: each protocol edge maps codes to
/// its own.
public enum ErrorCode {
  /// The caller asked for something malformed or impossible.
  BAD_REQUEST(Category.USAGE, false),
  /// The configuration cannot be used.
  BAD_CONFIGURATION(Category.USAGE, false),
  /// The named thing does not exist.
  NOT_FOUND(Category.USAGE, false),
  /// The named thing exists already or is in a state that forbids the change.
  CONFLICT(Category.USAGE, false),
  /// The caller is not known.
  UNAUTHENTICATED(Category.USAGE, false),
  /// The caller is known and may not.
  FORBIDDEN(Category.USAGE, false),
  /// PostgreSQL does not answer.
  STORAGE_UNAVAILABLE(Category.UNAVAILABLE, true),
  /// Another process that is needed does not answer.
  DEPENDENCY_UNAVAILABLE(Category.UNAVAILABLE, true),
  /// What was stored cannot be what we wrote.
  STORAGE_CORRUPT(Category.INTERNAL, false),
  /// A defect of ours.
  INTERNAL(Category.INTERNAL, false);

  /// Whose turn it is to act.
  public enum Category {
    /// The caller's.
    USAGE,
    /// The operator's, or time's.
    UNAVAILABLE,
    /// Ours.
    INTERNAL
  }

  private final Category category;
  private final boolean retryable;

  ErrorCode(Category category, boolean retryable) {
    this.category = category;
    this.retryable = retryable;
  }

  /// Whose turn it is to act.
  public Category category() {
    return category;
  }

  /// Whether the same call may succeed later, unchanged.
  public boolean retryable() {
    return retryable;
  }
}
