package dev.jgrad.it.fuzz;

/** Chooses the kind of a line. */
final class Statements {
    private Statements() {}

    static Statement draw(Draw draw) {
        int n = draw.below(100);
        if (n < 38) {
            return MethodCalls::run;
        }
        if (n < 52) {
            return ViewStatements.draw(draw);
        }
        if (n < 64) {
            return WriteStatements.draw(draw);
        }
        if (n < 80) {
            return LayerStatements.draw(draw);
        }
        return n < 96 ? BackwardStatements.draw(draw) : Leaves.STATEMENT;
    }
}
