package dev.jgrad.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Every public type says what it is for, and every {@code package-info} tells something. Javadoc's own check would
 * also ask for {@code @param} and {@code @return} where the first sentence has said it all.
 */
class DocumentationTest {
    @Test
    void publicTypesAndPackagesAreDocumented() throws IOException {
        var sources = new ArrayList<Path>();
        for (String module : List.of("engine-api", "engine-cpu", "engine-cuda", "nn")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        assertTrue(sources.size() > 4, () -> "too few sources found: " + sources);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
            var undocumented = new Undocumented(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                undocumented.scan(unit, null);
            }
            assertEquals("", String.join("\n", undocumented.found));
        }
    }

    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> found = new ArrayList<>();

        Undocumented(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitPackage(PackageTree node, Void nothing) {
            var file = getCurrentPath().getCompilationUnit().getSourceFile();
            if (file.getName().endsWith("package-info.java")) {
                require("package " + node.getPackageName());
            }
            return null;
        }

        @Override
        public Void visitClass(ClassTree node, Void nothing) {
            if (!node.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                return null;
            }
            require(getCurrentPath().getCompilationUnit().getPackageName() + "." + node.getSimpleName());
            // Of the members only the types are asked.
            for (Tree member : node.getMembers()) {
                if (member instanceof ClassTree) {
                    scan(member, null);
                }
            }
            return null;
        }

        private void require(String what) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment == null || comment.isBlank()) {
                found.add(what + " has no documentation comment");
            }
        }
    }
}
