package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs no engine. */
class DockerfileLintTest {
    private static final String GOOD = """
            ARG BASE=debian:bookworm-slim
            FROM ${BASE} AS one
            RUN ["true"]
            FROM scratch
            COPY --from=one / /
            LABEL a="b"
            USER somebody
            VOLUME ["/work"]
            EXPOSE 80
            ENTRYPOINT ["/bin/true"]
            CMD ["--help"]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.cpu", "Dockerfile.cuda"})
    void findsNothingInOurs(String name) throws IOException {
        assertEquals(
                List.of(),
                DockerfileLint.problems(CpuImage.ROOT.resolve("docker").resolve(name), CpuImage.ROOT));
    }

    @Test
    void theCudaImageIsWhatItSaysItIs() throws IOException {
        String text = Files.readString(CpuImage.ROOT.resolve("docker/Dockerfile.cuda"));
        assertTrue(text.contains("ARG BASE_IMAGE=nvidia/cuda:12.6.") && text.contains("-cudnn-runtime-"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            FROM scratch                ; FROM other                 ; names no version
            FROM scratch                ; FROM other:latest          ; names no version
            FROM ${BASE} AS one         ; FROM ${NONE} AS one        ; uses an ARG that is not declared before
            --from=one                  ; --from=two                 ; copies from a stage that is not there
            COPY --from=one / /         ; COPY missing /x            ; missing is not there
            USER somebody               ; USER root                  ; runs as root
            USER somebody               ; WORKDIR here               ; is not absolute
            ["/bin/true"]               ; /bin/true                  ; is run by a shell
            RUN ["true"]                ; RUN a | b                  ; hides failures in a pipe
            RUN ["true"]                ; RUN apt-get install x      ; installs more than it needs
            LABEL a="b"                 ; ADD a b                    ; is no instruction that we use
            ARG BASE=debian:bookworm-slim ; RUN a                    ; stands before the first FROM
            """)
    void findsWhatIsWrong(String good, String wrong, String expected) throws IOException {
        Path file = folder.resolve("Dockerfile");
        Files.writeString(file, GOOD);
        assertEquals(List.of(), DockerfileLint.problems(file, folder));
        Files.writeString(file, GOOD.replace(good, wrong));
        String problems = String.join("\n", DockerfileLint.problems(file, folder));
        assertTrue(problems.contains(expected), problems);
    }
}
