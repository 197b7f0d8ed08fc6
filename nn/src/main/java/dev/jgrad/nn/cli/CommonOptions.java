package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has. */
final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description =
                    "Where to compute: auto, cpu, cuda or cuda:N. auto takes the first GPU, or the CPU if there is"
                            + " none (default: auto).")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many CPU threads to use (default: one per core, fewer while other programs use them).")
    private @Nullable Integer threads;

    /** Read by {@link Failures} from the parsed command line, which is there also when a command was never made. */
    @Option(names = "--debug", description = "If something fails, print where.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Made by picocli. */
    CommonOptions() {}

    /** Sets threads and the default device, and returns the latter. To be called before the first tensor. */
    Device apply() {
        if (threads != null) {
            if (threads < 1) {
                throw new ParameterException(
                        java.util.Objects.requireNonNull(command).commandLine(),
                        "Invalid value for option '--threads': " + threads + " is less than 1");
            }
            // Read by the CPU backend when it starts.
            System.setProperty("jgrad.threads", String.valueOf(threads));
        }
        Device chosen = device.equals("auto") ? best() : Device.of(device);
        // A device that is missing is reported now and not after minutes of work.
        Tensors.empty(TensorOptions.device(chosen), 0);
        Device.setDefault(chosen);
        return chosen;
    }

    private static Device best() {
        Device gpu = Device.cuda(0);
        return Devices.isAvailable(gpu) ? gpu : Device.CPU;
    }
}
