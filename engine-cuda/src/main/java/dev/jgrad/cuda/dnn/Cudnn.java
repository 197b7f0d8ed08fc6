package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.MissingLibrary;
import dev.jgrad.cuda.driver.JCudaLibrary;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.jcudnn.JCudnn;

/**
 * The library itself: whether it is there, and what its return codes mean. cuDNN 9 has other numbers than JCuda's class
 * {@code cudnnStatus}, so texts come from the library.
 */
public final class Cudnn {
    private static final int SUCCESS = 0;

    /** CUDNN_STATUS_NOT_SUPPORTED and its sub-codes. */
    private static final int NOT_SUPPORTED = 3000;

    /** From here on NOT_SUPPORTED speaks of the machine (driver, missing files), not of what was asked for. */
    private static final int NOT_SUPPORTED_HERE = 3005;

    private static final int AFTER_NOT_SUPPORTED = 4000;

    /** CUDNN_STATUS_BAD_PARAM, which is also how some functions refuse a type or a shape. */
    private static final int BAD_PARAM = 2000;

    /** CUDNN_STATUS_EXECUTION_FAILED and its sub-codes. */
    private static final int EXECUTION_FAILED = 5000;

    private static final String ADVICE =
            " The files libcudnn_*.so.9 have to lie beside libcudnn.so.9 and be of its version: install cuDNN 9 anew";

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Cudnn() {}

    /** True where cuDNN is there. Where it is not, the first who asks is told why, once. */
    public static boolean isAvailable() {
        return Holder.AVAILABLE;
    }

    private static final class Holder {
        static final boolean AVAILABLE = look();

        private static boolean look() {
            String problem = JCudaLibrary.CUDNN.problem();
            if (problem != null) {
                String sentence = MissingLibrary.sentence(JCudaLibrary.CUDNN, problem);
                System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.WARNING, sentence);
            }
            return problem == null;
        }
    }

    /** False for addresses that cuDNN refuses (CUDNN_STATUS_BAD_PARAM_MISALIGNED_POINTER): views may begin anywhere. */
    static boolean isAligned(long... addresses) {
        long all = 0;
        for (long address : addresses) {
            all |= address;
        }
        return (all & 15) == 0;
    }

    static void check(int status, String call) {
        if (status != SUCCESS) {
            String name = JCudnn.cudnnGetErrorString(status);
            String advice = name.contains("SUBLIBRARY") ? "." + ADVICE : "";
            throw new CudaException(name, name + " (" + status + ") in " + call + advice, status >= EXECUTION_FAILED);
        }
    }

    /** The same where the library may name what it does not do a bad parameter; each kind of that is said once. */
    static boolean takes(int status, String call) {
        if (status >= BAD_PARAM && status < NOT_SUPPORTED) {
            sayOnce(JCudnn.cudnnGetErrorString(status) + " in " + call + "; a kernel of jgrad does it instead");
            return false;
        }
        return supports(status, call);
    }

    private static void sayOnce(String what) {
        sayOnce(what, what);
    }

    /** Warns, of each kind of thing once. */
    static void sayOnce(String kind, String what) {
        if (SAID.add(kind)) {
            System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.WARNING, what);
        }
    }

    /** False, without a word, when the library names any reason but a failed execution: there are other ways to try. */
    static boolean grants(int status, String call) {
        if (status >= BAD_PARAM && status < EXECUTION_FAILED) {
            return false;
        }
        check(status, call);
        return true;
    }

    /** False when the library says that it does not do this, said once where that is the machine's fault; other failures throw. */
    static boolean supports(int status, String call) {
        if (status >= NOT_SUPPORTED && status < AFTER_NOT_SUPPORTED) {
            if (status >= NOT_SUPPORTED_HERE) {
                sayOnce(JCudnn.cudnnGetErrorString(status) + " in " + call
                        + "; a slower kernel of jgrad does it instead." + ADVICE);
            }
            return false;
        }
        check(status, call);
        return true;
    }
}
