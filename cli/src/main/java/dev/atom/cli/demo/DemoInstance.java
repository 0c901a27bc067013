// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.cli.instance.Readiness;
import dev.atom.cli.instance.Supervisor;
import dev.atom.cli.remote.StudioClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The instance the story is told on, started as `up` starts one, and the ways to talk to it.
///
/// @param data its data folder
/// @param wire the provider behind `wire-small` and `wire-silent`
/// @param commands runs subcommands of `atom` on it
/// @param gate calls GATE as `curl` would
/// @param sdk calls GATE through the OpenAI SDK
/// @param trail reads its audit trail
record DemoInstance(
    DataFolder data,
    WireServer wire,
    Commands commands,
    GateCalls gate,
    SdkCalls sdk,
    Trail trail,
    InstantSource clock) {

  /// Starts it on free ports; `open` then holds what must be closed.
  static DemoInstance start(Console console, Path folder, CloseStack open) {
    var data = new DataFolder(folder);
    var wire = open.push(WireServer.start());
    data.prepare();
    PrivateFiles.write(data.providers(), providers(wire));
    var supervisor =
        open.push(new Supervisor(data, console.home(), console.clock(), console::tell));
    String url = supervisor.start(freePort()).url(DataFolder.GATE);
    supervisor.declareReady();
    var trust = Trust.of(data);
    return new DemoInstance(
        data,
        wire,
        new Commands(console, folder),
        new GateCalls(trust, url),
        new SdkCalls(trust, url),
        new Trail(StudioClient.of(data, console.clock())),
        console.clock());
  }

  private static String providers(WireServer wire) {
    return """
    providers:
      - name: offline
        kind: offline
        models: [atom-small, atom-slow]
      - name: wire
        kind: openai-compatible
        base-url: %s
        models: [wire-small, wire-silent]
    """
        .formatted(wire.url());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  InstanceState state() {
    return InstanceState.read(data).orElseThrow();
  }

  /// Returns when GATE and studio are ready, or after ten seconds.
  void awaitReady() {
    try (var client = InstanceTls.client(data)) {
      var readiness = new Readiness(client);
      for (String process : new String[] {DataFolder.STUDIO, DataFolder.GATE}) {
        String url = state().url(process);
        Waiting.until(Duration.ofSeconds(10), () -> readiness.problem(url).isEmpty());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Makes an agent in the domain `shop`, and returns when GATE has heard of it.
  DemoAgent agent(String name, int rpm, String... models) throws InterruptedException {
    DemoAgent agent = DemoAgent.of(commands.must(creation(name, rpm, models)).json());
    awaitKnown(agent);
    return agent;
  }

  /// The command line that makes an agent.
  static String[] creation(String name, int rpm, String... models) {
    return new String[] {
      "agent", "create", name, "--rpm", "" + rpm, "--model", String.join(",", models), "--json"
    };
  }

  /// Waits until GATE has heard of the agent, which costs the agent one call of its limit.
  void awaitKnown(DemoAgent agent) throws InterruptedException {
    Waiting.until(
        Duration.ofSeconds(5), () -> !gate.models(agent).code().equals("agent_not_provisioned"));
  }
}
