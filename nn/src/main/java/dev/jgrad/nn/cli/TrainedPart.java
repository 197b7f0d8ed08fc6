package dev.jgrad.nn.cli;

/** What learns in a fine-tuning. */
enum TrainedPart {
    /** The last layer; everything before it is frozen. */
    HEAD,
    /** The whole network. */
    ALL
}
