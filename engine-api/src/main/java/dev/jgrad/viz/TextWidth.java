package dev.jgrad.viz;

/** How wide a text will be in a sans-serif font, well enough to draw a box around it. */
final class TextWidth {
    private static final String NARROW = "iljtfI.,:;'|!()[] ";
    private static final String WIDE = "mwMW@%";

    private TextWidth() {}

    static double of(String text, double fontSize) {
        double ems = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (NARROW.indexOf(c) >= 0) {
                ems += 0.34;
            } else if (WIDE.indexOf(c) >= 0) {
                ems += 0.92;
            } else if (c > 0x2e80) {
                ems += 1;
            } else {
                ems += Character.isUpperCase(c) ? 0.7 : 0.6;
            }
        }
        return ems * fontSize;
    }
}
