package dev.jgrad.it.fuzz;

/** A kind of line. It draws its operands and arguments, says how it looks and runs. */
interface Statement {
    void run(Scene scene, Draw draw);
}
