package dev.jgrad.it.fuzz;

/** Chooses the kind of a line. */
final class Statements {
    private Statements() {}

    /** @param smooth without passes of its own, which change what is differentiated */
    static Statement draw(Draw draw, boolean smooth) {
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
        if (smooth) {
            return n < 92 ? WriteStatements.draw(draw) : Leaves.STATEMENT;
        }
        return n < 96 ? BackwardStatements.draw(draw) : Leaves.STATEMENT;
    }
}
