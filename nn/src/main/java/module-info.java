/** Neural networks: layers, losses, optimizers, data, and the command line. */
module dev.jgrad.nn {
    requires transitive dev.jgrad.engine.api;
    requires java.desktop;
    requires java.net.http;
    requires jdk.httpserver;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.knowm.xchart;

    exports dev.jgrad.nn;
    exports dev.jgrad.nn.amp;
    exports dev.jgrad.nn.compile;
    exports dev.jgrad.nn.data;
    exports dev.jgrad.nn.data.transforms;
    exports dev.jgrad.nn.expression;
    exports dev.jgrad.nn.init;
    exports dev.jgrad.nn.layer;
    exports dev.jgrad.nn.loss;
    exports dev.jgrad.nn.optim;
    exports dev.jgrad.nn.parametrize;
    exports dev.jgrad.nn.progress;
    exports dev.jgrad.nn.sequence;
    exports dev.jgrad.nn.vision;

    opens dev.jgrad.nn.cli to
            info.picocli;
}
