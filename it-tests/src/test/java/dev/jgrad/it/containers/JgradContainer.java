package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the CPU image as a careful user starts it: a root file system that is read-only, no capabilities, two
 * CPUs, 1 GiB, no network.
 */
final class JgradContainer extends GenericContainer<JgradContainer> {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long GIBI = 1L << 30;

    JgradContainer(String... arguments) throws IOException {
        super(DockerImageName.parse(CpuImage.name()));
        withCommand(arguments);
        withNetworkMode("none");
        withCreateContainerCmdModifier(command -> command.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withNanoCPUs(2_000_000_000L)
                .withMemory(GIBI)
                .withMemorySwap(GIBI));
    }

    /** No more than this, and no swap. */
    JgradContainer withMemory(long mebibytes) {
        return withCreateContainerCmdModifier(
                command -> command.getHostConfig().withMemory(mebibytes << 20).withMemorySwap(mebibytes << 20));
    }

    JgradContainer withCpus(int cpus) {
        return withCreateContainerCmdModifier(command -> command.getHostConfig().withNanoCPUs(cpus * 1_000_000_000L));
    }

    /** Lets a volume take the place of the working folder. */
    JgradContainer withVolume(String name) {
        return withCreateContainerCmdModifier(
                command -> command.getHostConfig().withBinds(new Bind(name, new Volume("/work"))));
    }

    /** Runs it to its end, whatever that is. */
    ContainerRun run() {
        withStartupCheckStrategy(new Ended().withTimeout(PATIENCE));
        try (this) {
            start();
            return new ContainerRun(
                    Math.toIntExact(state().getExitCodeLong()),
                    getLogs(OutputType.STDOUT),
                    getLogs(OutputType.STDERR),
                    Boolean.TRUE.equals(state().getOOMKilled()));
        }
    }

    ContainerState state() {
        return getDockerClient().inspectContainerCmd(getContainerId()).exec().getState();
    }

    /** {@code docker kill}: no warning, no time to save anything. */
    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
        awaitEnd();
        assertEquals(137, state().getExitCodeLong(), "killed");
    }

    /** {@code docker stop}: SIGTERM, and time to end. */
    long stopGently() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout(30).exec();
        awaitEnd();
        return state().getExitCodeLong();
    }

    private void awaitEnd() {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (Boolean.TRUE.equals(state().getRunning())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the container does not end");
            }
            pause(20);
        }
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Succeeds at any end, where Testcontainers' own would fail at a code other than 0. */
    private static final class Ended extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            ContainerState state = getCurrentState(client, id);
            boolean ended = "exited".equals(state.getStatus()) || "dead".equals(state.getStatus());
            return ended ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }
}
