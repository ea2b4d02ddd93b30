package org.espalier.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars from left to right as a picture of its own, SVG.
 *
 * @param title above them
 * @param bars from top to bottom
 */
public record BarChart(String title, List<Bar> bars) {
    private static final int WIDTH = 720;
    private static final int LEFT = 220;
    private static final int RIGHT = 130;
    private static final int ROW = 34;
    private static final int TOP = 48;

    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * A bar.
     *
     * @param length at least 0, in any unit
     * @param label behind it
     */
    public record Bar(String name, double length, String label) {}

    public String svg() {
        int height = TOP + ROW * bars.size() + 12;
        double longest = bars.stream()
                .mapToDouble(Bar::length)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(WIDTH);
        svg.append("\" height=\"")
                .append(height)
                .append("\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ');
        svg.append(height).append("\" font-family=\"sans-serif\" font-size=\"14\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"16\" y=\"28\" font-weight=\"bold\">%s</text>%n", Html.escape(title)));
        for (int i = 0; i < bars.size(); i++) {
            append(svg, bars.get(i), TOP + ROW * i, longest);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void append(StringBuilder svg, Bar bar, int top, double longest) {
        double share = Double.isFinite(bar.length()) && longest > 0 ? bar.length() / longest : 0;
        double width = Math.max(1, share * (WIDTH - LEFT - RIGHT));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#3b7a57\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                LEFT - 10,
                top + 18,
                Html.escape(bar.name()),
                LEFT,
                top,
                width,
                ROW - 10,
                LEFT + width + 8,
                top + 18,
                Html.escape(bar.label())));
    }
}
