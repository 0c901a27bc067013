// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.manifest.Manifests;
import dev.atom.posture.manifest.Workload;
import dev.atom.testing.Feature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PodSecurityTest {
  /// A pod that the level restricted allows in every version, with what `pod` and `container` add
  /// to the security contexts and `spec` to the pod spec.
  private static Workload pod(String spec, String pod, String container) {
    return Manifests.workload(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          %s
          securityContext:
            runAsNonRoot: true
            seccompProfile: {type: RuntimeDefault}
            %s
          containers:
          - name: c
            image: i
            securityContext:
              allowPrivilegeEscalation: false
              capabilities: {drop: [ALL]}
              %s
        """
            .formatted(spec, pod, container));
  }

  private static List<String> controls(Workload workload, Level level, int minor) {
    return PodSecurity.judge(workload, level, new PolicyVersion(minor)).violations().stream()
        .map(Violation::control)
        .distinct()
        .toList();
  }

  /// What is forbidden from one version on or up to one: spec, pod, container, control, level,
  /// first and last minor version that forbids it.
  static Stream<Arguments> versions() {
    String selinux = "seLinuxOptions: {type: container_engine_t}";
    return Stream.of(
        row("", "sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]", "", "sysctls", -1, -1),
        row("", "sysctls: [{name: kernel.msgmax, value: '1'}]", "", "sysctls", 0, 37),
        row("", sysctl("net.ipv4.ip_local_reserved_ports"), "", "sysctls", 0, 26),
        row("", sysctl("net.ipv4.tcp_keepalive_time"), "", "sysctls", 0, 28),
        row("", sysctl("net.ipv4.tcp_fin_timeout"), "", "sysctls", 0, 28),
        row("", sysctl("net.ipv4.tcp_keepalive_intvl"), "", "sysctls", 0, 28),
        row("", sysctl("net.ipv4.tcp_keepalive_probes"), "", "sysctls", 0, 28),
        row("", sysctl("net.ipv4.tcp_rmem"), "", "sysctls", 0, 31),
        row("", sysctl("net.ipv4.tcp_wmem"), "", "sysctls", 0, 31),
        row("", sysctl("net.ipv4.tcp_slow_start_after_idle"), "", "sysctls", 0, 36),
        row("", sysctl("net.ipv4.tcp_notsent_lowat"), "", "sysctls", 0, 36),
        row("", selinux, "", "seLinuxOptions", 0, 30),
        row("", "", selinux, "seLinuxOptions", 0, 30),
        row("", "", "procMount: Unmasked", "procMount", 0, 37),
        row("hostUsers: false", "", "procMount: Unmasked", "procMount", 0, 34),
        row("hostUsers: true", "", "procMount: Unmasked", "procMount", 0, 37),
        row("", "appArmorProfile: {type: Unconfined}", "", "appArmorProfile", 0, 37),
        row("", "", "seccompProfile: {type: Unconfined}", "seccompProfile_baseline", 19, 37));
  }

  private static String sysctl(String name) {
    return "sysctls: [{name: " + name + ", value: '1'}]";
  }

  private static Arguments row(
      String spec, String pod, String container, String control, int first, int last) {
    return Arguments.of(spec, pod, container, control, first, last);
  }

  @ParameterizedTest
  @MethodSource("versions")
  @Feature("J14")
  void baselineForbidsByVersion(
      String spec, String pod, String container, String control, int first, int last) {
    Workload workload = pod(spec, pod, container);

    for (int minor = 0; minor <= 37; minor++) {
      boolean forbidden = minor >= first && minor <= last;
      assertThat(controls(workload, Level.BASELINE, minor))
          .as("v1.%s", minor)
          .isEqualTo(forbidden ? List.of(control) : List.of());
    }
  }

  static Stream<Arguments> restrictedVersions() {
    return Stream.of(
        row("", "", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation", 8, 37),
        row(
            "os: {name: windows}",
            "",
            "allowPrivilegeEscalation: null",
            "allowPrivilegeEscalation",
            8,
            24),
        row("os: {name: windows}", "", "capabilities: null", "capabilities_restricted", 22, 24),
        row("os: {name: linux}", "", "capabilities: null", "capabilities_restricted", 22, 37),
        row("", "", "capabilities: {drop: [all]}", "capabilities_restricted", 22, 37),
        row("", "", "capabilities: {drop: [ALL], add: [CHOWN]}", "capabilities_restricted", 22, 37),
        row("", "", "capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}", "", -1, -1),
        row("", "runAsUser: 0", "", "runAsUser", 23, 37),
        row("hostUsers: false", "runAsUser: 0", "", "runAsUser", 23, 34),
        row("", "", "runAsUser: 0", "runAsUser", 23, 37),
        row("", "runAsNonRoot: null", "", "runAsNonRoot", 0, 37),
        row("hostUsers: false", "runAsNonRoot: false", "", "runAsNonRoot", 0, 34),
        row("", "runAsNonRoot: false", "runAsNonRoot: true", "runAsNonRoot", 0, 37),
        row("", "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot", 0, 37),
        row("", "seccompProfile: null", "", "seccompProfile_restricted", 19, 37),
        row("", "seccompProfile: null", "seccompProfile: {type: Localhost}", "", -1, -1),
        row(
            "",
            "seccompProfile: {type: Unconfined}",
            "seccompProfile: {type: RuntimeDefault}",
            "seccompProfile_restricted",
            19,
            37),
        row("os: {name: windows}", "seccompProfile: null", "", "seccompProfile_restricted", 19, 24),
        row("hostUsers: false", "", "procMount: Unmasked", "procMount*", 0, 37),
        row("volumes: [{name: v, nfs: {server: s, path: /}}]", "", "", "restrictedVolumes", 0, 37),
        row("volumes: [{name: v, image: {reference: r}}]", "", "", "", -1, -1),
        row("volumes: [{name: v}]", "", "", "", -1, -1));
  }

  @ParameterizedTest
  @MethodSource("restrictedVersions")
  @Feature("J14")
  void restrictedForbidsByVersion(
      String spec, String pod, String container, String control, int first, int last) {
    Workload workload = withoutDoubles(spec, pod, container);

    for (int minor = 0; minor <= 37; minor++) {
      List<String> found = controls(workload, Level.RESTRICTED, minor);
      if (control.equals("procMount*")) {
        assertThat(found).containsExactly(minor < 35 ? "procMount" : "procMount_restricted");
      } else {
        boolean forbidden = minor >= first && minor <= last;
        assertThat(found).as("v1.%s", minor).isEqualTo(forbidden ? List.of(control) : List.of());
      }
    }
  }

  /// As [#pod], what is added standing for what is there.
  private static Workload withoutDoubles(String spec, String pod, String container) {
    return Manifests.workload(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          %s
          securityContext: {<<: [{%s}, {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}]}
          containers:
          - name: c
            image: i
            securityContext: {<<: [{%s}, {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}]}
        """
            .formatted(spec, pod, container));
  }

  @ParameterizedTest
  @CsvSource({
    "livenessProbe: {httpGet: {host: h}}",
    "readinessProbe: {tcpSocket: {host: h}}",
    "startupProbe: {httpGet: {host: h}}",
    "lifecycle: {postStart: {tcpSocket: {host: h}}}",
    "lifecycle: {preStop: {httpGet: {host: h}}}"
  })
  @Feature("J14")
  void probesMayNotNameAHostFrom34On(String probe) {
    Workload workload =
        Manifests.workload(
            "{apiVersion: v1, kind: Pod, spec: {containers: [{name: c, " + probe + "}]}}");

    assertThat(controls(workload, Level.BASELINE, 33)).isEmpty();
    assertThat(controls(workload, Level.BASELINE, 34))
        .containsExactly("hostProbesAndHostLifecycle");
  }

  @ParameterizedTest
  @CsvSource({"0,true", "18,true", "19,false", "37,false"})
  @Feature("J14")
  void seccompIsReadFromAnnotationsUntil18(int minor, boolean forbidden) {
    Workload workload =
        Manifests.workload(
            """
            apiVersion: v1
            kind: Pod
            metadata: {annotations: {container.seccomp.security.alpha.kubernetes.io/c: unconfined}}
            spec: {containers: [{name: c}]}
            """);

    assertThat(controls(workload, Level.BASELINE, minor).isEmpty()).isNotEqualTo(forbidden);
  }

  @ParameterizedTest
  @CsvSource({"unconfined,true", "runtime/default,false", "localhost/x,false", "'',false"})
  @Feature("J14")
  void appArmorIsReadFromAnnotationsToo(String value, boolean forbidden) {
    Workload workload =
        Manifests.workload(
            """
            apiVersion: v1
            kind: Pod
            metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: "%s"}}
            spec: {containers: [{name: c}]}
            """
                .formatted(value));

    assertThat(controls(workload, Level.BASELINE, 37).isEmpty()).isNotEqualTo(forbidden);
  }

  @Test
  @Feature("J14")
  void containersOfEveryRoleAreLookedAt() {
    for (String role : List.of("initContainers", "containers", "ephemeralContainers")) {
      Workload workload =
          Manifests.workload(
              "{apiVersion: v1, kind: Pod, spec: {"
                  + role
                  + ": [{name: x, securityContext: {privileged: true}}]}}");
      PodVerdict verdict = PodSecurity.judge(workload, Level.BASELINE, PolicyVersion.LATEST);

      assertThat(verdict.violations())
          .extracting(Violation::path)
          .containsExactly("spec." + role + "[x].securityContext.privileged");
    }
  }

  @ParameterizedTest
  @CsvSource({"Pod,27,2", "Pod,28,2", "Deployment,27,2", "Deployment,28,1"})
  @Feature("J14")
  void onTheHostsNetworkPortsAreTheHosts(String kind, int minor, int controls) {
    String pod = "spec: {hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]}";
    Workload workload =
        Manifests.workload(
            kind.equals("Pod")
                ? "{apiVersion: v1, kind: Pod, " + pod + "}"
                : "{apiVersion: apps/v1, kind: Deployment, spec: {template: {" + pod + "}}}");

    assertThat(controls(workload, Level.BASELINE, minor)).hasSize(controls);
  }

  @Test
  @Feature("J14")
  void aSecurityContextThatIsNullEmptyOrMissingIsTheSame() {
    for (String context : List.of("", "securityContext: {},", "securityContext: null,")) {
      Workload workload =
          Manifests.workload(
              "{apiVersion: v1, kind: Pod, spec: {" + context + " containers: [{name: c}]}}");

      assertThat(PodSecurity.judge(workload, Level.BASELINE, PolicyVersion.LATEST).allowed())
          .isTrue();
      assertThat(controls(workload, Level.RESTRICTED, 37))
          .containsExactly(
              "allowPrivilegeEscalation",
              "runAsNonRoot",
              "seccompProfile_restricted",
              "capabilities_restricted");
    }
  }

  @Test
  void textWhereASwitchShouldBeIsNoSwitchThatIsOff() {
    Workload workload =
        Manifests.workload(
            "{apiVersion: v1, kind: Pod, spec: {hostPID: 'false', containers: [{name: c}]}}");

    assertThat(controls(workload, Level.BASELINE, 37)).containsExactly("hostNamespaces");
  }

  @Test
  void privilegedAllowsEverything() {
    Workload workload = Manifests.workload("{apiVersion: v1, kind: Pod, spec: {hostPID: true}}");

    assertThat(controls(workload, Level.PRIVILEGED, 37)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"v1.0,0", "v1.37,37", "1.25,25", "latest,37", "v1.99,37"})
  void versionsAreReadAndNoneIsNewerThanTheNewest(String text, int minor) {
    assertThat(PolicyVersion.parse(text)).contains(new PolicyVersion(minor));
  }

  @ParameterizedTest
  @CsvSource({"v2.0", "v1", "v1.", "1.x", "''", "v1.-1", "v1.99999999999"})
  void whatIsNoVersionIsNotRead(String text) {
    assertThat(PolicyVersion.parse(text)).isEmpty();
  }
}
