package dev.jgrad.it.viz;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What can be seen in an SVG. */
record Picture(double width, double height, List<Box> boxes, List<double[]> arrows) {
    /** A box with its lines of text. */
    record Box(double x, double y, double width, double height, String fill, List<String> text) {
        boolean overlaps(Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    static Picture of(String svg) {
        Element root = parse(svg).getDocumentElement();
        List<Box> boxes = new ArrayList<>();
        NodeList groups = root.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            NodeList rects = group.getElementsByTagName("rect");
            if (rects.getLength() == 1) {
                Element rect = (Element) rects.item(0);
                List<String> text = new ArrayList<>();
                NodeList texts = group.getElementsByTagName("text");
                for (int t = 0; t < texts.getLength(); t++) {
                    text.add(texts.item(t).getTextContent());
                }
                boxes.add(new Box(
                        number(rect, "x"),
                        number(rect, "y"),
                        number(rect, "width"),
                        number(rect, "height"),
                        rect.getAttribute("fill"),
                        text));
            }
        }
        List<double[]> arrows = new ArrayList<>();
        NodeList paths = root.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.hasAttribute("marker-end")) {
                String[] points = path.getAttribute("d").substring(1).split("[^0-9.,-]+");
                String[] start = points[0].split(",");
                String[] end = points[points.length - 1].split(",");
                arrows.add(new double[] {
                    Double.parseDouble(start[0]),
                    Double.parseDouble(start[1]),
                    Double.parseDouble(end[0]),
                    Double.parseDouble(end[1])
                });
            }
        }
        return new Picture(number(root, "width"), number(root, "height"), boxes, arrows);
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    private static Document parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("the SVG is not well-formed XML", e);
        }
    }

    Box box(String title) {
        return boxes.stream()
                .filter(box -> box.text().getFirst().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no box '" + title + "' in " + boxes));
    }
}
