package dev.jgrad.it.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Resolver resolver = new Resolver(List.of(
            new Lists.Line("torch.old", "tensor.Tensors.cat"), new Lists.Line("torch.gone", "tensor.Tensors.noSuch")));

    private Optional<String> find(String section, String name) {
        return resolver.find(new Entry(section, name));
    }

    @Test
    void namesAreFoundWhereAUserWouldCallThem() {
        assertEquals(Optional.of("Tensor.nanToNum"), find("torch", "nan_to_num"));
        assertEquals(Optional.of("Functional.maxPool2d"), find("torch.nn.functional", "max_pool2d"));
        assertEquals(Optional.of("Linear"), find("torch.nn", "Linear"));
        assertEquals(Optional.of("Tensors.cat"), find("torch", "old"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(Optional.empty(), find("torch.linalg", "no_such_decomposition"));
        assertEquals(Optional.empty(), find("torch.nn", "NoSuchLayer"));
        assertEquals(Optional.empty(), find("torch.nn.utils", "add"));
    }

    @Test
    void aFormMustNameAPublicMember() {
        assertThrows(IllegalStateException.class, () -> find("torch", "gone"));
    }
}
