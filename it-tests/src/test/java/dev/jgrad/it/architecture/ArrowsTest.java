package dev.jgrad.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guard is guarded: made-up classes with wrong arrows must be caught, whichever way the arrow is drawn. */
class ArrowsTest {
    @Test
    void catchesFieldOfAnUpperPackage() {
        assertEquals(
                List.of("dev.jgrad.data.Fixture knows dev.jgrad.tensor.Tensor, but data may not know tensor"),
                Arrows.broken(List.of(withField("dev.jgrad.data.Fixture", "dev.jgrad.tensor.Tensor"))));
    }

    @Test
    void catchesCallFromABackend() {
        var type = withCall("dev.jgrad.cpu.kernels.Fixture", "dev.jgrad.op.Dispatcher");
        assertEquals(
                List.of("dev.jgrad.cpu.kernels.Fixture knows dev.jgrad.op.Dispatcher, but cpu may not know op"),
                Arrows.broken(List.of(type)));
    }

    @Test
    void catchesArrayAndGenericTypes() {
        var type = CompiledClass.parse(
                ClassFile.of()
                        .build(
                                ClassDesc.of("dev.jgrad.nn.Fixture"),
                                builder -> builder.withField(
                                                "layouts",
                                                ClassDesc.of("dev.jgrad.spi.Buffer")
                                                        .arrayType(2),
                                                ClassFile.ACC_PRIVATE)
                                        .with(
                                                java.lang.classfile.attribute.SignatureAttribute.of(
                                                        java.lang.classfile.ClassSignature.parseFrom(
                                                                "Ljava/lang/Object;Ljava/lang/Comparable<Ldev/jgrad/storage/Storage;>;")))));
        assertEquals(2, Arrows.broken(List.of(type)).size());
    }

    @Test
    void catchesPackageWithoutAPlace() {
        var broken = Arrows.broken(List.of(withField("dev.jgrad.misc.Fixture", "java.lang.String")));
        assertTrue(broken.getFirst().contains("no place"), broken::toString);
    }

    @Test
    void letsAllowedArrowsThrough() {
        assertEquals(
                List.of(),
                Arrows.broken(List.of(
                        withField("dev.jgrad.tensor.Fixture", "dev.jgrad.op.Dispatcher"),
                        withCall("dev.jgrad.op.Fixture", "dev.jgrad.tensor.Tensor"),
                        withField("dev.jgrad.cpu.loops.Fixture", "dev.jgrad.data.Layout"),
                        withField("dev.jgrad.nn.layer.Fixture", "dev.jgrad.nn.Module"))));
    }

    private static CompiledClass withField(String name, String fieldType) {
        return CompiledClass.parse(ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        builder -> builder.withField("field", ClassDesc.of(fieldType), ClassFile.ACC_PRIVATE)));
    }

    private static CompiledClass withCall(String name, String called) {
        var nothing = MethodTypeDesc.ofDescriptor("()V");
        return CompiledClass.parse(ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        builder -> builder.withMethodBody(
                                "call",
                                nothing,
                                ClassFile.ACC_STATIC,
                                code -> code.invokestatic(ClassDesc.of(called), "run", nothing)
                                        .return_())));
    }
}
