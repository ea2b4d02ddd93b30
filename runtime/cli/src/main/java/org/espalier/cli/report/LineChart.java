package org.espalier.cli.report;

import java.util.List;
import java.util.Locale;
import org.espalier.cli.terminal.Figures;

/**
 * Curves over epochs as inline SVG. Colours come from the page: the n-th curve has the class {@code cN}.
 *
 * @param title for readers who cannot see it
 * @param series the curves
 */
record LineChart(String title, List<Series> series) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 250;
    private static final int LEFT = 52;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 34;
    private static final int MOST_DOTS = 60;

    LineChart {
        series = List.copyOf(series);
    }

    /**
     * A curve.
     *
     * @param points in the order of their epochs; values that are not finite are left out
     */
    record Series(String name, List<Point> points) {
        Series {
            points = points.stream().filter(p -> Double.isFinite(p.value())).toList();
        }
    }

    /** A value at an epoch; phases follow each other, so the epoch counts from the start of the run. */
    record Point(int epoch, double value) {}

    boolean isEmpty() {
        return series.stream().allMatch(s -> s.points().isEmpty());
    }

    String svg() {
        List<Point> all = series.stream().flatMap(s -> s.points().stream()).toList();
        int first = all.stream().mapToInt(Point::epoch).min().orElse(1);
        int last = all.stream().mapToInt(Point::epoch).max().orElse(1);
        int end = Math.max(last, first + 1);
        Axis round = Axis.whole(first, end, 11);
        Axis x = new Axis(first, end, round.step());
        Axis y = Axis.covering(
                all.stream().mapToDouble(Point::value).min().orElse(0),
                all.stream().mapToDouble(Point::value).max().orElse(1),
                6);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"").append(Html.escape(title)).append("\">\n");
        appendGrid(svg, round, x, y);
        for (int i = 0; i < series.size(); i++) {
            appendCurve(svg, series.get(i), i + 1, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    /** The names of the curves with their colours and last values. */
    String legend() {
        StringBuilder html = new StringBuilder("<ul class=\"legend\">");
        for (int i = 0; i < series.size(); i++) {
            Series curve = series.get(i);
            if (!curve.points().isEmpty()) {
                html.append("<li><i class=\"c").append(i + 1).append("\"></i>").append(Html.escape(curve.name()));
                html.append(" <b>")
                        .append(Figures.value(curve.points().getLast().value()))
                        .append("</b></li>");
            }
        }
        return html.append("</ul>\n").toString();
    }

    private static void appendGrid(StringBuilder svg, Axis ticksX, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            double at = vertical(y, tick);
            line(svg, "grid", LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", y.label(tick));
        }
        for (double tick : ticksX.ticks()) {
            if (tick >= x.from() && tick <= x.to()) {
                text(svg, horizontal(x, tick), HEIGHT - BOTTOM + 18, "middle", ticksX.label(tick));
            }
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 2, "middle", "epoch");
    }

    private static void appendCurve(StringBuilder svg, Series curve, int number, Axis x, Axis y) {
        svg.append("<g class=\"c").append(number).append("\"><polyline points=\"");
        for (Point p : curve.points()) {
            svg.append(number(horizontal(x, p.epoch())))
                    .append(',')
                    .append(number(vertical(y, p.value())))
                    .append(' ');
        }
        svg.append("\"/>");
        double radius = curve.points().size() <= MOST_DOTS ? 3 : 1.5;
        for (Point p : curve.points()) {
            svg.append("<circle cx=\"").append(number(horizontal(x, p.epoch())));
            svg.append("\" cy=\"").append(number(vertical(y, p.value())));
            svg.append("\" r=\"").append(radius).append("\"><title>");
            svg.append(Html.escape(curve.name()))
                    .append(", epoch ")
                    .append(p.epoch())
                    .append(": ");
            svg.append(Figures.value(p.value())).append("</title></circle>");
        }
        svg.append("</g>\n");
    }

    private static double horizontal(Axis x, double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double vertical(Axis y, double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"")
                .append(style)
                .append("\" x1=\"")
                .append(number(x1))
                .append("\" y1=\"")
                .append(number(y1));
        svg.append("\" x2=\"")
                .append(number(x2))
                .append("\" y2=\"")
                .append(number(y2))
                .append("\"/>\n");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        svg.append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(Html.escape(text))
                .append("</text>\n");
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.1f", v);
    }
}
