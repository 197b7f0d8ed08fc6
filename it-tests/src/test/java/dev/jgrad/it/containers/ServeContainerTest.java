package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** A server and, on the same network, a container of clients that know which answers are right. */
class ServeContainerTest {
    private static final int REQUESTS = 1200;

    @Test
    void answersRightAlsoWhileItIsKilledStoppedAndRestarted() throws Exception {
        try (var volume = new WorkVolume();
                var network = Network.newNetwork()) {
            new JgradContainer("finetune", "--images", "64", "--epochs", "1")
                    .withVolume(volume.name())
                    .run()
                    .text();
            try (var server = server(volume, network);
                    var clients = clients(network)) {
                server.start();
                clients.start();
                awaitLog(clients, "now together");
                JgradContainer.pause(1000);
                server.kill();
                restart(server);
                JgradContainer.pause(1500);
                assertEquals(143, server.stopGently(), server.getLogs());
                restart(server);
                awaitLog(clients, "server's memory");
                String report = clients.getLogs(OutputType.STDOUT);
                assertTrue(report.contains(", wrong 0, lost 0 "), report);
                assertTrue(report.contains(REQUESTS + " requests in "), report);
                assertTrue(report.matches("(?s).*connection broken [1-9].*"), "nothing was cut off: " + report);
                String errors = server.getLogs(OutputType.STDERR);
                assertEquals("", errors);
            }
        }
    }

    private static JgradContainer server(WorkVolume volume, Network network) throws IOException {
        return new JgradContainer("serve", "--weights", "runs/finetune/digits-5-9.safetensors")
                .withVolume(volume.name())
                .withNetworkMode(null)
                .withNetwork(network)
                .withNetworkAliases("jgrad")
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/ready").withStartupTimeout(Duration.ofSeconds(60)));
    }

    /** The load tool, run by the image's own Java. */
    private static JgradContainer clients(Network network) throws IOException {
        String classes =
                Path.of("target", "test-classes", "dev", "jgrad", "it", "load").toString();
        return new JgradContainer()
                .withNetworkMode(null)
                .withNetwork(network)
                .withCopyToContainer(MountableFile.forHostPath(classes), "/load/dev/jgrad/it/load")
                .withCreateContainerCmdModifier(command ->
                        command.withEntrypoint("java").getHostConfig().withReadonlyRootfs(false))
                .withCommand(
                        "-cp",
                        "/load",
                        "dev.jgrad.it.load.Load",
                        "http://jgrad:8080/",
                        "--requests",
                        String.valueOf(REQUESTS),
                        "--clients",
                        "8",
                        "--malformed",
                        "5");
    }

    private static void restart(JgradContainer server) {
        server.getDockerClient().startContainerCmd(server.getContainerId()).exec();
    }

    private static void awaitLog(JgradContainer container, String text) {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!container.getLogs(OutputType.STDOUT).contains(text)) {
            assertTrue(
                    System.nanoTime() < end
                                    && Boolean.TRUE.equals(container.state().getRunning())
                            || container.getLogs(OutputType.STDOUT).contains(text),
                    () -> "'" + text + "' was never printed: " + container.getLogs());
            JgradContainer.pause(100);
        }
    }
}
