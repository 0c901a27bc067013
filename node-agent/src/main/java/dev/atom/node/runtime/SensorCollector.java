// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;

/// Temperatures, fans and voltages, from hwmon and the thermal zones. A sensor that cannot be read
/// is left out: many answer only while their device is awake.
public final class SensorCollector implements Collector {
  private static final long UNREAD = Long.MIN_VALUE;
  private static final Metric TEMPERATURE = Metric.gauge("hw.temperature", "Cel");
  private static final Metric FAN = Metric.gauge("hw.fan.speed", "rpm");
  private static final Metric VOLTAGE = Metric.gauge("hw.voltage", "V");

  @Override
  public String name() {
    return "sensors";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    var chips = pass.files().names(pass.sys("class/hwmon"));
    var zones = pass.files().names(pass.sys("class/thermal"));
    if (chips.isEmpty() && zones.isEmpty()) {
      return new Reading.Unsupported("this host has no sensors");
    }
    for (String chip : chips) {
      chip(chip, pass);
    }
    for (String zone : zones) {
      if (zone.startsWith("thermal_zone")) {
        String folder = pass.sys("class/thermal/") + zone;
        long value = Words.signed(pass.ifThere(folder + "/temp"), UNREAD);
        String type = Words.printable(pass.ifThere(folder + "/type"));
        add(TEMPERATURE, value, 1000.0, zone, type, pass);
      }
    }
    return pass.end();
  }

  private static void chip(String chip, Pass pass) {
    String folder = pass.sys("class/hwmon/") + chip;
    String name = Words.printable(pass.ifThere(folder + "/name"));
    for (String file : pass.files().names(folder)) {
      if (!file.endsWith("_input")) {
        continue;
      }
      String sensor = file.substring(0, file.length() - "_input".length());
      Metric metric =
          sensor.startsWith("temp")
              ? TEMPERATURE
              : sensor.startsWith("fan") ? FAN : sensor.startsWith("in") ? VOLTAGE : null;
      if (metric != null) {
        long value = Words.signed(pass.ifThere(folder + "/" + file), UNREAD);
        add(metric, value, metric.equals(FAN) ? 1 : 1000.0, chip + "/" + sensor, name, pass);
      }
    }
  }

  private static void add(
      Metric metric, long value, double scale, String id, String name, Pass pass) {
    if (value != UNREAD) {
      pass.add(metric, value / scale, "hw.id", id, "hw.name", name);
    }
  }
}
