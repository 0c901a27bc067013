// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import static dev.atom.node.MadeHost.samples;
import static dev.atom.node.MadeHost.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atom.node.MadeHost;
import dev.atom.node.collect.Reading;
import dev.atom.node.privacy.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exact values from made hosts of several kernels.
final class RuntimeCollectorsTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private MadeHost host;

  @BeforeEach
  void make() {
    host = new MadeHost(folder);
  }

  @Test
  void readsLoad() {
    host.with("proc/loadavg", "0.52 1.50 2.75 3/456 7890\n")
        .with("proc/uptime", "12345.67 9999.0\n")
        .with("proc/stat", "cpu 1\nprocs_running 3\nprocs_blocked 2\n");

    Reading reading = host.read(new LoadCollector());

    assertThat(reading).isInstanceOf(Reading.Complete.class);
    assertThat(value(reading, "system.cpu.load_average.1m")).isEqualTo(0.52);
    assertThat(value(reading, "system.cpu.load_average.15m")).isEqualTo(2.75);
    assertThat(value(reading, "system.uptime")).isEqualTo(12345.67);
    assertThat(value(reading, "system.tasks.count", "state", "running")).isEqualTo(3);
    assertThat(value(reading, "system.tasks.count", "state", "blocked")).isEqualTo(2);
  }

  @Test
  void readsMemoryWhoseStatesAddUp() {
    host.with(
            "proc/meminfo",
            """
            MemTotal:       16000 kB
            MemFree:         4000 kB
            MemAvailable:   10000 kB
            Buffers:         1000 kB
            Cached:          5000 kB
            SReclaimable:    2000 kB
            SwapTotal:       8000 kB
            SwapFree:        6000 kB
            HugePages_Total:     7
            """)
        .with("proc/vmstat", "pgfault 1\npswpin 10\npswpout 20\n");
    var collector = new MemoryCollector();
    host.read(collector);

    Reading reading = host.after(2).with("proc/vmstat", "pswpin 14\npswpout 20\n").read(collector);

    String state = "system.memory.state";
    assertThat(value(reading, "system.memory.usage", state, "used")).isEqualTo(4000 * 1024);
    assertThat(value(reading, "system.memory.usage", state, "cached")).isEqualTo(7000 * 1024);
    assertThat(value(reading, "system.linux.memory.available")).isEqualTo(10000 * 1024);
    assertThat(value(reading, "system.paging.usage", "system.paging.state", "used"))
        .isEqualTo(2000 * 1024);
    assertThat(value(reading, "system.linux.memory.pages", "field", "HugePages_Total"))
        .isEqualTo(7);
    assertThat(value(reading, "system.memory.swap.rate", "system.paging.direction", "in"))
        .isEqualTo(2 * 4096);
  }

  @Test
  void readsTwoHundredFiftySixProcessors() {
    var collector = new CpuCollector();
    host.with("proc/stat", stat(256, 100)).read(collector);

    Reading reading = host.after(1).with("proc/stat", stat(256, 200)).read(collector);

    assertThat(value(reading, "system.cpu.logical.count")).isEqualTo(256);
    assertThat(
            value(
                reading, "system.cpu.utilization", "cpu.logical_number", "255", "cpu.mode", "idle"))
        .isEqualTo(0.5);
    assertThat(
            value(
                reading, "system.cpu.utilization", "cpu.logical_number", "-1", "cpu.mode", "user"))
        .isEqualTo(0.25);
    assertThat(value(reading, "system.cpu.time", "cpu.mode", "user")).isEqualTo(2);
  }

  private static String stat(int cpus, int ticks) {
    var text = new StringBuilder("cpu  ");
    String states = "%d 0 %d %d 0 0 0 0 %d 0".formatted(ticks, ticks, ticks * 2, ticks / 2);
    text.append(states).append('\n');
    for (int i = 0; i < cpus; i++) {
      text.append("cpu").append(i).append(' ').append(states).append('\n');
    }
    return text.append("intr 500 1 2\nctxt 600\nprocesses 70\n").toString();
  }

  @Test
  void readsDisksOfOldAndNewKernels() {
    host.with("sys/block/sda/size", "1")
        .with("sys/block/cciss!c0d0/size", "1")
        .with(
            "proc/diskstats",
            """
               8 0 sda 10 1 80 5 20 2 160 6 3 7 8
               8 1 sda1 10 1 80 5 20 2 160 6 3 7 8
             104 0 cciss/c0d0 1 0 8 1 1 0 8 1 0 1 1 0 0 0 0 9 9
            """);

    Reading reading = host.read(new DiskCollector());

    String direction = "disk.io.direction";
    assertThat(value(reading, "system.disk.io", "system.device", "sda", direction, "read"))
        .isEqualTo(80 * 512);
    assertThat(
            value(
                reading,
                "system.disk.operations",
                "system.device",
                "cciss/c0d0",
                direction,
                "write"))
        .isEqualTo(1);
    assertThat(samples(reading)).noneMatch(s -> s.labels().get("system.device").equals("sda1"));
  }

  @Test
  void readsInterfacesWithOddNames() {
    host.with(
            "proc/net/dev",
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes ...
            eth0:0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0
              wl\u00e4n:18446744073709551615 2 0 0 0 0 0 0 1 1 0 0 0 0 0 0
            """)
        .with("sys/class/net/eth0:0/operstate", "up\n")
        .with("sys/class/net/eth0:0/speed", "1000\n");

    Reading reading = host.read(new NetworkCollector());

    String name = "network.interface.name";
    assertThat(
            value(
                reading,
                "system.network.errors",
                name,
                "eth0:0",
                "network.io.direction",
                "transmit"))
        .isEqualTo(7);
    assertThat(value(reading, "system.network.speed", name, "eth0:0")).isEqualTo(1e9);
    assertThat(
            value(
                reading, "system.network.io", name, "wl\u00e4n", "network.io.direction", "receive"))
        .isEqualTo(0x1p64);
  }

  @Test
  void countsConnectionsByState() {
    host.with("proc/net/snmp", "Tcp: ActiveOpens RetransSegs\nTcp: 5 9\n")
        .with("proc/net/netstat", "TcpExt: ListenDrops\nTcpExt: 4\n")
        .with(
            "proc/net/tcp",
            """
              sl  local_address rem_address   st tx_queue rx_queue
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000
               1: 0100007F:1F90 0100007F:1F91 01 00000000:00000000
               2: 0100007F:1F90 0100007F:1F92 01 00000000:00000000
            """);

    Reading reading = host.read(new TcpCollector());

    String state = "network.connection.state";
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    assertThat(value(reading, "system.network.connections", state, "established")).isEqualTo(2);
    assertThat(value(reading, "system.network.connections", state, "listen")).isEqualTo(1);
    assertThat(value(reading, "system.network.tcp.active_opens")).isEqualTo(5);
    assertThat(value(reading, "system.network.tcp.listen_drops")).isEqualTo(4);
  }

  @Test
  void readsProcessesWhateverTheirNames() {
    host.with("proc/1/stat", process(1, "systemd", 10))
        .with("proc/77/stat", process(77, "a) (b c", 500))
        .with("proc/77/status", "Name: x\nVmSize: 100 kB\nvoluntary_ctxt_switches: 8\n")
        .with("proc/77/fd/0", "")
        .with("proc/77/fd/1", "")
        .with("proc/77/cmdline", "/bin/x\0--password\0hunter2\0")
        .with("proc/88/stat", "88 (cut off");
    var collector = new ProcessCollector(() -> CommandLines.Mode.OFF);
    host.read(collector);

    Reading reading =
        host.after(10).with("proc/77/stat", process(77, "a) (b c", 1000)).read(collector);

    assertThat(value(reading, "system.processes.count", "state", "total")).isEqualTo(2);
    assertThat(value(reading, "process.cpu.utilization", "process.executable.name", "a) (b c"))
        .isEqualTo(0.5);
    assertThat(value(reading, "process.open_file_descriptor.count", "process.pid", "77"))
        .isEqualTo(2);
    assertThat(value(reading, "process.memory.virtual", "process.pid", "77")).isEqualTo(102400);
    assertThat(reading.toString()).doesNotContain("hunter2", "command_line");
  }

  private static String process(int pid, String name, int ticks) {
    return pid
        + " ("
        + name
        + ") S 0 1 1 0 -1 4194560 1 1 1 1 "
        + ticks
        + " 0 0 0 20 0 3 0 42 1000 25 0\n";
  }

  @Test
  void readsNumaNodes() {
    host.with("sys/devices/system/node/node1/numastat", "numa_hit 10\nother_node 3\n")
        .with("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:  2048 kB\n")
        .with("proc/sys/kernel/numa_balancing", "1\n");

    Reading reading = host.read(new NumaCollector());

    assertThat(value(reading, "system.memory.numa.usage", "numa.node", "1", "field", "MemTotal"))
        .isEqualTo(2048 * 1024);
    assertThat(value(reading, "system.memory.numa.allocations", "kind", "numa_hit")).isEqualTo(10);
    assertThat(value(reading, "system.memory.numa.balancing")).isEqualTo(1);
  }

  @Test
  void readsPressureWhereTheKernelTellsIt() {
    assertThat(host.read(new PressureCollector())).isInstanceOf(Reading.Unsupported.class);
    var collector = new PressureCollector();
    for (String resource : new String[] {"cpu", "memory", "io"}) {
      host.with("proc/pressure/" + resource, "some avg10=1.50 avg60=0 avg300=0 total=1000000\n");
    }
    host.read(collector);

    Reading reading =
        host.after(2)
            .with("proc/pressure/cpu", "some avg10=1.50 avg60=0 avg300=0 total=2000000\n")
            .read(collector);

    assertThat(value(reading, "system.linux.pressure.average", "resource", "cpu")).isEqualTo(1.5);
    assertThat(value(reading, "system.linux.pressure.share", "resource", "cpu"))
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void readsSensors() {
    host.with("sys/class/hwmon/hwmon0/name", "coretemp\n")
        .with("sys/class/hwmon/hwmon0/temp1_input", "45500\n")
        .with("sys/class/hwmon/hwmon0/fan1_input", "1200\n")
        .with("sys/class/thermal/thermal_zone0/type", "acpitz\n")
        .with("sys/class/thermal/thermal_zone0/temp", "-5000\n");

    Reading reading = host.read(new SensorCollector());

    assertThat(value(reading, "hw.temperature", "hw.name", "coretemp")).isEqualTo(45.5);
    assertThat(value(reading, "hw.fan.speed")).isEqualTo(1200);
    assertThat(value(reading, "hw.temperature", "hw.name", "acpitz")).isEqualTo(-5);
  }

  @Test
  void readsMountsWithBlanksInTheirNames() {
    var mounts =
        FilesystemCollector.mounts(
            """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            23 1 8:2 / /mnt/my\\040disk ro - xfs /dev/sdb rw
            24 1 0:5 / /proc rw - proc proc rw
            cut off
            """);

    assertThat(mounts)
        .extracting(FilesystemCollector.Mount::point)
        .containsExactly("/", "/mnt/my disk");
  }

  @Test
  void aMissingCriticalFileFailsAndAMissingOptionalOneIsToldOnce() throws IOException {
    assertThat(host.read(new LoadCollector())).isInstanceOf(Reading.Failed.class);

    host.with("proc/loadavg", "0.52 1.50 2.75 3/456 7890\n").with("proc/uptime", "1 1\n");
    Reading reading = host.read(new LoadCollector());

    assertThat(reading).isInstanceOf(Reading.Partial.class);
    assertThat(((Reading.Partial) reading).missing())
        .hasSize(1)
        .first()
        .asString()
        .contains("stat");
    assertThat(value(reading, "system.uptime")).isEqualTo(1);

    Files.writeString(folder.resolve("proc/loadavg"), "");
    assertThat(host.read(new LoadCollector())).isInstanceOf(Reading.Failed.class);
  }

  @Test
  void garbageNeitherThrowsNorCounts() {
    String[] files = {
      "loadavg",
      "meminfo",
      "vmstat",
      "stat",
      "diskstats",
      "net/dev",
      "net/snmp",
      "net/netstat",
      "net/tcp",
      "pressure/cpu",
      "1/stat",
      "1/mountinfo",
      "cpuinfo"
    };
    String[] texts = {
      "\0\0\0",
      ":",
      "cpu cpu cpu cpu cpu cpu",
      "a: -5 -6 x y",
      "Tcp: \nTcp:",
      HASH,
      " - ",
      "(((",
      "99999999999999999999999999999999 kB",
      "intr",
      "ctxt ",
      "some avg10= total=",
      "cpu0 1 2 3 4"
    };
    for (String text : texts) {
      for (String file : files) {
        host.with("proc/" + file, text);
      }
      for (var collector :
          new dev.atom.node.collect.Collector[] {
            new LoadCollector(),
            new MemoryCollector(),
            new CpuCollector(),
            new DiskCollector(),
            new NetworkCollector(),
            new TcpCollector(),
            new SystemCollector(),
            new PressureCollector(),
            new FilesystemCollector(),
            new ProcessCollector(() -> CommandLines.Mode.SCRUBBED)
          }) {
        assertThat(host.after(1).read(collector)).isNotNull();
      }
    }
  }
}
