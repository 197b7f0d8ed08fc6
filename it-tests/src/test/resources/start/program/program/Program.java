package program;

import dev.jgrad.spi.BackendProvider;
import java.util.ServiceLoader;
import java.util.TreeSet;

public final class Program {
    public static void main(String[] args) {
        System.out.println("module " + Program.class.getModule().getName());
        System.out.println("vector " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
        var found = new TreeSet<String>();
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            found.add(provider.deviceType() + " " + provider.probe().getClass().getSimpleName());
        }
        System.out.println(found);
    }
}
