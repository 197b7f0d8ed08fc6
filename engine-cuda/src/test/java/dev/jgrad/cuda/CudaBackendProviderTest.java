package dev.jgrad.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.spi.BackendProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CudaBackendProviderTest {
    @Test
    void isFoundAndSaysWhyThereIsNoDevice() {
        var provider = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.deviceType().equals("cuda"))
                .findFirst()
                .orElseThrow();
        assertEquals(CudaBackendProvider.class, provider.getClass());
        var answer = assertInstanceOf(BackendProvider.Unavailable.class, provider.probe());
        assertTrue(answer.reason().contains("CUDA"), answer::reason);
    }
}
