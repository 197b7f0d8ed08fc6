package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** The container engine of this machine, if one answers. */
final class Engine {
    private static final class Holder {
        static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();
    }

    private Engine() {}

    /** Skips the test where there is none. */
    static void require() {
        assumeTrue(
                Holder.ANSWERS,
                "no container engine answers (DOCKER_HOST is " + System.getenv("DOCKER_HOST")
                        + "); .ci/run starts one where it can");
    }

    /** Skips the test where an image is neither here nor to be had from a registry. */
    static void requireImage(String name) {
        boolean there;
        try {
            client().inspectImageCmd(name).exec();
            there = true;
        } catch (NotFoundException e) {
            there = pull(name);
        }
        assumeTrue(there, "the image " + name + " is not here and cannot be pulled; .ci/run makes a stand-in");
    }

    private static boolean pull(String name) {
        try {
            return client().pullImageCmd(name).start().awaitCompletion(5, TimeUnit.MINUTES);
        } catch (DockerException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
