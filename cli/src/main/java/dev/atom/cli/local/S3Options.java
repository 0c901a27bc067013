// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.archiver.store.ArchiveConfig;
import dev.atom.archiver.store.ArchiveConfig.Checksums;
import dev.atom.archiver.store.S3Place;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How to reach a bucket: the server by options or variables, who asks by variables alone, so that
/// no secret stands on a command line.
final class S3Options {
  private static final String SCHEME = "s3://";

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "Server of s3://… (AWS_ENDPOINT_URL; default: AWS).")
  private @Nullable URI endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      description = "Its region (AWS_REGION; default: us-east-1).")
  private @Nullable String region;

  /// Whether `place` is a part of a bucket.
  static boolean names(String place) {
    return place.startsWith(SCHEME);
  }

  /// Opens `s3://bucket/prefix`.
  S3Place open(String place, Map<String, String> environment) {
    String path = place.substring(SCHEME.length());
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isEmpty()) {
      throw usage(place + " names no bucket: write s3://BUCKET/PREFIX");
    }
    String key = credential(environment, "ARCHIVE_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
    var config =
        new ArchiveConfig.S3(
            endpoint(environment),
            region != null ? region : environment.getOrDefault("AWS_REGION", "us-east-1"),
            bucket,
            key,
            Secret.of(credential(environment, "ARCHIVE_SECRET_KEY", "AWS_SECRET_ACCESS_KEY")),
            Checksums.WHEN_REQUIRED);
    return S3Place.open(config, slash < 0 ? "" : path.substring(slash + 1));
  }

  private Optional<URI> endpoint(Map<String, String> environment) {
    if (endpoint != null) {
      return Optional.of(endpoint);
    }
    try {
      return Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).map(URI::create);
    } catch (IllegalArgumentException e) {
      throw usage("AWS_ENDPOINT_URL: " + e.getMessage());
    }
  }

  private static String credential(Map<String, String> environment, String ours, String usual) {
    String value = environment.getOrDefault(ours, environment.getOrDefault(usual, ""));
    if (value.isEmpty()) {
      throw usage("reading a bucket needs the variable " + usual + " or " + ours);
    }
    return value;
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
