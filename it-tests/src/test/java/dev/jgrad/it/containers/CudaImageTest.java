package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** All stages of {@code docker/Dockerfile.cuda}, on Debian in the place of NVIDIA's image. */
class CudaImageTest {
    @Test
    void buildsAndSaysThatThereIsNoGpu() throws IOException {
        Engine.require();
        CpuImage.requireParts();
        String name = CpuImage.build("docker/Dockerfile.cuda", "jgrad-it-cuda", "BASE_IMAGE", "debian:bookworm-slim");
        InspectImageResponse image = Engine.client().inspectImageCmd(name).exec();
        assertTrue("jgrad".equals(image.getConfig().getUser()), "user");
        try (var container = new GenericContainer<>(DockerImageName.parse(name))
                .withCommand("devices")
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withReadonlyRootfs(true))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(2)))) {
            container.start();
            String text = container.getLogs();
            assertTrue(text.contains("oneDNN: loaded from /opt/jgrad/natives"), text);
            assertTrue(text.matches("(?s).*cuda\\n  not available: libcuda\\.so\\.1 .*default: cpu\\n"), text);
        }
    }
}
