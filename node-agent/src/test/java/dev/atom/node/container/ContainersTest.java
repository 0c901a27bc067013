// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

import static dev.atom.node.MadeHost.facts;
import static dev.atom.node.MadeHost.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.node.MadeHost;
import dev.atom.node.collect.Reading;
import dev.atom.protocol.Fact;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainersTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String POD = "1234abcd-1234-1234-1234-1234567890ab";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/system.slice/docker-ID.scope, docker, false",
    "/docker/ID, docker, false",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podPOD_.slice/cri-containerd-ID.scope,"
        + " cri-containerd, true",
    "/kubepods/besteffort/podPOD/ID, containerd, true",
    "/kubepods.slice/kubepods-podPOD_.slice/crio-ID.scope, crio, true",
    "/machine.slice/libpod-ID.scope, podman, false",
    "/system.slice/nerdctl-ID.scope, containerd, false",
    "/system.slice/containerd.service/kubepods-podPOD_.slice:cri-containerd:ID, cri-containerd, true"
  })
  void theRuntimeAndThePodAreReadFromThePath(String path, String runtime, boolean pod) {
    String full =
        path.strip().replace("ID", ID).replace("POD_", POD.replace('-', '_')).replace("POD", POD);

    var name = ContainerName.of(full).orElseThrow();

    assertThat(name.runtime()).isEqualTo(runtime);
    assertThat(name.id()).isEqualTo(ID);
    assertThat(name.pod()).isEqualTo(pod ? POD : "");
  }

  @ParameterizedTest
  @CsvSource({
    "/system.slice/ssh.service",
    "/machine.slice/libpod-conmon-ID.scope",
    "/crio-conmon-ID.scope",
    "/docker/123"
  })
  void otherGroupsAreNoContainers(String path) {
    assertThat(ContainerName.of(path.replace("ID", ID))).isEmpty();
  }

  @Test
  void readsContainersOfVersionTwo() {
    String group = "sys/fs/cgroup/system.slice/docker-" + ID + ".scope/";
    var host =
        new MadeHost(folder)
            .with("sys/fs/cgroup/cgroup.controllers", "cpu memory\n")
            .with(
                group + "cpu.stat",
                "usage_usec 1000000\nnr_periods 10\nnr_throttled 2\nthrottled_usec 5\n")
            .with(group + "cpu.max", "50000 100000\n")
            .with(group + "memory.current", "4096\n")
            .with(group + "memory.max", "max\n")
            .with(group + "memory.stat", "anon 1000\ninactive_file 96\n");
    var containers = new Containers();
    var found = host.read(new ContainerDiscovery(containers, "node"));
    var cpu = new CgroupCpuCollector(containers);
    host.read(cpu);

    Reading reading =
        host.after(2)
            .with(
                group + "cpu.stat",
                "usage_usec 2000000\nnr_periods 20\nnr_throttled 7\nthrottled_usec 9\n")
            .read(cpu);
    Reading memory = host.read(new CgroupMemoryCollector(containers));

    assertThat(facts(found))
        .filteredOn(Fact.Resource.class::isInstance)
        .hasSize(1)
        .first()
        .extracting(f -> ((Fact.Resource) f).attributes())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .contains(Map.entry("container.runtime", "docker"), Map.entry("cgroup.version", "2"));
    assertThat(value(reading, "container.cpu.usage")).isEqualTo(0.5);
    assertThat(value(reading, "container.cpu.limit")).isEqualTo(0.5);
    assertThat(value(reading, "container.cpu.throttled.share")).isEqualTo(0.5);
    assertThat(value(memory, "container.memory.working_set")).isEqualTo(4000);
    assertThat(value(memory, "container.memory.limit")).isNaN();
  }

  @Test
  void readsContainersOfAHybridHierarchy() {
    String group = "/docker/" + ID + "/";
    var host =
        new MadeHost(folder)
            .with("sys/fs/cgroup/unified/cgroup.controllers", "\n")
            .with("sys/fs/cgroup/cpuacct" + group + "cpuacct.usage", "3000000000\n")
            .with("sys/fs/cgroup/cpu" + group + "cpu.cfs_quota_us", "-1\n")
            .with("sys/fs/cgroup/cpu" + group + "cpu.cfs_period_us", "100000\n")
            .with("sys/fs/cgroup/memory" + group + "memory.usage_in_bytes", "8192\n")
            .with("sys/fs/cgroup/memory" + group + "memory.limit_in_bytes", "9223372036854771712\n")
            .with("sys/fs/cgroup/memory" + group + "memory.stat", "total_inactive_file 192\n");
    var containers = new Containers();
    host.read(new ContainerDiscovery(containers, "node"));

    Reading cpu = host.read(new CgroupCpuCollector(containers));
    Reading memory = host.read(new CgroupMemoryCollector(containers));

    assertThat(value(cpu, "container.cpu.time")).isEqualTo(3);
    assertThat(value(cpu, "container.cpu.limit")).isNaN();
    assertThat(value(memory, "container.memory.working_set")).isEqualTo(8000);
    assertThat(value(memory, "container.memory.limit")).isNaN();
  }
}
